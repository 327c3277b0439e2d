import { sql } from "kysely";
import type { CustomerId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";

/**
 * The tables whose rows are a customer's transactions; each has organization_id and customer_id. A document type adds
 * its table here when it comes, and with that counts for deleting, merging and the currency.
 */
const transactionTables: readonly string[] = [];

/** Those of the customers that have a transaction: they can't be deleted, and survive a merge. */
export async function findCustomersWithTransactions(tx: Tx, ids: readonly CustomerId[]): Promise<Set<CustomerId>> {
  const found = new Set<CustomerId>();
  if (ids.length === 0) return found;
  for (const table of transactionTables) {
    const { rows } = await sql<{ customer_id: CustomerId }>`
      select distinct customer_id from ${sql.table(table)} where customer_id = ${anyOf(ids)}`.execute(tx);
    for (const { customer_id } of rows) found.add(customer_id);
  }
  return found;
}
