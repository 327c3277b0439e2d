import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import * as api from "./customer-merge.api.ts";
import * as commands from "./customer-merge.commands.ts";
import { listMergesOf } from "./customer-merge.store.ts";
import { getCustomer } from "./customer.commands.ts";
import { wholeCustomer } from "./customer.routes.ts";

/** The endpoints of merges. */
export function customerMergeRoutes(): Route[] {
  return [
    route(api.listMerges, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        const { id } = await getCustomer(tx, params.customer);
        return { items: (await listMergesOf(tx, id)).map(mergeView) };
      }),
    ),
    route(api.previewMerge, (context, { params, query }) =>
      inCallersOrganization(context, async (tx) => {
        const pair = { survivorId: params.customer, loserId: query.loser };
        const { survivor, loser, ...plan } = await commands.previewMerge(tx, pair);
        return {
          ...plan,
          survivor: await wholeCustomer(tx, survivor),
          loser: await wholeCustomer(tx, loser),
        };
      }),
    ),
    route(api.mergeCustomers, (context, { params, body }) =>
      inCallersOrganization(context, async (tx) => {
        const { merge, survivor } = await commands.mergeCustomers(tx, actOf(context), {
          survivorId: params.customer,
          loserId: body.loser,
        });
        return { merge: merge.id, customer: await wholeCustomer(tx, survivor) };
      }),
    ),
    route(api.undoMerge, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        const { survivor, loser, not_returned } = await commands.undoMerge(tx, actOf(context), params.merge);
        return {
          survivor: await wholeCustomer(tx, survivor),
          loser: await wholeCustomer(tx, loser),
          not_returned,
        };
      }),
    ),
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
