import { type Item, itemLines } from "#billing/catalog/item.ts";
import { unitPriceText } from "#kernel/money.ts";
import { compare, plus, ratio, ratioOf, times } from "#kernel/ratio.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { RowProblem } from "./record.ts";
import type { SoldOfFile } from "./subscription-record.ts";

/** Items of the catalog at the prices that a file has them at; a note tells of each that is not the catalog's. */
export function agreedItems(
  items: readonly Item[],
  sold: readonly SoldOfFile[],
  currency: string,
): Result<{ items: Item[]; notes: string[] }, RowProblem[]> {
  const problems: RowProblem[] = [];
  const notes: string[] = [];
  const agreed = items.map((item, at) => {
    const file = sold[at];
    if (file === undefined || file.price === null || isPriceOf(item, file.price)) return item;
    const price = unitPriceText(file.price, currency);
    if (item.pricing.scheme === "tier") {
      problems.push({
        ...{ row: file.row, field: file.field.replace("code", "price"), value: file.price },
        problem: `is not what the tiers of ${item.name} come to for ${item.quantity}`,
        remedy: "Correct it, or leave the price out.",
      });
      return item;
    }
    notes.push(`${item.name} at ${price} ${currency}, which is not the catalog's price`);
    // Of these the price is one for all of them.
    const isWhole = item.pricing.scheme === "flat" || item.pricing.scheme === "package";
    return { ...item, pricing: { scheme: isWhole ? ("flat" as const) : ("per_unit" as const), price } };
  });
  return problems.length > 0 ? refuse(problems) : accept({ items: agreed, notes });
}

/** Whether a price is what the catalog has: of a unit, or of tiers what they come to together. */
function isPriceOf(item: Item, price: string): boolean {
  const lines = itemLines(item);
  const [only] = lines;
  const catalog =
    only !== undefined && lines.length === 1
      ? ratioOf(only.unit_price)
      : lines
          .map(({ quantity, unit_price }) => times(ratioOf(quantity), ratioOf(unit_price)))
          .reduce((sum, one) => plus(sum, one), ratio(0n));
  return compare(catalog, ratioOf(price)) === 0;
}
