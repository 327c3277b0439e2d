import { plainDecimal } from "#kernel/ratio.ts";
import type { Item } from "#billing/catalog/item.ts";

/** Whether a sale is another's: the same plan and addons, so many of each, at the same prices with the same taxes. */
export function sellsTheSame(one: readonly Item[], other: readonly Item[]): boolean {
  const [words, others] = [one, other].map((items) => items.map(wordsOf).toSorted().join(" "));
  return words === others;
}

function wordsOf({ item_id, quantity, pricing, tax_id }: Item): string {
  const prices =
    "price" in pricing
      ? plainDecimal(pricing.price)
      : pricing.brackets.map(({ from, to, price }) => [from, to, plainDecimal(price)]);
  return JSON.stringify([item_id, plainDecimal(quantity), pricing.scheme, prices, tax_id]);
}
