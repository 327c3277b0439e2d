import { amountText } from "#kernel/money.ts";
import type { Discount } from "./totals.ts";

/** A discount as columns: a percentage, or an amount in major units of the currency. */
export type DiscountColumns = { discount_by: Discount["by"] | null; discount_value: string | null };

/** The columns of a discount. */
export function discountColumns(discount: Discount | undefined, currency: string): DiscountColumns {
  if (discount === undefined) return { discount_by: null, discount_value: null };
  const value = discount.by === "percentage" ? discount.value : amountText(discount.minor, currency);
  return { discount_by: discount.by, discount_value: value };
}
