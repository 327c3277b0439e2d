import type { createAddon } from "#billing/catalog/addon.api.ts";
import type { createCoupon } from "#billing/catalog/coupon.api.ts";
import type { createPlan } from "#billing/catalog/plan.api.ts";
import type { createProduct } from "#billing/catalog/product.api.ts";
import type { Call } from "#platform/http/endpoint.ts";

type NewProduct = Call<typeof createProduct>["body"];
type NewPlan = Call<typeof createPlan>["body"];
export type NewAddon = Call<typeof createAddon>["body"];
export type NewCoupon = Call<typeof createCoupon>["body"];

/** A product with its plans, and whether these bear the demo's tax. */
export type DemoProduct = NewProduct & { plans: Omit<NewPlan, "product_id">[]; is_taxed?: true };

/** The tax of what the demo's company sells, as far as that bears any. */
export const demoTax = { name: "Sales tax", percentage: "8.25" };

/** The same price in the organization's currency and in the one of its European customers. */
function prices(usd: string, eur: string, fees?: { usd: string; eur: string }) {
  return [
    { currency_code: "USD", price: usd, ...(fees && { setup_fee: fees.usd }) },
    { currency_code: "EUR", price: eur, ...(fees && { setup_fee: fees.eur }) },
  ];
}

/** Brackets that end where told, the last one open, with a price each in both currencies. */
function brackets(ends: readonly number[], usd: readonly string[], eur: readonly string[]) {
  const of = (each: readonly string[]) =>
    each.map((price, at) => ({
      from: String(at === 0 ? 1 : (ends[at - 1] ?? 0) + 1),
      to: at < ends.length ? String(ends[at]) : null,
      price,
    }));
  return [
    { currency_code: "USD", brackets: of(usd) },
    { currency_code: "EUR", brackets: of(eur) },
  ];
}

const monthly = { interval: 1, interval_unit: "months" } as const;
const yearly = { interval: 1, interval_unit: "years" } as const;

/** What the demo's company sells: a product for vehicles, one for documents, one for help. */
export const demoProducts: readonly DemoProduct[] = [
  {
    name: "Fleet Tracker",
    description: "Where each vehicle is, and where it was.",
    plans: [
      {
        ...monthly,
        plan_code: "fleet-basic-monthly",
        name: "Fleet Basic",
        description: "Up to ten vehicles.",
        trial_period: 14,
        prices: prices("49", "45"),
      },
      {
        ...monthly,
        plan_code: "fleet-team-monthly",
        name: "Fleet Team",
        description: "Any number of vehicles; each further one costs less.",
        pricing_scheme: "tier",
        unit_name: "vehicle",
        trial_period: 14,
        prices: brackets([10, 50], ["9", "7.50", "6"], ["8.50", "7", "5.50"]),
      },
      {
        ...yearly,
        plan_code: "fleet-basic-yearly",
        name: "Fleet Basic, by the year",
        description: "Twelve months for the price of ten.",
        prices: prices("490", "450"),
      },
    ],
  },
  {
    name: "Document Vault",
    description: "Contracts and papers, kept and found.",
    is_taxed: true,
    plans: [
      {
        ...monthly,
        plan_code: "vault-monthly",
        name: "Vault",
        pricing_scheme: "per_unit",
        unit_name: "seat",
        prices: prices("12", "11", { usd: "99", eur: "89" }),
      },
    ],
  },
  {
    name: "Onboarding",
    description: "A person who helps with the first weeks.",
    plans: [
      {
        interval: 2,
        interval_unit: "weeks",
        plan_code: "onboarding",
        name: "Onboarding",
        description: "Ends by itself after three terms of two weeks.",
        billing_cycles: 3,
        prices: prices("600", "560"),
      },
    ],
  },
];

/** Addons, one of each scheme. */
export const demoAddons: readonly NewAddon[] = [
  {
    addon_code: "extra-seat",
    name: "Extra seat",
    unit_name: "seat",
    applicable_to: "plans",
    plans: ["vault-monthly"],
    prices: prices("8", "7"),
  },
  {
    addon_code: "text-messages",
    name: "Text messages",
    description: "Drivers are told of a change of route.",
    pricing_scheme: "volume",
    unit_name: "message",
    prices: brackets([1000, 10_000], ["0.04", "0.03", "0.025"], ["0.038", "0.028", "0.022"]),
  },
  {
    addon_code: "storage",
    name: "More storage",
    pricing_scheme: "tier",
    unit_name: "GB",
    applicable_to: "plans",
    plans: ["vault-monthly"],
    prices: brackets([100, 500], ["0.50", "0.35", "0.20"], ["0.45", "0.32", "0.18"]),
  },
  {
    addon_code: "training",
    name: "Training day",
    description: "One price for the whole group.",
    type: "one_time",
    pricing_scheme: "package",
    unit_name: "person",
    prices: brackets([5, 15], ["900", "1800", "3000"], ["850", "1700", "2800"]),
  },
];

/** Coupons: one of each length. */
export const demoCoupons: readonly NewCoupon[] = [
  {
    coupon_code: "WELCOME20",
    name: "Welcome",
    description: "A fifth off the first invoice.",
    discount_by: "percentage",
    discount_value: "20",
  },
  {
    coupon_code: "FLEET15",
    name: "Three cheaper months",
    discount_by: "flat",
    discount_value: "15",
    currency_code: "USD",
    type: "duration",
    duration: 3,
    max_redemption: 200,
    apply_to_plans: "select",
    plans: ["fleet-basic-monthly", "fleet-team-monthly"],
  },
  {
    coupon_code: "PARTNER",
    name: "Partners",
    description: "For companies that recommend us, as long as they stay.",
    discount_by: "percentage",
    discount_value: "7.5",
    type: "forever",
    apply_to_addons: "all",
  },
];
