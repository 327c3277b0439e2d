import { type Insertable, type Selectable, sql, type Updateable } from "kysely";
import type { Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import { unanswered } from "#billing/gateway/unanswered.store.ts";
import type { RefundRow } from "./settlement.table.ts";

export type Refund = Omit<Selectable<RefundRow>, "amount"> & { amount: bigint };

type RefundId = Refund["id"];

/** Adds what was given back, or is to be. */
export async function insertRefund(tx: Tx, refund: Insertable<RefundRow>): Promise<void> {
  await tx.insertInto("refund").values(refund).execute();
}

/** What was given back of a payment or a credit note, of what a gateway calls a payment, or by what it calls the refund. */
export async function listRefunds(
  tx: Tx,
  of:
    | { payment_id: Id<"pay"> }
    | { credit_note_id: Id<"crn"> }
    | { gateway_payment: string }
    | { gateway_refund: string },
): Promise<Refund[]> {
  const [column, value] = Object.entries(of)[0] as ["gateway_payment", string];
  const rows = await tx.selectFrom("refund").selectAll().where(column, "=", value).orderBy("id").execute();
  return rows.map(refundOf);
}

/** A refund, or undefined where the organization has none of this id. */
export async function findRefund(tx: Tx, id: RefundId): Promise<Refund | undefined> {
  const row = await tx.selectFrom("refund").selectAll().where("id", "=", id).executeTakeFirst();
  return row && refundOf(row);
}

/** Refunds that wait to be asked for, or whose answer should have come by `before`; the longest waiting first. */
export async function listWaitingRefunds(tx: Tx, before: Instant, limit: number): Promise<RefundId[]> {
  const rows = await tx
    .selectFrom("refund")
    .select("id")
    .where("status", "=", "pending")
    .where(unanswered(before))
    .orderBy(sql`asked_at nulls first`)
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}

/** Notes that the gateway is asked now; false where somebody else asks it, or has settled it. */
export async function takeRefund(
  tx: Tx,
  id: RefundId,
  { now, before }: { now: Instant; before: Instant },
): Promise<boolean> {
  const result = await tx
    .updateTable("refund")
    .set({ asked_at: now })
    .where("id", "=", id)
    .where("status", "=", "pending")
    .where(unanswered(before))
    .executeTakeFirst();
  return result.numUpdatedRows === 1n;
}

/** Writes what became of a refund; its source is locked. */
export async function updateRefund(
  tx: Tx,
  id: RefundId,
  change: Pick<Updateable<RefundRow>, "status" | "failure" | "gateway_refund">,
): Promise<void> {
  await tx.updateTable("refund").set(change).where("id", "=", id).execute();
}

/** Organizations in which a refund waits to be asked for, or asked about. Runs as concord_system. */
export async function findRefundingOrganizations(system: Db, before: Instant): Promise<OrganizationId[]> {
  const rows = await system
    .selectFrom("refund")
    .select("organization_id")
    .distinct()
    .where("status", "=", "pending")
    .where(unanswered(before))
    .execute();
  return rows.map(({ organization_id }) => organization_id);
}

/** Takes away a refund that came in and is taken back. */
export async function deleteRefund(tx: Tx, id: RefundId): Promise<void> {
  await tx.deleteFrom("refund").where("id", "=", id).execute();
}

function refundOf(row: Selectable<RefundRow>): Refund {
  return { ...row, amount: BigInt(row.amount) };
}
