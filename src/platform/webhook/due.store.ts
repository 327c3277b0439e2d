import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import type { Outcome } from "./send.client.ts";
import type { DeliveryId, MessageId, WebhookId } from "./webhook.table.ts";

/** A webhook, and whose it is. */
export type DueWebhook = { organization_id: OrganizationId; webhook_id: WebhookId };

/** Webhooks for which something is to be sent now. */
export async function findDueWebhooks(system: Db, now: Instant): Promise<DueWebhook[]> {
  return system
    .selectFrom("webhook_delivery")
    .select(["organization_id", "webhook_id"])
    .distinct()
    .where("state", "=", "pending")
    .where("next_at", "<=", now)
    .execute();
}

/** A delivery that this process sends now. */
export type Due = {
  id: DeliveryId;
  webhook_id: WebhookId;
  attempts: number;
  url: string;
  secret: string;
  old_secret: string | null;
  old_secret_until: Instant | null;
  message_id: MessageId;
  type: string;
  subject_kind: string;
  subject_id: string;
  at: Instant;
  payload: string | null;
};

/**
 * Takes some of what is due for a webhook, the oldest first; another process takes others. Each is put off until `until`: should this
 * process die, it is sent again then.
 */
export async function takeDue(
  tx: Tx,
  webhook: WebhookId,
  { now, until, limit }: { now: Instant; until: Instant; limit: number },
): Promise<Due[]> {
  const { rows } = await sql<Due>`
    with taken as (
      update webhook_delivery d set next_at = ${until}
       where d.organization_id = current_organization() and d.id in (
         select id from webhook_delivery
          where organization_id = current_organization() and webhook_id = ${webhook}
            and state = 'pending' and next_at <= ${now}
          order by seq limit ${limit} for update skip locked)
      returning d.id, d.webhook_id, d.message_id, d.attempts, d.seq)
    select taken.id, taken.webhook_id, taken.attempts, w.url, w.secret, w.old_secret, w.old_secret_until,
           m.id as message_id, m.type, m.subject_kind, m.subject_id, m.at, m.payload
      from taken
      join webhook w on w.organization_id = current_organization() and w.id = taken.webhook_id
      join webhook_message m on m.organization_id = current_organization() and m.id = taken.message_id
     order by taken.seq`.execute(tx);
  return rows;
}

/** Keeps a message as it is first sent; whoever was first is right. Answers what is kept. */
export async function keepPayload(tx: Tx, id: MessageId, payload: string): Promise<string> {
  const kept = await tx
    .updateTable("webhook_message")
    .set({ payload: sql<string>`coalesce(payload, ${payload})` })
    .where("id", "=", id)
    .returning("payload")
    .executeTakeFirst();
  return kept?.payload ?? payload;
}

/** Writes what became of an attempt; without `next` the delivery has ended. */
export async function noteOutcome(
  tx: Tx,
  id: DeliveryId,
  { status, answer, problem }: Outcome,
  { now, next }: { now: Instant; next: Instant | undefined },
): Promise<void> {
  const state = problem === null ? "delivered" : next === undefined ? "failed" : "pending";
  await tx
    .updateTable("webhook_delivery")
    .set({
      state,
      attempts: sql<number>`attempts + 1`,
      tried_at: now,
      next_at: next ?? now,
      status,
      answer,
      problem,
    })
    .where("id", "=", id)
    .where("state", "=", "pending")
    .execute();
}

/** Deletes messages that are older, with their deliveries. What is told once, such as an overdue invoice, stays known. */
export async function deleteOldMessages(tx: Tx, before: Instant): Promise<void> {
  await tx
    .deleteFrom("webhook_message")
    .where("at", "<", before)
    .where("type", "<>", "invoice.overdue")
    .execute();
}
