import type { RawBuilder } from "kysely";
import type { CustomerId } from "#kernel/id.ts";
import { type Keyset, type Page, pageOf } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import { ofCustomersNamed } from "#billing/customer/customer-named.store.ts";
import {
  type ListColumns,
  type ListFilter,
  type Party,
  passing,
} from "#billing/listing/list-filter.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";
import type { NamedSubscription } from "./subscription.ts";
import type { SubscriptionStatus } from "./transitions.ts";

export type SubscriptionListRequest = ListFilter & {
  status?: SubscriptionStatus | undefined;
  customer_id?: CustomerId | undefined;
  /** What else must be so of a row of `s`. */
  where?: RawBuilder<boolean> | undefined;
  after?: Keyset | undefined;
  limit: number;
};

const columns: ListColumns = { number: "s.number", reference: "s.reference", date: "s.starts_at" };

/** One page of subscriptions, the newest first. */
export async function listSubscriptions(
  tx: Tx,
  { status, customer_id, where, after, limit, ...filter }: SubscriptionListRequest,
): Promise<Page<NamedSubscription>> {
  const party: Party = (inTx, text) => ofCustomersNamed(inTx, text, "s");
  let query = named(tx)
    .where(await passing(tx, columns, party, filter))
    .orderBy("s.id", "desc")
    .limit(limit + 1);
  if (status !== undefined) query = query.where("s.status", "=", status);
  if (customer_id !== undefined) query = query.where("s.customer_id", "=", customer_id);
  if (where !== undefined) query = query.where(where);
  if (after !== undefined) query = query.where("s.id", "<", after.id as SubscriptionId);
  return pageOf(
    await query.execute(),
    limit,
    ({ id }) => ({ value: null, id }),
    (row) => row,
  );
}

/** One subscription with its names. */
export async function findNamedSubscription(
  tx: Tx,
  id: SubscriptionId,
): Promise<NamedSubscription | undefined> {
  return named(tx).where("s.id", "=", id).executeTakeFirst();
}

function named(tx: Tx) {
  return tx
    .selectFrom("subscription as s")
    .innerJoin("customer as c", (join) =>
      join.onRef("c.organization_id", "=", "s.organization_id").onRef("c.id", "=", "s.customer_id"),
    )
    .innerJoin("plan as p", (join) =>
      join.onRef("p.organization_id", "=", "s.organization_id").onRef("p.id", "=", "s.plan_id"),
    )
    .leftJoin("document as e", (join) =>
      join.onRef("e.organization_id", "=", "s.organization_id").onRef("e.id", "=", "s.estimate_id"),
    )
    .selectAll("s")
    .select(["c.display_name as customer_name", "p.name as plan_name", "e.number as estimate_number"]);
}
