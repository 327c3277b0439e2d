import { type AddonView, NewAddon } from "#billing/catalog/addon.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import {
  type PriceBody,
  pricesBody,
  priceProblems,
  priceValues,
  type PriceValues,
} from "#web/billing/catalog/prices/price-values.ts";
import { problemsBy } from "#web/ui/problems-by.ts";

type Same = Pick<AddonView, "addon_code" | "name" | "type" | "pricing_scheme" | "tax_id" | "applicable_to">;

/** An addon as a form holds it: texts, empty where there is nothing; plans by id. */
export type AddonValues = Same & {
  description: string;
  unit_name: string;
  plans: string[];
  prices: PriceValues[];
};

/** What the form of an addon begins with; of a new one where none is given. */
export function addonValues(addon: AddonView | undefined, currency: string): AddonValues {
  return {
    addon_code: addon?.addon_code ?? "",
    name: addon?.name ?? "",
    description: addon?.description ?? "",
    type: addon?.type ?? "recurring",
    pricing_scheme: addon?.pricing_scheme ?? "unit",
    unit_name: addon?.unit_name ?? "",
    tax_id: addon?.tax_id ?? null,
    applicable_to: addon?.applicable_to ?? "all",
    plans: addon?.plans.map(({ id }) => id) ?? [],
    prices: addon?.prices.map((price) => priceValues(price, currency)) ?? [priceValues(undefined, currency)],
  };
}

type AddonBody = Same & {
  description: string;
  unit_name: string | null;
  plans: string[];
  prices: PriceBody[];
};

/** The addon of a form as the API takes it. */
export function addonBody(values: AddonValues): AddonBody {
  return {
    ...values,
    unit_name: values.unit_name.trim() === "" ? null : values.unit_name,
    plans: values.applicable_to === "plans" ? values.plans : [],
    prices: pricesBody(values),
  };
}

/** What can be said of an addon before it is sent. */
export function addonProblems(values: AddonValues): FieldProblem[] {
  const problems = problemsBy(NewAddon)(addonBody(values));
  const isForNone = values.applicable_to === "plans" && values.plans.length === 0;
  const chosen = isForNone ? [{ path: "plans", problem: "Choose at least one plan" }] : [];
  return [...chosen, ...(problems.length > 0 ? problems : priceProblems(values))];
}
