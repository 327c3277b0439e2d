import { minorOf } from "#kernel/money.ts";
import { type Coupon, isForAddon } from "#billing/catalog/coupon.ts";
import type { ItemDiscount } from "./charge.ts";

/** What a coupon takes off: the plan always, an addon where it is for it. */
export function itemDiscount(coupon: Coupon): ItemDiscount {
  const { discount_by, discount_value: value, currency_code: currency, coupon_code: code, name } = coupon;
  return {
    discount:
      discount_by === "percentage"
        ? { by: "percentage", value }
        : { by: "amount", minor: flat(value, currency) },
    coupon: { code, name },
    covers: ({ kind, item_id }) => kind === "plan" || isForAddon(coupon, item_id),
  };
}

function flat(value: string, currency: string | null): bigint {
  const minor = currency === null ? undefined : minorOf(value, currency);
  if (minor === undefined) throw new Error(`a coupon of ${value} ${currency}`);
  return minor;
}
