import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";

/** A kind of document that ties a customer: how many of it there are (of one customer, or of all), and which customers have one. */
export type TransactionKind = {
  name: string;
  count(tx: Tx, customerId: CustomerId | undefined): Promise<number>;
  customersAmong(tx: Tx, ids: readonly CustomerId[]): Promise<CustomerId[]>;
};

/** Each feature that makes documents (invoices, payments, subscriptions) adds its kind here. */
const kinds: readonly TransactionKind[] = [];

/** The kinds of documents that there are, of one customer or of the whole organization. Empty: nothing ties it yet. */
export async function findTransactionKinds(tx: Tx, customerId?: CustomerId): Promise<string[]> {
  const found: string[] = [];
  for (const kind of kinds) if ((await kind.count(tx, customerId)) > 0) found.push(kind.name);
  return found;
}

/** Those of the customers that have a document of any kind: they survive a merge. */
export async function findCustomersWithTransactions(
  tx: Tx,
  ids: readonly CustomerId[],
): Promise<Set<CustomerId>> {
  const found = new Set<CustomerId>();
  for (const kind of kinds) for (const id of await kind.customersAmong(tx, ids)) found.add(id);
  return found;
}
