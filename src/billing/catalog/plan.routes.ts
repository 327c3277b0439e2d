import type { Tx } from "#platform/db/db.ts";
import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import { pageRequest } from "./page-request.routes.ts";
import * as api from "./plan.api.ts";
import * as commands from "./plan.commands.ts";
import { findProductNames, listPlans } from "./plan.store.ts";
import { type Plan, planView } from "./plan.ts";

/** The endpoints of plans. */
export function planRoutes(): Route[] {
  return [
    tenantRoute(api.listPlans, async ({ tx, query: { status, product, ...page } }) => {
      const found = await listPlans(tx, { ...pageRequest(page), status, product });
      return { ...found, items: await viewsOf(tx, found.items) };
    }),
    tenantRoute(api.getPlan, async ({ tx, params }) => viewOf(tx, await commands.getPlan(tx, params.plan))),
    tenantRoute(api.createPlan, async ({ tx, act, body }) =>
      viewOf(tx, await commands.createPlan(tx, act, body)),
    ),
    tenantRoute(api.editPlan, async ({ tx, act, params, body: { version, ...given } }) =>
      viewOf(tx, await commands.editPlan(tx, act, { plan: params.plan, version, given })),
    ),
    tenantRoute(api.activatePlan, async ({ tx, act, params }) =>
      viewOf(tx, await commands.setPlanStatus(tx, act, params.plan, "active")),
    ),
    tenantRoute(api.inactivatePlan, async ({ tx, act, params }) =>
      viewOf(tx, await commands.setPlanStatus(tx, act, params.plan, "inactive")),
    ),
    tenantRoute(api.deletePlan, async ({ tx, act, params }) => {
      await commands.deletePlan(tx, act, params.plan);
      return { deleted: true as const };
    }),
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
