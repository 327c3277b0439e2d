import { couponProblems as termProblems } from "#billing/catalog/coupon-terms.ts";
import { type CouponView, NewCoupon } from "#billing/catalog/coupon.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { wholeOf } from "#web/billing/catalog/whole.ts";
import { problemsBy } from "#web/ui/problems-by.ts";

type Same = Pick<
  CouponView,
  "coupon_code" | "name" | "discount_by" | "discount_value" | "type" | "apply_to_plans" | "apply_to_addons"
>;

/** A coupon as a form holds it: texts, empty where there is nothing; plans and addons by id. */
export type CouponValues = Same & {
  description: string;
  currency_code: string;
  duration: string;
  max_redemption: string;
  expiry_at: string;
  plans: string[];
  addons: string[];
};

/** What the form of a coupon begins with; of a new one where none is given. */
export function couponValues(coupon: CouponView | undefined, currency: string): CouponValues {
  const text = (value: number | null | undefined): string => (value == null ? "" : String(value));
  return {
    coupon_code: coupon?.coupon_code ?? "",
    name: coupon?.name ?? "",
    description: coupon?.description ?? "",
    discount_by: coupon?.discount_by ?? "percentage",
    discount_value: coupon?.discount_value ?? "",
    currency_code: coupon?.currency_code ?? currency,
    type: coupon?.type ?? "one_time",
    duration: text(coupon?.duration),
    max_redemption: text(coupon?.max_redemption),
    expiry_at: coupon?.expiry_at ?? "",
    apply_to_plans: coupon?.apply_to_plans ?? "all",
    plans: coupon?.plans.map(({ id }) => id) ?? [],
    apply_to_addons: coupon?.apply_to_addons ?? "none",
    addons: coupon?.addons.map(({ id }) => id) ?? [],
  };
}

type CouponBody = Same & {
  description: string;
  currency_code: string | null;
  duration: number | null;
  max_redemption: number | null;
  expiry_at: string | null;
  plans: string[];
  addons: string[];
};

/** The coupon of a form as the API takes it: what its kind of discount and its length ask for, and nothing else. */
export function couponBody(values: CouponValues): CouponBody {
  return {
    ...values,
    currency_code: values.discount_by === "flat" ? values.currency_code : null,
    duration: values.type === "duration" ? wholeOrNone(values.duration) : null,
    max_redemption: wholeOrNone(values.max_redemption),
    expiry_at: values.expiry_at === "" ? null : values.expiry_at,
    plans: values.apply_to_plans === "select" ? values.plans : [],
    addons: values.apply_to_addons === "select" ? values.addons : [],
  };
}

function wholeOrNone(text: string): number | null {
  return text.trim() === "" ? null : wholeOf(text, NaN);
}

/** What can be said of a coupon before it is sent; `redeemed` is how often it was. */
export function couponProblems(values: CouponValues, redeemed: number): FieldProblem[] {
  const body = couponBody(values);
  const problems = problemsBy(NewCoupon)(body);
  const isForNone = {
    plans: values.apply_to_plans === "select" && values.plans.length === 0,
    addons: values.apply_to_addons === "select" && values.addons.length === 0,
  };
  return [
    ...(problems.length > 0 ? problems : termProblems({ ...body, redemption_count: redeemed })),
    ...(isForNone.plans ? [{ path: "plans", problem: "Choose at least one plan" }] : []),
    ...(isForNone.addons ? [{ path: "addons", problem: "Choose at least one addon" }] : []),
  ];
}
