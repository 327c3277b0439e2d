import { type Insertable, type Selectable, type Updateable, sql } from "kysely";
import type { CustomerId, InvoiceId, OrganizationId, PaymentId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import { unanswered } from "#billing/gateway/unanswered.store.ts";
import type { SubscriptionId } from "#billing/subscription/subscription.table.ts";
import type { ChargeAttemptRow } from "./charge-attempt.table.ts";

/** A try to collect an invoice. */
export type ChargeAttempt = Omit<Selectable<ChargeAttemptRow>, "amount"> & { amount: bigint };

type AttemptId = ChargeAttempt["id"];

/** Adds a try. Of an invoice there is one open try at a time; a second is a bug. */
export async function insertChargeAttempt(tx: Tx, row: Insertable<ChargeAttemptRow>): Promise<void> {
  await tx.insertInto("charge_attempt").values(row).execute();
}

/** A try, or undefined where the organization has none of this id. */
export async function findAttempt(tx: Tx, id: AttemptId): Promise<ChargeAttempt | undefined> {
  const row = await tx.selectFrom("charge_attempt").selectAll().where("id", "=", id).executeTakeFirst();
  return row && attemptOf(row);
}

/** The same, locked until the transaction ends: after the invoice and the subscription, as everybody locks them. */
export async function findAttemptForUpdate(tx: Tx, id: AttemptId): Promise<ChargeAttempt | undefined> {
  const query = tx.selectFrom("charge_attempt").selectAll().where("id", "=", id).forUpdate();
  const row = await query.executeTakeFirst();
  return row && attemptOf(row);
}

/** The try of a subscription that waits for its outcome, locked; there is one at most. */
export async function findPendingAttempt(tx: Tx, id: SubscriptionId): Promise<ChargeAttempt | undefined> {
  const row = await tx
    .selectFrom("charge_attempt")
    .selectAll()
    .where("subscription_id", "=", id)
    .where("status", "=", "pending")
    .orderBy("id")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  return row && attemptOf(row);
}

/** Those of these subscriptions with a try that waits for its outcome. */
export async function findCollecting(
  tx: Tx,
  ids: readonly SubscriptionId[],
): Promise<ReadonlySet<SubscriptionId>> {
  const rows = await tx
    .selectFrom("charge_attempt")
    .select("subscription_id")
    .where("subscription_id", "=", anyOf(ids))
    .where("status", "=", "pending")
    .execute();
  return new Set(rows.flatMap(({ subscription_id: id }) => id ?? []));
}

/** All tries to collect an invoice, the newest first. */
export async function listAttempts(tx: Tx, id: InvoiceId): Promise<ChargeAttempt[]> {
  const rows = await tx
    .selectFrom("charge_attempt")
    .selectAll()
    .where("invoice_id", "=", id)
    .orderBy("id", "desc")
    .execute();
  return rows.map(attemptOf);
}

/** The try that brought a payment; undefined of one that somebody recorded. */
export async function findAttemptOfPayment(tx: Tx, id: PaymentId): Promise<ChargeAttempt | undefined> {
  const row = await tx
    .selectFrom("charge_attempt")
    .selectAll()
    .where("payment_id", "=", id)
    .executeTakeFirst();
  return row && attemptOf(row);
}

/** The try that the gateway calls so. */
export async function findAttemptByGateway(tx: Tx, payment: string): Promise<ChargeAttempt | undefined> {
  const row = await tx
    .selectFrom("charge_attempt")
    .selectAll()
    .where("gateway_payment", "=", payment)
    .executeTakeFirst();
  return row && attemptOf(row);
}

/** Whose tries are asked about: all of the organization, or those of a customer. */
export type Whose = { customerId?: CustomerId | undefined };

/** Tries that wait to be asked for, or whose answer should have come by `before`; the longest waiting first. */
export async function listWaiting(
  tx: Tx,
  { customerId, before, limit }: Whose & { before: Instant; limit: number },
): Promise<AttemptId[]> {
  let query = tx
    .selectFrom("charge_attempt as a")
    .select("a.id")
    .where("a.status", "=", "pending")
    .where("a.method_reference", "is not", null)
    .where(unanswered(before, "a.asked_at"))
    .orderBy(sql`a.asked_at nulls first`)
    .orderBy("a.id")
    .limit(limit);
  if (customerId !== undefined)
    query = query
      .innerJoin("document as d", (join) =>
        join.onRef("d.organization_id", "=", "a.organization_id").onRef("d.id", "=", "a.invoice_id"),
      )
      .where("d.customer_id", "=", customerId);
  return (await query.execute()).map(({ id }) => id);
}

/** Notes that the gateway is asked now; false where somebody else asks it, or has settled it. */
export async function takeAttempt(
  tx: Tx,
  id: AttemptId,
  { now, before }: { now: Instant; before: Instant },
): Promise<boolean> {
  const result = await tx
    .updateTable("charge_attempt")
    .set({ asked_at: now })
    .where("id", "=", id)
    .where("status", "=", "pending")
    .where(unanswered(before))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Writes what became of a try. */
export async function updateAttempt(
  tx: Tx,
  id: AttemptId,
  change: Pick<Updateable<ChargeAttemptRow>, "status" | "failure" | "failure_code"> &
    Partial<Pick<Updateable<ChargeAttemptRow>, "payment_id" | "gateway_payment" | "settled_at">>,
): Promise<void> {
  await tx.updateTable("charge_attempt").set(change).where("id", "=", id).execute();
}

/** Organizations in which a try waits to be asked for, or asked about. Runs as concord_system. */
export async function findWaitingOrganizations(system: Db, before: Instant): Promise<OrganizationId[]> {
  const rows = await system
    .selectFrom("charge_attempt")
    .select("organization_id")
    .distinct()
    .where("status", "=", "pending")
    .where("method_reference", "is not", null)
    .where(unanswered(before))
    .execute();
  return rows.map(({ organization_id }) => organization_id);
}

function attemptOf(row: Selectable<ChargeAttemptRow>): ChargeAttempt {
  return { ...row, amount: BigInt(row.amount) };
}
