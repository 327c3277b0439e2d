import type { Tx } from "#platform/db/db.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import { pageRequest } from "./page-request.routes.ts";
import * as api from "./plan.api.ts";
import * as commands from "./plan.commands.ts";
import { findProductNames, listPlans } from "./plan.store.ts";
import { type Plan, planView } from "./plan.ts";

/** The endpoints of plans. */
export function planRoutes(): Route[] {
  return [
    route(api.listPlans, (context, { query: { status, product, ...page } }) =>
      inCallersOrganization(context, async (tx) => {
        const found = await listPlans(tx, { ...pageRequest(page), status, product });
        return { ...found, items: await viewsOf(tx, found.items) };
      }),
    ),
    route(api.getPlan, (context, { params }) =>
      inCallersOrganization(context, async (tx) => viewOf(tx, await commands.getPlan(tx, params.plan))),
    ),
    route(api.createPlan, (context, { body }) =>
      inCallersOrganization(context, async (tx) =>
        viewOf(tx, await commands.createPlan(tx, actOf(context), body)),
      ),
    ),
    route(api.editPlan, (context, { params, body: { version, ...given } }) =>
      inCallersOrganization(context, async (tx) =>
        viewOf(tx, await commands.editPlan(tx, actOf(context), { plan: params.plan, version, given })),
      ),
    ),
    route(api.activatePlan, (context, { params }) =>
      inCallersOrganization(context, async (tx) =>
        viewOf(tx, await commands.setPlanStatus(tx, actOf(context), params.plan, "active")),
      ),
    ),
    route(api.inactivatePlan, (context, { params }) =>
      inCallersOrganization(context, async (tx) =>
        viewOf(tx, await commands.setPlanStatus(tx, actOf(context), params.plan, "inactive")),
      ),
    ),
    route(api.deletePlan, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await commands.deletePlan(tx, actOf(context), params.plan);
        return { deleted: true as const };
      }),
    ),
  ];
}

async function viewOf(tx: Tx, plan: Plan): Promise<api.PlanView> {
  const names = await findProductNames(tx, [plan.product_id]);
  return planView(plan, names.get(plan.product_id) ?? "");
}

async function viewsOf(tx: Tx, plans: readonly Plan[]): Promise<api.PlanView[]> {
  const names = await findProductNames(
    tx,
    plans.map(({ product_id }) => product_id),
  );
  return plans.map((plan) => planView(plan, names.get(plan.product_id) ?? ""));
}
