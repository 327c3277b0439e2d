import type { Selectable } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Instant } from "#kernel/time.ts";
import { catalogKey } from "./catalog-key.ts";
import { definedOf } from "./changes.ts";
import type { PlanId, PlanRow } from "./catalog.table.ts";
import type { PlanView } from "./plan.api.ts";
import type { PlanPrice } from "./price.ts";

/** A plan as it is stored, with its price in each currency. */
export type Plan = Selectable<PlanRow> & { prices: PlanPrice[] };

type Kept =
  | "organization_id"
  | "id"
  | "code_key"
  | "sort_name"
  | "status"
  | "version"
  | "created_at"
  | "updated_at";

/** What a user may write of a plan. */
export type PlanValues = Omit<Plan, Kept>;

/** What a change may write. */
export type PlanChange = { [Field in keyof (PlanValues & Pick<Plan, "status">)]?: Plan[Field] | undefined };

/** The least that makes a plan. */
export type PlanDraft = Pick<
  PlanValues,
  "product_id" | "plan_code" | "name" | "interval" | "interval_unit" | "prices"
> &
  PlanChange;

/** How a subscription is billed by a plan: fixed once one was sold. */
export const fixedOfPlan = ["product_id", "interval", "interval_unit", "pricing_scheme"];

const defaults = {
  description: null,
  billing_cycles: -1,
  trial_period: 0,
  pricing_scheme: "flat",
  unit_name: null,
  tax_id: null,
  status: "active",
} as const;

/** A new plan, active; it goes on until cancelled and has one price for all unless the draft says otherwise. */
export function newPlan(
  draft: PlanDraft,
  { organizationId, id, now }: { organizationId: OrganizationId; id: PlanId; now: Instant },
): Plan {
  const values = { ...defaults, ...definedOf(draft) } as PlanValues & Pick<Plan, "status">;
  const row = {
    ...values,
    organization_id: organizationId,
    id,
    version: 1,
    created_at: now,
    updated_at: now,
  };
  return withKeys(row);
}

/** The plan after a change, one version further. */
export function changedPlan(plan: Plan, change: PlanChange, now: Instant): Plan {
  return withKeys({ ...plan, ...definedOf(change), version: plan.version + 1, updated_at: now });
}

function withKeys(plan: Omit<Plan, "code_key" | "sort_name">): Plan {
  return { ...plan, code_key: catalogKey(plan.plan_code), sort_name: catalogKey(plan.name) };
}

/** A plan as the API shows it. */
export function planView(plan: Plan, productName: string): PlanView {
  const { organization_id: _organization, code_key: _code, sort_name: _name, prices, ...shown } = plan;
  return {
    ...shown,
    product_name: productName,
    prices: prices.map((price) => ({
      ...price,
      setup_fee: amountText(price.setup_fee, price.currency_code),
    })),
  };
}
