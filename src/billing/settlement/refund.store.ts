import type { Insertable, Selectable } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { RefundRow } from "./settlement.table.ts";

export type Refund = Omit<Selectable<RefundRow>, "amount"> & { amount: bigint };

/** Adds what was given back. */
export async function insertRefund(tx: Tx, refund: Insertable<RefundRow>): Promise<void> {
  await tx.insertInto("refund").values(refund).execute();
}

/** What was given back of a payment or a credit note. */
export async function listRefunds(
  tx: Tx,
  of: { payment_id: Id<"pay"> } | { credit_note_id: Id<"crn"> },
): Promise<Refund[]> {
  let query = tx.selectFrom("refund").selectAll().orderBy("id");
  query =
    "payment_id" in of
      ? query.where("payment_id", "=", of.payment_id)
      : query.where("credit_note_id", "=", of.credit_note_id);
  return (await query.execute()).map((row) => ({ ...row, amount: BigInt(row.amount) }));
}
