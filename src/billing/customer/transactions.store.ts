import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";

/** A kind of document that ties a customer, and how many of it there are: of one customer, or of all where none is named. */
export type TransactionKind = { name: string; count(tx: Tx, customerId: CustomerId | undefined): Promise<number> };

/** Each feature that makes documents (invoices, payments, subscriptions) adds its kind here. */
const kinds: readonly TransactionKind[] = [];

/** The kinds of documents that there are, of one customer or of the whole organization. Empty: nothing ties it yet. */
export async function findTransactionKinds(tx: Tx, customerId?: CustomerId): Promise<string[]> {
  const found: string[] = [];
  for (const kind of kinds) if ((await kind.count(tx, customerId)) > 0) found.push(kind.name);
  return found;
}
