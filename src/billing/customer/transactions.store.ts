import type { CustomerId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import { endedStatuses } from "#billing/subscription/transitions.ts";
import type { Tx } from "#platform/db/db.ts";

/** A kind of document that ties a customer: whether there is one (of one customer, or of all: 0 or 1), and which customers have one. */
export type TransactionKind = {
  name: string;
  count(tx: Tx, customerId: CustomerId | undefined): Promise<number>;
  customersAmong(tx: Tx, ids: readonly CustomerId[]): Promise<CustomerId[]>;
};

/** Each feature that makes documents adds its table here; its rows name their customer. */
export const transactionTables = ["document", "payment", "subscription"] as const;
export type TransactionTable = (typeof transactionTables)[number];

const kinds: readonly TransactionKind[] = transactionTables.map(kindOf);

function kindOf(table: TransactionTable): TransactionKind {
  return {
    name: table,
    async count(tx, customerId) {
      let query = tx.selectFrom(table).select("id").limit(1);
      if (customerId !== undefined) query = query.where("customer_id", "=", customerId);
      return (await query.execute()).length;
    },
    async customersAmong(tx, ids) {
      const rows = await tx
        .selectFrom(table)
        .select("customer_id")
        .distinct()
        .where("customer_id", "=", anyOf(ids))
        .execute();
      return rows.flatMap(({ customer_id }) => (customer_id === null ? [] : [customer_id]));
    },
  };
}

/** The kinds of documents that there are, of one customer or of the whole organization. Empty: nothing ties it yet. */
export async function findTransactionKinds(tx: Tx, customerId?: CustomerId): Promise<string[]> {
  const found: string[] = [];
  for (const kind of kinds) if ((await kind.count(tx, customerId)) > 0) found.push(kind.name);
  return found;
}

/** Those of the customers that have a subscription that is not over. */
export async function findCustomersWithSubscriptions(
  tx: Tx,
  ids: readonly CustomerId[],
): Promise<Set<CustomerId>> {
  const rows = await tx
    .selectFrom("subscription")
    .select("customer_id")
    .distinct()
    .where("customer_id", "=", anyOf(ids))
    .where("status", "not in", endedStatuses)
    .execute();
  return new Set(rows.map(({ customer_id }) => customer_id));
}

/** The numbers of a customer's subscriptions that are not over, the oldest first. */
export async function findRunningSubscriptions(tx: Tx, id: CustomerId): Promise<string[]> {
  const rows = await tx
    .selectFrom("subscription")
    .select("number")
    .where("customer_id", "=", id)
    .where("status", "not in", endedStatuses)
    .orderBy("id")
    .execute();
  return rows.map(({ number }) => number);
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
