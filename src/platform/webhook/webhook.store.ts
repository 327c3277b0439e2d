import { type Insertable, type Updateable, sql } from "kysely";
import type { Instant } from "#kernel/time.ts";
import type { Keyset, Page } from "#kernel/page.ts";
import { pageOf } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import type { DeliveryView } from "./webhook.api.ts";
import type {
  DeliveryId,
  Webhook,
  WebhookDeliveryRow,
  WebhookId,
  WebhookMessageRow,
  WebhookRow,
} from "./webhook.table.ts";

/** All webhooks of the organization, the oldest first. */
export async function listWebhookRows(tx: Tx): Promise<Webhook[]> {
  return tx.selectFrom("webhook").selectAll().orderBy("id").execute();
}

/** A webhook, locked until the transaction ends. */
export async function findWebhookForUpdate(tx: Tx, id: WebhookId): Promise<Webhook | undefined> {
  return tx.selectFrom("webhook").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

export async function insertWebhook(tx: Tx, row: Insertable<WebhookRow>): Promise<void> {
  await tx.insertInto("webhook").values(row).execute();
}

export async function updateWebhook(tx: Tx, id: WebhookId, change: Updateable<WebhookRow>): Promise<void> {
  await tx
    .updateTable("webhook")
    .set({ ...change, version: sql<number>`version + 1` })
    .where("id", "=", id)
    .execute();
}

export async function removeWebhook(tx: Tx, id: WebhookId): Promise<void> {
  await tx.deleteFrom("webhook").where("id", "=", id).execute();
}

/** Adds a message for one webhook alone, due at once. */
export async function insertMessageTo(
  tx: Tx,
  message: Insertable<WebhookMessageRow>,
  { id, webhook }: { id: DeliveryId; webhook: WebhookId },
): Promise<void> {
  const { organization_id, at } = message;
  await tx.insertInto("webhook_message").values(message).execute();
  await tx
    .insertInto("webhook_delivery")
    .values({
      organization_id,
      id,
      webhook_id: webhook,
      message_id: message.id,
      state: "pending",
      next_at: at,
      created_at: at,
    })
    .execute();
}

/** What is still to be sent to a webhook that is switched off is given up. */
export async function giveUpPending(tx: Tx, webhook: WebhookId, problem: string): Promise<void> {
  await tx
    .updateTable("webhook_delivery")
    .set({ state: "failed", problem })
    .where("webhook_id", "=", webhook)
    .where("state", "=", "pending")
    .execute();
}

/** A delivery with its message. */
export type Delivery = Pick<
  WebhookDeliveryRow,
  "id" | "message_id" | "state" | "tried_at" | "status" | "answer" | "problem" | "next_at" | "webhook_id"
> &
  Pick<WebhookMessageRow, "type" | "subject_id" | "at" | "payload"> & { attempts: number; seq: string };

function deliveries(tx: Tx) {
  return tx
    .selectFrom("webhook_delivery as d")
    .innerJoin("webhook_message as m", (join) =>
      join.onRef("m.organization_id", "=", "d.organization_id").onRef("m.id", "=", "d.message_id"),
    )
    .select([
      "d.id",
      "d.message_id",
      "d.state",
      "d.attempts",
      "d.next_at",
      "d.tried_at",
      "d.status",
      "d.answer",
    ])
    .select(["d.problem", "d.webhook_id", "d.seq", "m.type", "m.subject_id", "m.at", "m.payload"]);
}

export async function findDelivery(tx: Tx, id: DeliveryId): Promise<Delivery | undefined> {
  return deliveries(tx).where("d.id", "=", id).executeTakeFirst();
}

/** Deliveries of a webhook, the newest first. */
export async function listDeliveryRows(
  tx: Tx,
  webhook: WebhookId,
  {
    state,
    after,
    limit,
  }: { state?: DeliveryView["state"] | undefined; after?: Keyset | undefined; limit: number },
): Promise<Page<Delivery>> {
  let query = deliveries(tx)
    .where("d.webhook_id", "=", webhook)
    .orderBy("d.seq", "desc")
    .limit(limit + 1);
  if (state !== undefined) query = query.where("d.state", "=", state);
  if (after !== undefined) query = query.where(sql<boolean>`d.seq < ${after.value}::bigint`);
  return pageOf(
    await query.execute(),
    limit,
    (row) => ({ value: row.seq, id: row.id }),
    (row) => row,
  );
}

/** Sends a delivery again from the start. */
export async function resetDelivery(tx: Tx, id: DeliveryId, now: Instant): Promise<void> {
  await tx
    .updateTable("webhook_delivery")
    .set({ state: "pending", attempts: 0, next_at: now, problem: null })
    .where("id", "=", id)
    .execute();
}
