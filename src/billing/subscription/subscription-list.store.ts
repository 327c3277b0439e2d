import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { afterPrefix } from "#billing/customer/search-key.ts";
import type { SubscriptionId } from "./subscription.table.ts";
import type { NamedSubscription } from "./subscription.ts";
import type { SubscriptionStatus } from "./transitions.ts";

export type SubscriptionListRequest = {
  status?: SubscriptionStatus | undefined;
  customer_id?: CustomerId | undefined;
  search?: string | undefined;
  before?: string | undefined;
  limit: number;
};

/** Subscriptions, newest first. */
export async function listSubscriptions(
  tx: Tx,
  { status, customer_id, search, before, limit }: SubscriptionListRequest,
): Promise<NamedSubscription[]> {
  let query = named(tx).orderBy("s.id", "desc").limit(limit);
  if (status !== undefined) query = query.where("s.status", "=", status);
  if (customer_id !== undefined) query = query.where("s.customer_id", "=", customer_id);
  if (search !== undefined && search !== "")
    query = query.where((row) =>
      row.or([
        row.and([row("s.number", ">=", search), row("s.number", "<", afterPrefix(search))]),
        row("s.reference", "=", search),
      ]),
    );
  if (before !== undefined) query = query.where("s.id", "<", before as SubscriptionId);
  return query.execute();
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
