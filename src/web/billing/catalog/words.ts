import type { AddonView } from "#billing/catalog/addon.api.ts";
import type { PlanView } from "#billing/catalog/plan.api.ts";
import type { CouponView } from "#billing/catalog/coupon.api.ts";
import { compare, ratioOf } from "#kernel/ratio.ts";
import type { Filter } from "#web/ui/Filters.tsx";
import { showCount, showDecimal, showNumber, showPrice } from "#web/ui/show.ts";
import type { Meaning } from "#web/ui/theme.ts";

type Scheme = PlanView["pricing_scheme"] | AddonView["pricing_scheme"];
type Price = AddonView["prices"][number];

export const schemeWords: Readonly<Record<Scheme, string>> = {
  flat: "Flat fee",
  per_unit: "Per unit",
  unit: "Per unit",
  volume: "Volume",
  tier: "Tier",
  package: "Package",
};

/** What a scheme does, in a sentence. */
export const schemeHelp: Readonly<Record<Scheme, string>> = {
  flat: "One price for each term, whatever the quantity.",
  per_unit: "A price for each unit.",
  unit: "A price for each unit.",
  volume: "All units at the price of the bracket that their number is in.",
  tier: "The units of each bracket at that bracket's own price.",
  package: "One price for all units, that of the bracket that their number is in.",
};

/** The status of something in the catalog, in a word and a meaning. */
export function statusOf(status: PlanView["status"]): { word: string; meaning: Meaning } {
  return status === "active" ? { word: "Active", meaning: "agree" } : { word: "Inactive", meaning: "gray" };
}

/** `month`, `3 months`: what stands behind "every" and behind a slash. */
export function intervalWords({
  interval,
  interval_unit: unit,
}: Pick<PlanView, "interval" | "interval_unit">): string {
  const one = unit.replace(/s$/, "");
  return interval === 1 ? one : `${showNumber(interval)} ${unit}`;
}

/** A price in a few words: `€19.99`, `€5.00 per seat`, `from €4.00 per seat`. */
export function priceWords(
  scheme: Scheme,
  unit: string | null,
  { price, brackets, currency_code }: Price,
): string {
  const isForAll = scheme === "flat" || scheme === "package";
  const per = isForAll ? "" : ` per ${unit ?? "unit"}`;
  if (price !== null) return `${showPrice(price, currency_code)}${per}`;
  const prices = (brackets ?? []).map((bracket) => bracket.price);
  const least = prices.toSorted((a, b) => compare(ratioOf(a), ratioOf(b)))[0] ?? "0";
  return `from ${showPrice(least, currency_code)}${per}`;
}

/** For how many terms a plan is. */
export function cyclesWords({ billing_cycles: cycles }: PlanView): string {
  return cycles === -1 ? "Until cancelled" : showCount(cycles, "term");
}

export const addonTypeWords: Readonly<Record<AddonView["type"], string>> = {
  recurring: "Every term",
  one_time: "Once",
};

/** The filter by what is offered. */
export const statusFilter: Filter = {
  id: "status",
  title: "Status",
  kind: "one",
  choices: [
    { value: "active", label: "Active" },
    { value: "inactive", label: "Inactive" },
  ],
};

/** A named plan as a picker has it. */
export function offerOfPlan({ id, name, plan_code: code }: AddonView["plans"][number]) {
  return { id, name, code };
}

/** A named addon as a picker has it. */
export function offerOfAddon({ id, name, addon_code: code }: CouponView["addons"][number]) {
  return { id, name, code };
}

export const couponStatusWords: Readonly<Record<CouponView["status"], string>> = {
  active: "Active",
  inactive: "Inactive",
  expired: "Expired",
  maxed_out: "Used up",
};

/** The status of a coupon, in a word and a meaning. */
export function couponStatusOf(status: CouponView["status"]): { word: string; meaning: Meaning } {
  return { word: couponStatusWords[status], meaning: status === "active" ? "agree" : "gray" };
}

type Discount = Pick<CouponView, "discount_by" | "discount_value" | "currency_code">;

/** What a coupon takes off: `20 %`, `$15.00`. */
export function discountWords({
  discount_by: by,
  discount_value: value,
  currency_code: currency,
}: Discount): string {
  return by === "flat" && currency !== null ? showPrice(value, currency) : `${showDecimal(value)} %`;
}

/** For how long a coupon is: `the first invoice`, `the first 3 invoices`, `every invoice`. */
export function lengthWords({ type, duration }: Pick<CouponView, "type" | "duration">): string {
  if (type === "forever") return "every invoice";
  const invoices = type === "one_time" ? 1 : (duration ?? 1);
  return invoices === 1 ? "the first invoice" : `the first ${showCount(invoices, "invoice")}`;
}

/** How often a coupon was redeemed: `3 times`, `3 of 200`. */
export function redeemedWords({ redemption_count: count, max_redemption: most }: CouponView): string {
  return most === null ? showCount(count, "time") : `${showNumber(count)} of ${showNumber(most)}`;
}
