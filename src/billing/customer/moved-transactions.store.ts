import { sql } from "kysely";
import type { CustomerId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { type TransactionTable, transactionTables } from "./transactions.store.ts";

/** Ids of the rows that a merge moved, by table. */
export type MovedTransactions = Partial<Record<TransactionTable, string[]>>;

/** Gives all documents and payments of a customer, with what the ledger says of them, to another one. */
export async function moveTransactions(tx: Tx, from: CustomerId, to: CustomerId): Promise<MovedTransactions> {
  const moved: MovedTransactions = {};
  for (const table of transactionTables) {
    const rows = await tx
      .updateTable(table)
      .set({ customer_id: to })
      .where("customer_id", "=", from)
      .returning("id")
      .execute();
    if (rows.length > 0) moved[table] = rows.map(({ id }) => id);
  }
  await tx.updateTable("ledger_posting").set({ customer_id: to }).where("customer_id", "=", from).execute();
  return moved;
}

/** Gives back what a merge had moved. */
export async function returnTransactions(tx: Tx, moved: MovedTransactions, to: CustomerId): Promise<void> {
  for (const table of transactionTables)
    await tx
      .updateTable(table)
      .set({ customer_id: to })
      .where(sql<string>`id`, "=", anyOf(moved[table] ?? []))
      .execute();
  await tx
    .updateTable("ledger_posting")
    .set({ customer_id: to })
    .where((row) =>
      row.or([
        row(sql<string>`document_id`, "=", anyOf(moved.document ?? [])),
        row(sql<string>`payment_id`, "=", anyOf(moved.payment ?? [])),
      ]),
    )
    .execute();
}

/** Whether something moved settles, or is settled by, something that was not: then they cannot part. */
export async function isSettledAcross(
  tx: Tx,
  { document = [], payment = [] }: MovedTransactions,
): Promise<boolean> {
  const { rows } = await sql<{ crosses: boolean }>`
    select exists (select from settlement
      where undone_at is null
        and (invoice_id = any (${document})) <> (coalesce(payment_id = any (${payment}), credit_note_id = any (${document})))
    ) as crosses`.execute(tx);
  return rows[0]?.crosses === true;
}
