import { NewPlan, type PlanView } from "#billing/catalog/plan.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import {
  type PriceBody,
  pricesBody,
  priceProblems,
  priceValues,
  type PriceValues,
} from "#web/billing/catalog/prices/price-values.ts";
import { wholeOf } from "#web/billing/catalog/whole.ts";
import { problemsBy } from "#web/ui/problems-by.ts";

/** A plan as a form holds it: numbers are texts, empty where there is nothing. */
export type PlanValues = {
  product_id: string;
  plan_code: string;
  name: string;
  description: string;
  interval: string;
  interval_unit: PlanView["interval_unit"];
  billing_cycles: string;
  trial_period: string;
  pricing_scheme: PlanView["pricing_scheme"];
  unit_name: string;
  tax_id: string | null;
  prices: PriceValues[];
};

/** What the form of a plan begins with; of a new one where none is given. */
export function planValues(plan: PlanView | undefined, product: string, currency: string): PlanValues {
  return {
    product_id: plan?.product_id ?? product,
    plan_code: plan?.plan_code ?? "",
    name: plan?.name ?? "",
    description: plan?.description ?? "",
    interval: String(plan?.interval ?? 1),
    interval_unit: plan?.interval_unit ?? "months",
    billing_cycles: plan === undefined || plan.billing_cycles === -1 ? "" : String(plan.billing_cycles),
    trial_period: plan === undefined || plan.trial_period === 0 ? "" : String(plan.trial_period),
    pricing_scheme: plan?.pricing_scheme ?? "flat",
    unit_name: plan?.unit_name ?? "",
    tax_id: plan?.tax_id ?? null,
    prices: plan?.prices.map((price) => priceValues(price, currency)) ?? [priceValues(undefined, currency)],
  };
}

type PlanBody = Omit<PlanValues, "interval" | "billing_cycles" | "trial_period" | "unit_name" | "prices"> & {
  interval: number;
  billing_cycles: number;
  trial_period: number;
  unit_name: string | null;
  prices: PriceBody[];
};

/** The plan of a form as the API takes it. */
export function planBody(values: PlanValues): PlanBody {
  const { interval, billing_cycles, trial_period, unit_name, ...rest } = values;
  return {
    ...rest,
    interval: wholeOf(interval, NaN),
    billing_cycles: wholeOf(billing_cycles, -1),
    trial_period: wholeOf(trial_period, 0),
    unit_name: values.pricing_scheme === "flat" || unit_name.trim() === "" ? null : unit_name,
    prices: pricesBody(values),
  };
}

/** What can be said of a plan before it is sent. */
export function planProblems(values: PlanValues): FieldProblem[] {
  const problems = problemsBy(NewPlan)(planBody(values));
  const chosen = values.product_id === "" ? [{ path: "product_id", problem: "Choose the product" }] : [];
  return [...chosen, ...(problems.length > 0 ? problems : priceProblems(values))];
}
