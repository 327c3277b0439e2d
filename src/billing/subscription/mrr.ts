import { ratio, roundHalfUp, times } from "#kernel/ratio.ts";
import type { Item } from "#billing/catalog/item.ts";
import type { ItemDiscount } from "./charge.ts";
import type { Subscription } from "./subscription.ts";
import { termPrices } from "./term-price.ts";
import type { SubscriptionStatus } from "./transitions.ts";

export const mrrKinds = ["new", "expansion", "contraction", "churn", "reactivation"] as const;

/** What a change of monthly recurring revenue is called (docs/spec/reports.md). */
export type MrrKind = (typeof mrrKinds)[number];

/** Those that count: a trial brings nothing yet, a pause nothing meanwhile, and of what is unpaid nothing is billed any more. */
const counted: ReadonlySet<SubscriptionStatus> = new Set(["live", "non_renewing", "dunning"]);

/** Months of a year over terms of a year, as exact fractions: of a week's price a month is 52 / 12. */
const monthsOf = { weeks: ratio(52n, 12n), months: ratio(1n), years: ratio(1n, 12n) } as const;

type Paying = Pick<
  Subscription,
  "id" | "status" | "currency_code" | "interval" | "interval_unit" | "term_start"
>;

/**
 * What a subscription brings in a month, in minor units of its currency: what a term of its items is billed at, before
 * tax and less a discount that recurs, times the terms of a month. Lines are rounded as on the invoice, the rest once.
 */
export function monthlyRevenue(
  subscription: Paying,
  items: readonly Item[],
  discount: ItemDiscount | undefined,
): bigint {
  const { id, status, currency_code: currency, interval, interval_unit: unit, term_start } = subscription;
  if (!counted.has(status) || term_start === null) return 0n;
  const term = termPrices(items, { subscriptionId: id, currency }, discount).reduce(
    (sum, one) => sum + one,
    0n,
  );
  return roundHalfUp(times(ratio(term, BigInt(interval)), monthsOf[unit]));
}

/** What a change from one amount to another is; undefined of one that is none. `isFirst`: it never brought anything before. */
export function mrrKind(before: bigint, after: bigint, isFirst: boolean): MrrKind | undefined {
  if (before === after) return undefined;
  if (before === 0n) return isFirst ? "new" : "reactivation";
  if (after === 0n) return "churn";
  return after > before ? "expansion" : "contraction";
}
