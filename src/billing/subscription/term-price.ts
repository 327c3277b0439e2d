import { type Item, itemLines } from "#billing/catalog/item.ts";
import { totalsOf } from "#billing/document/totals.ts";
import { inEnglish } from "#billing/language/language.ts";
import { type ItemDiscount, type LineContext, termLines } from "./charge.ts";

/**
 * What a whole term of each item is billed at, in minor units: before tax, less what the coupon takes off it, rounded
 * line by line as on the invoice.
 */
export function termPrices(
  items: readonly Item[],
  { subscriptionId, currency }: Pick<LineContext, "subscriptionId" | "currency">,
  discount: ItemDiscount | undefined,
): bigint[] {
  // No price goes by the days that its lines name, nor by the words.
  const anyTerm = { start: "2000-01-01", end: "2000-02-01" };
  const { lines } = totalsOf({
    currency,
    lines: termLines(
      items,
      anyTerm,
      { subscriptionId, currency, taxes: new Map(), language: inEnglish },
      discount,
    ),
    is_tax_inclusive: false,
    tax_rounding: "line",
    shipping: 0n,
    adjustment: 0n,
  });
  let at = 0;
  return items.map((item) => {
    const own = lines.slice(at, (at += itemLines(item).length));
    return own.reduce((sum, { net }) => sum + net, 0n);
  });
}
