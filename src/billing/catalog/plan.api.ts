import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { idParam } from "#billing/id-param.ts";
import {
  codeInput,
  descriptionInput,
  lineInput,
  listQuery,
  OfferStatus,
  PlanPriceInput,
  pricesInput,
  PriceView,
  versionInput,
} from "./catalog-schema.api.ts";

const tag = "Plans";

/** A plan is named by its id or its code. */
export const PlanRef = z.object({ plan: z.string().max(100) });

export const IntervalUnit = z.enum(["weeks", "months", "years"]);
export const PlanScheme = z.enum(["flat", "per_unit", "volume", "tier", "package"]);

export const PlanView = z.object({
  id: z.string(),
  plan_code: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  product_id: z.string(),
  product_name: z.string(),
  /** A term is so many of the unit. */
  interval: z.number(),
  interval_unit: IntervalUnit,
  /** How many terms a subscription has; -1 is until it is cancelled. */
  billing_cycles: z.number(),
  /** Days before the first term. */
  trial_period: z.number(),
  pricing_scheme: PlanScheme,
  unit_name: z.string().nullable(),
  tax_id: z.string().nullable(),
  prices: z.array(PriceView.extend({ setup_fee: z.string() })),
  status: OfferStatus,
  version: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type PlanView = z.output<typeof PlanView>;

const whole = (least: number, most: number) =>
  z.int(`must be a whole number from ${least} to ${most}`).min(least).max(most);

const required = {
  plan_code: codeInput,
  name: lineInput("name", 200),
  product_id: idParam("prd"),
  interval: whole(1, 365),
  interval_unit: IntervalUnit,
  prices: pricesInput(PlanPriceInput),
};

const optional = {
  description: descriptionInput.optional(),
  billing_cycles: whole(-1, 10_000)
    .refine((cycles) => cycles !== 0, "must be -1 (until cancelled) or at least 1")
    .optional(),
  trial_period: whole(0, 3650).optional(),
  pricing_scheme: PlanScheme.optional(),
  unit_name: lineInput("unit", 50).nullable().optional(),
  tax_id: idParam("tax").nullable().optional(),
};

export const NewPlan = z.strictObject({ ...required, ...optional });

export const PlanEdit = z.strictObject({
  version: versionInput,
  ...z.object(required).partial().shape,
  ...optional,
});

export const listPlans = endpoint({
  method: "GET",
  path: "/plans",
  summary: "Plans by name",
  tag,
  access: "read",
  query: z.object({ status: OfferStatus.optional(), product: idParam("prd").optional(), ...listQuery }),
  reply: z.object({ items: z.array(PlanView), next_cursor: z.string().nullable() }),
});

export const getPlan = endpoint({
  method: "GET",
  path: "/plans/{plan}",
  summary: "One plan, by its id or code",
  tag,
  access: "read",
  params: PlanRef,
  reply: PlanView,
  refuses: ["plan.not_found"],
});

export const createPlan = endpoint({
  method: "POST",
  path: "/plans",
  summary: "A new plan of a product",
  tag,
  access: "write",
  body: NewPlan,
  reply: PlanView,
  refuses: ["product.not_found", "catalog.code_taken"],
});

export const editPlan = endpoint({
  method: "PATCH",
  path: "/plans/{plan}",
  summary: "Change the given fields of a plan; prices are replaced as a whole",
  tag,
  access: "write",
  params: PlanRef,
  body: PlanEdit,
  reply: PlanView,
  refuses: [
    "plan.not_found",
    "product.not_found",
    "catalog.changed_meanwhile",
    "catalog.code_taken",
    "catalog.fixed",
  ],
});

export const activatePlan = endpoint({
  method: "POST",
  path: "/plans/{plan}/actions/mark-as-active",
  summary: "Offer a plan again",
  tag,
  access: "write",
  params: PlanRef,
  reply: PlanView,
  refuses: ["plan.not_found"],
});

export const inactivatePlan = endpoint({
  method: "POST",
  path: "/plans/{plan}/actions/mark-as-inactive",
  summary: "Offer a plan no more; its subscriptions go on",
  tag,
  access: "write",
  params: PlanRef,
  reply: PlanView,
  refuses: ["plan.not_found"],
});

export const deletePlan = endpoint({
  method: "DELETE",
  path: "/plans/{plan}",
  summary: "Delete a plan that was never used",
  tag,
  access: "write",
  params: PlanRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["plan.not_found", "catalog.in_use"],
});
