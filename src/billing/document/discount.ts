import { amountText, minorOf } from "#kernel/money.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import type { Discount } from "./totals.ts";

/** A discount as columns: a percentage, or an amount in major units of the currency. */
export type DiscountColumns = { discount_by: Discount["by"] | null; discount_value: string | null };

/** The coupon that a discount is of, as papers name it. */
export type NamedCoupon = { code: string; name: string };

/** The same as columns; both are null where the discount was given by hand. */
export type CouponColumns = { coupon_code: string | null; coupon_name: string | null };

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

/** The columns of the coupon that a discount is of; where nothing is taken off, none is named. */
export function couponColumns(
  discount: Discount | undefined,
  coupon: NamedCoupon | undefined,
): CouponColumns {
  if (discount === undefined || coupon === undefined) return { coupon_code: null, coupon_name: null };
  return { coupon_code: coupon.code, coupon_name: coupon.name };
}

/** The coupon of columns. */
export function storedCoupon({
  coupon_code: code,
  coupon_name: name,
}: CouponColumns): NamedCoupon | undefined {
  return code === null || name === null ? undefined : { code, name };
}

/** Whether a discount that is given anew is the one of columns, however its figure is written. */
export function isSameDiscount(
  given: { by: Discount["by"]; value: string } | null | undefined,
  { discount_by: by, discount_value: value }: DiscountColumns,
): boolean {
  if (!given || value === null) return false;
  return given.by === by && plainDecimal(given.value) === plainDecimal(value);
}
