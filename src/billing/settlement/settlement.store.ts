import type { Insertable, Selectable } from "kysely";
import type { Id } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import { insertHeld, insertRows } from "#platform/db/held.ts";
import type { SettlementRow } from "./settlement.table.ts";

/** What of a payment or credit note settles an invoice. */
export type Settlement = Omit<Selectable<SettlementRow>, "amount"> & { amount: bigint };

/** Adds a settlement. */
export async function insertSettlement(tx: Tx, settlement: Insertable<SettlementRow>): Promise<void> {
  await insertRows(tx, "settlement", [settlement]);
}

/** Settlements of an invoice, a payment or a credit note that hold, in the order of their making. */
export async function listSettlements(
  tx: Tx,
  of: { invoice_id: Id<"inv"> } | { payment_id: Id<"pay"> } | { credit_note_id: Id<"crn"> },
): Promise<(Settlement & { invoice_number: string | null; source_number: string | null })[]> {
  await insertHeld(tx);
  const [column, value] = Object.entries(of)[0] as [keyof SettlementRow & "invoice_id", Id<"inv">];
  const rows = await tx
    .selectFrom("settlement as s")
    .innerJoin("document as i", (join) =>
      join.onRef("i.organization_id", "=", "s.organization_id").onRef("i.id", "=", "s.invoice_id"),
    )
    .leftJoin("payment as p", (join) =>
      join.onRef("p.organization_id", "=", "s.organization_id").onRef("p.id", "=", "s.payment_id"),
    )
    .leftJoin("document as c", (join) =>
      join.onRef("c.organization_id", "=", "s.organization_id").onRef("c.id", "=", "s.credit_note_id"),
    )
    .selectAll("s")
    .select([
      "i.number as invoice_number",
      (row) => row.fn.coalesce("p.number", "c.number").as("source_number"),
    ])
    .where(`s.${column}`, "=", value)
    .where("s.undone_at", "is", null)
    .orderBy("s.id")
    .execute();
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** Takes away all settlements of a payment that is taken back. */
export async function deleteSettlements(tx: Tx, payment: Id<"pay">): Promise<void> {
  await tx.deleteFrom("settlement").where("payment_id", "=", payment).execute();
}

/** Notes that a settlement was taken back. */
export async function markSettlementUndone(tx: Tx, id: Id<"stl">, now: Instant): Promise<void> {
  await tx.updateTable("settlement").set({ undone_at: now }).where("id", "=", id).execute();
}
