import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./customer-merge.api.ts";
import * as commands from "./customer-merge.commands.ts";
import { listMergesOf } from "./customer-merge.store.ts";
import { getCustomer } from "./customer.commands.ts";
import { wholeCustomer } from "./customer.routes.ts";

/** The endpoints of merges. */
export function customerMergeRoutes(): Route[] {
  return [
    tenantRoute(api.listMerges, async ({ tx, params }) => {
      const { id } = await getCustomer(tx, params.customer);
      return { items: (await listMergesOf(tx, id)).map(mergeView) };
    }),
    tenantRoute(api.previewMerge, async ({ tx, params, query }) => {
      const pair = { survivorId: params.customer, loserId: query.loser };
      const { survivor, loser, ...plan } = await commands.previewMerge(tx, pair);
      return {
        ...plan,
        survivor: await wholeCustomer(tx, survivor),
        loser: await wholeCustomer(tx, loser),
      };
    }),
    tenantRoute(api.mergeCustomers, async ({ tx, act, params, body }) => {
      const pair = { survivorId: params.customer, loserId: body.loser };
      const { merge, survivor } = await commands.mergeByHand(tx, act, pair);
      return { merge: merge.id, customer: await wholeCustomer(tx, survivor) };
    }),
    tenantRoute(api.undoMerge, async ({ tx, act, params }) => {
      const { survivor, loser, not_returned } = await commands.undoMerge(tx, act, params.merge);
      return {
        survivor: await wholeCustomer(tx, survivor),
        loser: await wholeCustomer(tx, loser),
        not_returned,
      };
    }),
  ];
}

function mergeView(merge: Awaited<ReturnType<typeof listMergesOf>>[number]): api.MergeView {
  return {
    id: merge.id,
    survivor: { id: merge.survivor_id, display_name: merge.survivor_name },
    loser: { id: merge.loser_id, display_name: merge.loser_name },
    filled: merge.moved.filled,
    persons_moved: merge.moved.persons_moved.length,
    merged_by: merge.merged_by,
    merged_at: merge.merged_at,
    undone_at: merge.undone_at,
    undone_by: merge.undone_by,
  };
}
