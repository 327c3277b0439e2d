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

/**
 * The same with what was made since for the subscriptions among them, which are given back with what they billed: their
 * documents, and the payments that settle nothing but those.
 */
export async function withMadeSince(
  tx: Tx,
  moved: MovedTransactions,
  holder: CustomerId,
): Promise<MovedTransactions> {
  const billed = await tx
    .selectFrom("document")
    .select("id")
    .where("customer_id", "=", holder)
    .where(sql<string>`subscription_id`, "=", anyOf(moved.subscription ?? []))
    .execute();
  const since = billed.map(({ id }) => id).filter((id) => moved.document?.includes(id) !== true);
  if (since.length === 0) return moved;
  const { rows: paid } = await sql<{ id: string }>`
    select payment_id as id from settlement join payment on payment.id = payment_id
     where payment.customer_id = ${holder} and undone_at is null
     group by payment_id having bool_and(invoice_id = any (${since}))`.execute(tx);
  return {
    ...moved,
    document: [...(moved.document ?? []), ...since],
    payment: [...(moved.payment ?? []), ...paid.map(({ id }) => id)],
  };
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
