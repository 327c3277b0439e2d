import type { FieldProblem } from "#kernel/errors.ts";
import { amountProblem } from "#kernel/money.ts";
import { compare, ratio, ratioOf } from "#kernel/ratio.ts";
import type { CouponView } from "./coupon.api.ts";

/** What a coupon takes off, for how long and how often: fields that depend on each other. */
export type CouponTerms = Pick<
  CouponView,
  | "discount_by"
  | "discount_value"
  | "currency_code"
  | "type"
  | "duration"
  | "max_redemption"
  | "redemption_count"
>;

/** What is wrong with the terms of a coupon, by field; their texts are validated. */
export function couponProblems(terms: CouponTerms): FieldProblem[] {
  return [...discountProblems(terms), ...durationProblems(terms), ...redemptionProblems(terms)];
}

function discountProblems({
  discount_by: by,
  discount_value: value,
  currency_code: currency,
}: CouponTerms): FieldProblem[] {
  const path = "discount_value";
  if (ratioOf(value).num <= 0n) return [{ path, problem: "must be more than 0" }];
  if (by === "percentage") {
    if (currency !== null)
      return [{ path: "currency_code", problem: "is for flat discounts; leave it out for one in percent" }];
    return compare(ratioOf(value), ratio(100n)) > 0 ? [{ path, problem: "must be at most 100 %" }] : [];
  }
  if (currency === null) return [{ path: "currency_code", problem: "is missing: a flat discount has one" }];
  const problem = amountProblem(value, currency);
  return problem === undefined ? [] : [{ path, problem }];
}

function durationProblems({ type, duration }: CouponTerms): FieldProblem[] {
  if (type === "duration")
    return duration === null
      ? [{ path: "duration", problem: "is missing: enter for how many invoices it is" }]
      : [];
  return duration === null
    ? []
    : [{ path: "duration", problem: "is for coupons of type duration; leave it out" }];
}

function redemptionProblems({ max_redemption: most, redemption_count: count }: CouponTerms): FieldProblem[] {
  return most !== null && most < count
    ? [{ path: "max_redemption", problem: `must be at least ${count}: so often was it redeemed` }]
    : [];
}
