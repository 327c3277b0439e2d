import type { SubscriptionView } from "#billing/subscription/subscription.api.ts";
import { quantityInput } from "#billing/document/amount.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";

/** What is sold, as a form holds it: quantities are texts. */
export type SaleValues = {
  plan: string;
  quantity: string;
  addons: { addon: string; quantity: string }[];
};

/** What a form begins with: what a subscription sells now, or nothing. */
export function saleValues(subscription?: SubscriptionView): SaleValues {
  const items = subscription?.items ?? [];
  const plan = items.find(({ kind }) => kind === "plan");
  return {
    plan: plan?.id ?? "",
    quantity: plan?.quantity ?? "1",
    addons: items.filter(({ kind }) => kind === "addon").map(({ id, quantity }) => ({ addon: id, quantity })),
  };
}

type Sold = { quantity: string; price?: string };
type SaleBody = { plan: { plan: string } & Sold; addons: ({ addon: string } & Sold)[] };

/** What is sold, as the API takes it. What a subscription sells already keeps its price. */
export function saleBody({ plan, quantity, addons }: SaleValues, subscription?: SubscriptionView): SaleBody {
  const kept = (id: string, many: string): Sold => {
    const item = subscription?.items.find((one) => one.id === id);
    const price = item?.pricing_scheme === "per_unit" ? item.price : null;
    return { quantity: many, ...(price === null ? {} : { price }) };
  };
  return {
    plan: { plan, ...kept(plan, quantity) },
    addons: addons
      .filter(({ addon }) => addon !== "")
      .map((one) => ({ addon: one.addon, ...kept(one.addon, one.quantity) })),
  };
}

/** What can be said of what is sold before it is sent. */
export function saleProblems({ plan, quantity, addons }: SaleValues): FieldProblem[] {
  return [
    ...(plan === "" ? [{ path: "plan", problem: "Choose the plan" }] : []),
    ...quantityProblems("quantity", quantity),
    ...addons.flatMap((one, at) => [
      ...(one.addon === "" ? [{ path: `addons.${at}.addon`, problem: "Choose the addon" }] : []),
      ...quantityProblems(`addons.${at}.quantity`, one.quantity),
    ]),
  ];
}

/** What is wrong with a quantity as it is typed. */
export function quantityProblems(path: string, text: string): FieldProblem[] {
  const parsed = quantityInput.safeParse(text);
  if (text.trim() === "") return [{ path, problem: "must be filled in, such as 1" }];
  return parsed.success ? [] : [{ path, problem: parsed.error.issues[0]?.message ?? "must be a quantity" }];
}
