import type { Day } from "#kernel/calendar.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { amountText, minorOf } from "#kernel/money.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Instant } from "#kernel/time.ts";
import { planOf } from "./addon.ts";
import { catalogKey } from "./catalog-key.ts";
import type { CouponId } from "./catalog.table.ts";
import { definedOf } from "./changes.ts";
import type { CouponView } from "./coupon.api.ts";
import { couponProblems } from "./coupon-terms.ts";
import { type Coupon, couponStatus } from "./coupon.ts";

type Kept =
  | "organization_id"
  | "id"
  | "code_key"
  | "sort_name"
  | "status"
  | "redemption_count"
  | "version"
  | "created_at"
  | "updated_at";

/** What a user may write of a coupon. */
export type CouponValues = Omit<Coupon, Kept>;

/** What a change may write. */
export type CouponChange = {
  [Field in keyof (CouponValues & Pick<Coupon, "status" | "redemption_count">)]?: Coupon[Field] | undefined;
};

/** The least that makes a coupon. */
export type CouponDraft = Pick<
  CouponValues,
  "coupon_code" | "name" | "discount_by" | "discount_value" | "plans" | "addons"
> &
  CouponChange;

/** What a coupon takes off: fixed once it was redeemed. */
export const fixedOfCoupon = ["discount_by", "discount_value", "currency_code", "type", "duration"];

const defaults = {
  description: null,
  currency_code: null,
  type: "one_time",
  duration: null,
  max_redemption: null,
  redemption_count: 0,
  expiry_at: null,
  apply_to_plans: "all",
  apply_to_addons: "none",
  status: "active",
} as const;

/** A new coupon, active; for one invoice of any plan unless the draft says otherwise. Or what is wrong with it, by field. */
export function newCoupon(
  draft: CouponDraft,
  { organizationId, id, now }: { organizationId: OrganizationId; id: CouponId; now: Instant },
): Result<Coupon, FieldProblem[]> {
  const values = { ...defaults, ...definedOf(draft) } as CouponValues &
    Pick<Coupon, "status" | "redemption_count">;
  return checked({
    ...values,
    organization_id: organizationId,
    id,
    version: 1,
    created_at: now,
    updated_at: now,
  });
}

/** The coupon after a change, one version further, or what is wrong with it, by field. */
export function changedCoupon(
  coupon: Coupon,
  change: CouponChange,
  now: Instant,
): Result<Coupon, FieldProblem[]> {
  return checked({ ...coupon, ...definedOf(change), version: coupon.version + 1, updated_at: now });
}

type Keyless = Omit<Coupon, "code_key" | "sort_name">;

function checked(coupon: Keyless): Result<Coupon, FieldProblem[]> {
  const problems = couponProblems(coupon);
  if (problems.length > 0) return refuse(problems);
  return accept({
    ...coupon,
    discount_value: discountText(coupon),
    code_key: catalogKey(coupon.coupon_code),
    sort_name: catalogKey(coupon.name),
  });
}

/** An amount with all places of its currency; a percentage without needless zeros. */
function discountText({ discount_value: value, currency_code: currency }: Keyless): string {
  if (currency !== null) return amountText(minorOf(value, currency) ?? 0n, currency);
  return plainDecimal(value);
}

/** A coupon as the API shows it on a day. */
export function couponView(coupon: Coupon, today: Day): CouponView {
  const {
    organization_id: _organization,
    code_key: _code,
    sort_name: _name,
    plans,
    addons,
    ...shown
  } = coupon;
  return {
    ...shown,
    status: couponStatus(coupon, today),
    plans: plans.map(planOf),
    addons: addons.map(({ id, code, name }) => ({ id, addon_code: code, name })),
  };
}
