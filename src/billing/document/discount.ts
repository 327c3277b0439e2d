import { amountText, minorOf } from "#kernel/money.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import type { Discount } from "./totals.ts";

/** A discount as columns: a percentage, or an amount in major units of the currency. */
export type DiscountColumns = { discount_by: Discount["by"] | null; discount_value: string | null };

/** The columns of a discount. */
export function discountColumns(discount: Discount | undefined, currency: string): DiscountColumns {
  if (discount === undefined) return { discount_by: null, discount_value: null };
  const value = discount.by === "percentage" ? discount.value : amountText(discount.minor, currency);
  return { discount_by: discount.by, discount_value: value };
}

/** The discount of columns. Throws where a stored amount has more places than its currency: a bug. */
export function storedDiscount(
  { discount_by: by, discount_value: stored }: DiscountColumns,
  currency: string,
): Discount | undefined {
  if (by === null || stored === null) return undefined;
  const value = plainDecimal(stored);
  if (by === "percentage") return { by, value };
  const minor = minorOf(value, currency);
  if (minor === undefined) throw new Error(`a discount of ${value} ${currency}`);
  return { by, minor };
}
