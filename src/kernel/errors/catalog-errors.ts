import type { ErrorRows } from "./error-rows.ts";

/** Refusals of the product catalog. */
export const catalogErrors = {
  "product.not_found": [404, "There is no such product", "Check the id, or search for the product by name."],
  "plan.not_found": [404, "There is no such plan", "Give the plan's code or id; the list of plans has both."],
  "addon.not_found": [
    404,
    "There is no such addon",
    "Give the addon's code or id; the list of addons has both.",
  ],
  "coupon.not_found": [
    404,
    "There is no such coupon",
    "Give the coupon's code or id; the list of coupons has both.",
  ],
  "coupon.inactive": [409, "The coupon is inactive", "Mark the coupon as active, or use another one."],
  "coupon.expired": [409, "The coupon is expired", "Give it a later expiry day, or use another coupon."],
  "coupon.maxed_out": [
    409,
    "The coupon was redeemed as often as it may be",
    "Raise its maximum of redemptions, or use another coupon.",
  ],
  "coupon.other_plan": [
    409,
    "The coupon is not for this plan",
    "Choose one of the coupon's plans, or use another coupon.",
  ],
  "coupon.other_currency": [
    409,
    "The coupon is in another currency",
    "Use a coupon in the customer's currency, or one in percent.",
  ],
  "catalog.name_taken": [409, "This name is taken", "Choose another name, or edit what has it."],
  "catalog.code_taken": [
    409,
    "This code is taken",
    "Choose another code; capital and small letters count as the same.",
  ],
  "catalog.changed_meanwhile": [
    409,
    "Somebody else changed this meanwhile",
    "Load it again, then repeat your change.",
  ],
  "catalog.in_use": [
    409,
    "It is in use",
    "Mark it as inactive instead: it is then offered no more, and what was sold goes on.",
  ],
  "catalog.fixed": [
    409,
    "This can no longer change, because it was sold",
    "Create another one with the new values and mark this one as inactive.",
  ],
} as const satisfies ErrorRows;
