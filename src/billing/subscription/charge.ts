import { allocate } from "#kernel/allocate.ts";
import type { Id } from "#kernel/id.ts";
import { billedLines, type Item } from "#billing/catalog/item.ts";
import type { NamedCoupon } from "#billing/document/discount.ts";
import type { LineValues } from "#billing/document/document.ts";
import { type Discount, lineAmount } from "#billing/document/totals.ts";
import type { Language } from "#billing/language/language.ts";
import type { SubscriptionId } from "./subscription.table.ts";

/** What a coupon takes off, and of which items. */
export type ItemDiscount = {
  discount: Discount;
  coupon: NamedCoupon;
  covers: (item: Pick<Item, "kind" | "item_id">) => boolean;
};

export type Tax = { id: Id<"tax">; name: string; percentage: string };

/** What lines are about: whose, in which currency, with which taxes. */
export type LineContext = {
  subscriptionId: SubscriptionId;
  currency: string;
  taxes: ReadonlyMap<string, Tax>;
  /** In which they are told. */
  language: Language;
};

/** Which charge of its subscription an item is: no two lines of one are for the same day. */
export function chargeOf({ kind, item_id }: Pick<Item, "kind" | "item_id">): string {
  return kind === "plan" ? "plan" : `addon:${item_id}`;
}

/** The lines that bill items for a term. Expects quantities that their prices know (`itemLines`). */
export function termLines(
  items: readonly Item[],
  period: { start: string; end: string },
  { subscriptionId, currency, taxes, language }: LineContext,
  discount?: ItemDiscount,
): LineValues[] {
  const lines = items.flatMap((item) =>
    billedLines(item, language.words).map((line, at) => ({
      item,
      values: {
        ...line,
        description: null,
        tax: item.tax_id === null ? undefined : taxes.get(item.tax_id),
        charge: {
          subscription_id: subscriptionId,
          charge: at === 0 ? chargeOf(item) : `${chargeOf(item)}#${at}`,
          charge_kind: "term" as const,
          period: `[${period.start},${period.end})`,
          ratio_part: null,
          ratio_whole: null,
          ratio_unit: null,
        },
      },
    })),
  );
  return discounted(lines, currency, discount);
}

type ItemLine = { item: Item; values: LineValues };

/** A percentage comes off each line; an amount is shared by what the lines cost, and never more than that. */
function discounted(
  lines: readonly ItemLine[],
  currency: string,
  given: ItemDiscount | undefined,
): LineValues[] {
  if (given === undefined) return lines.map(({ values }) => values);
  const { discount, coupon, covers } = given;
  const weights = lines.map(({ item, values }) => (covers(item) ? lineAmount(values, currency) : 0n));
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (whole === 0n) return lines.map(({ values }) => values);
  const amount = discount.by === "amount" ? discount.minor : 0n;
  const shares = allocate(amount < whole ? amount : whole, weights);
  return lines.map(({ item, values }, at) => {
    if (!covers(item)) return values;
    const share: Discount = discount.by === "amount" ? { by: "amount", minor: shares[at] ?? 0n } : discount;
    return { ...values, discount: share, coupon };
  });
}

/** A line for something that is charged once: a setup fee, a one-time addon, words of somebody's own. */
export function onceLine(
  line: Omit<LineValues, "description" | "charge"> & Partial<Pick<LineValues, "description">>,
  subscriptionId: SubscriptionId,
  charge_kind: "setup" | "one_time",
): LineValues {
  return {
    description: null,
    ...line,
    charge: {
      subscription_id: subscriptionId,
      charge: charge_kind,
      charge_kind,
      period: null,
      ratio_part: null,
      ratio_whole: null,
      ratio_unit: null,
    },
  };
}
