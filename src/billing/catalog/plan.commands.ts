import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { checkTax } from "#billing/tax/tax.commands.ts";
import { deleteUnused, refuseFixed, refuseOlder, refusingTaken, tellOfCatalog } from "./catalog.commands.ts";
import { changesBetween } from "./changes.ts";
import {
  changedPlan,
  fixedOfPlan,
  newPlan,
  type Plan,
  type PlanChange,
  type PlanDraft,
  planView,
} from "./plan.ts";
import { findPlan, insertPlan, updatePlan } from "./plan.store.ts";
import { checkedPrices, type PriceInput } from "./price.commands.ts";
import { getProduct } from "./product.commands.ts";
import { findSales } from "./uses.store.ts";

/** A plan as the API gives it: the prices are not checked against the scheme yet. */
export type NewPlanInput = Omit<PlanDraft, "prices" | "status"> & { prices: readonly PriceInput[] };

/** Adds a plan to a product. */
export async function createPlan(tx: Tx, act: Act, given: NewPlanInput): Promise<Plan> {
  await getProduct(tx, given.product_id);
  await checkTax(tx, given.tax_id);
  const prices = await checkedPrices(tx, given.pricing_scheme ?? "flat", given.prices);
  const id = act.ids("pln");
  const plan = newPlan({ ...given, prices }, { organizationId: act.organizationId, id, now: act.now });
  await refusingTaken(() => insertPlan(tx, plan));
  await tellOfCatalog(tx, act, { kind: "plan", id, action: "created", name: plan.plan_code });
  return plan;
}

/** The plan of an id or a code; refuses with `plan.not_found`. */
export async function getPlan(tx: Tx, reference: string, options?: { lock: boolean }): Promise<Plan> {
  const plan = await findPlan(tx, reference, options);
  if (plan === undefined) throw new AppError("plan.not_found", { plan: reference });
  return plan;
}

export type PlanEdit = Omit<PlanChange, "prices" | "status"> & {
  prices?: readonly PriceInput[] | undefined;
};

/** Changes the given fields of a plan. Writes nothing when nothing differs. */
export async function editPlan(
  tx: Tx,
  act: Act,
  { plan: reference, version, given }: { plan: string; version?: number | undefined; given: PlanEdit },
): Promise<Plan> {
  const plan = await getPlan(tx, reference, { lock: true });
  refuseOlder(plan, version);
  if (given.product_id !== undefined) await getProduct(tx, given.product_id);
  if (given.tax_id !== plan.tax_id) await checkTax(tx, given.tax_id);
  return write(tx, act, plan, { ...given, prices: await pricesAfter(tx, plan, given) }, "changed");
}

/** New prices, or the present ones if the scheme goes on to fit them; none where neither changes. */
async function pricesAfter(tx: Tx, plan: Plan, given: PlanEdit): Promise<PlanChange["prices"]> {
  const scheme = given.pricing_scheme ?? plan.pricing_scheme;
  if (given.prices === undefined && scheme === plan.pricing_scheme) return undefined;
  return checkedPrices(tx, scheme, given.prices ?? planView(plan, "").prices);
}

/** Offers a plan, or offers it no more. */
export async function setPlanStatus(
  tx: Tx,
  act: Act,
  reference: string,
  status: Plan["status"],
): Promise<Plan> {
  const plan = await getPlan(tx, reference, { lock: true });
  return write(tx, act, plan, { status }, status === "active" ? "activated" : "inactivated");
}

/** Deletes a plan that was never used. */
export async function deletePlan(tx: Tx, act: Act, reference: string): Promise<void> {
  const { id, plan_code: name } = await getPlan(tx, reference, { lock: true });
  await deleteUnused(tx, act, { kind: "plan", id, name });
}

async function write(tx: Tx, act: Act, plan: Plan, change: PlanChange, action: string): Promise<Plan> {
  const next = changedPlan(plan, change, act.now);
  const changes = changesBetween(planView(plan, ""), planView(next, ""));
  if (changes.length === 0) return plan;
  const item = { kind: "plan", id: plan.id } as const;
  refuseFixed(item, changes, { fixed: fixedOfPlan, sold: await findSales(tx, item) });
  await refusingTaken(() => updatePlan(tx, next));
  await tellOfCatalog(tx, act, { kind: "plan", id: next.id, action, changes, name: next.plan_code });
  return next;
}
