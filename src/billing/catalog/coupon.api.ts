import { z } from "zod";
import { isCurrency } from "#kernel/money.ts";
import { endpoint } from "#platform/http/endpoint.ts";
import { NamedPlan } from "./addon.api.ts";
import {
  codeInput,
  decimalInput,
  descriptionInput,
  lineInput,
  listQuery,
  referencesInput,
  versionInput,
} from "./catalog-schema.api.ts";

const tag = "Coupons";

/** A coupon is named by its id or its code. */
export const CouponRef = z.object({ coupon: z.string().max(100) });

export const CouponStatus = z.enum(["active", "inactive", "expired", "maxed_out"]);
export const DiscountBy = z.enum(["percentage", "flat"]);
export const CouponType = z.enum(["one_time", "duration", "forever"]);
const AddonChoice = z.enum(["all", "select", "none"]);

export const CouponView = z.object({
  id: z.string(),
  coupon_code: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  discount_by: DiscountBy,
  /** Percent, or an amount of the currency. */
  discount_value: z.string(),
  currency_code: z.string().nullable(),
  type: CouponType,
  /** Invoices that one of type duration lasts. */
  duration: z.number().nullable(),
  max_redemption: z.number().nullable(),
  redemption_count: z.number(),
  /** The last day on which it can be redeemed. */
  expiry_at: z.string().nullable(),
  apply_to_plans: z.enum(["all", "select"]),
  plans: z.array(NamedPlan),
  apply_to_addons: AddonChoice,
  addons: z.array(z.object({ id: z.string(), addon_code: z.string(), name: z.string() })),
  status: CouponStatus,
  version: z.number(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type CouponView = z.output<typeof CouponView>;

const day = z.iso.date("must be a day such as 2026-03-31");
const currency = z.string().refine(isCurrency, "must be a currency code such as EUR");

const required = {
  coupon_code: codeInput,
  name: lineInput("name", 200),
  discount_by: DiscountBy,
  discount_value: decimalInput("10"),
};

const optional = {
  description: descriptionInput.optional(),
  currency_code: currency.nullable().optional(),
  type: CouponType.optional(),
  duration: z.int("must be a whole number").min(1).max(1000).nullable().optional(),
  max_redemption: z.int("must be a whole number").min(1).max(2_000_000_000).nullable().optional(),
  expiry_at: day.nullable().optional(),
  apply_to_plans: z.enum(["all", "select"]).optional(),
  /** By id or code. */
  plans: referencesInput.optional(),
  apply_to_addons: AddonChoice.optional(),
  addons: referencesInput.optional(),
};

export const NewCoupon = z.strictObject({ ...required, ...optional });

export const CouponEdit = z.strictObject({
  version: versionInput,
  ...z.object(required).partial().shape,
  ...optional,
});

export const listCoupons = endpoint({
  method: "GET",
  path: "/coupons",
  summary: "Coupons by name, with the status that they have today",
  tag,
  access: "read",
  query: z.object({ status: CouponStatus.optional(), ...listQuery }),
  reply: z.object({ items: z.array(CouponView), next_cursor: z.string().nullable() }),
});

export const getCoupon = endpoint({
  method: "GET",
  path: "/coupons/{coupon}",
  summary: "One coupon, by its id or code",
  tag,
  access: "read",
  params: CouponRef,
  reply: CouponView,
  refuses: ["coupon.not_found"],
});

export const checkCoupon = endpoint({
  method: "GET",
  path: "/coupons/{coupon}/check",
  summary: "Whether a coupon may be applied today to a plan with addons, and what it takes off for how long",
  tag,
  access: "read",
  params: CouponRef,
  query: z.object({
    plan: z.string().max(100),
    /** Several by comma. */
    addons: z
      .string()
      .max(2000)
      .default("")
      .transform((text) =>
        text
          .split(",")
          .map((one) => one.trim())
          .filter((one) => one !== ""),
      ),
    currency_code: currency,
  }),
  reply: z.object({
    coupon: CouponView,
    /** Those of the addons that it takes something off. */
    addons: z.array(z.string()),
    /** How many invoices it lasts; null is as long as the subscription. */
    invoices: z.number().nullable(),
  }),
  refuses: [
    "coupon.not_found",
    "plan.not_found",
    "addon.not_found",
    "coupon.inactive",
    "coupon.expired",
    "coupon.maxed_out",
    "coupon.other_plan",
    "coupon.other_currency",
  ],
});

export const createCoupon = endpoint({
  method: "POST",
  path: "/coupons",
  summary: "A new coupon",
  tag,
  access: "write",
  body: NewCoupon,
  reply: CouponView,
  refuses: ["catalog.code_taken"],
});

export const editCoupon = endpoint({
  method: "PATCH",
  path: "/coupons/{coupon}",
  summary: "Change the given fields of a coupon; plans and addons are replaced as a whole",
  tag,
  access: "write",
  params: CouponRef,
  body: CouponEdit,
  reply: CouponView,
  refuses: ["coupon.not_found", "catalog.changed_meanwhile", "catalog.code_taken", "catalog.fixed"],
});

export const activateCoupon = endpoint({
  method: "POST",
  path: "/coupons/{coupon}/actions/mark-as-active",
  summary: "Let a coupon be redeemed again",
  tag,
  access: "write",
  params: CouponRef,
  reply: CouponView,
  refuses: ["coupon.not_found"],
});

export const inactivateCoupon = endpoint({
  method: "POST",
  path: "/coupons/{coupon}/actions/mark-as-inactive",
  summary: "Let a coupon be redeemed no more; where it is applied it goes on",
  tag,
  access: "write",
  params: CouponRef,
  reply: CouponView,
  refuses: ["coupon.not_found"],
});

export const deleteCoupon = endpoint({
  method: "DELETE",
  path: "/coupons/{coupon}",
  summary: "Delete a coupon that was never redeemed",
  tag,
  access: "write",
  params: CouponRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["coupon.not_found", "catalog.in_use"],
});
