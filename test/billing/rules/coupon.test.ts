import { describe, expect, test } from "vitest";
import { type Coupon, couponStatus, invoicesOf, reachOf } from "#billing/catalog/coupon.ts";

const plan = { id: "pln_a", code: "a", name: "A" };
const addon = { id: "adn_a", code: "a", name: "A" };

function coupon(more: Partial<Coupon> = {}): Coupon {
  return {
    organization_id: "org_a",
    id: "cou_a",
    coupon_code: "A",
    code_key: "a",
    name: "A",
    sort_name: "a",
    description: null,
    discount_by: "percentage",
    discount_value: "10",
    currency_code: null,
    type: "one_time",
    duration: null,
    max_redemption: null,
    redemption_count: 0,
    expiry_at: null,
    apply_to_plans: "all",
    plans: [],
    apply_to_addons: "none",
    addons: [],
    status: "active",
    version: 1,
    created_at: "2026-01-01T00:00:00.000Z",
    updated_at: "2026-01-01T00:00:00.000Z",
    ...more,
  };
}

const day = "2026-03-31";
const use = { day, currency: "EUR", plan: "pln_a", addons: ["adn_a", "adn_b"] };

describe("F72 the status of a coupon", () => {
  test.each([
    ["active", {}],
    ["active", { expiry_at: day, max_redemption: 3, redemption_count: 2 }],
    ["expired", { expiry_at: "2026-03-30" }],
    ["expired", { expiry_at: "2026-03-30", max_redemption: 1, redemption_count: 1 }],
    ["maxed_out", { max_redemption: 1, redemption_count: 1 }],
    ["maxed_out", { expiry_at: day, max_redemption: 2, redemption_count: 2 }],
    ["inactive", { status: "inactive", expiry_at: "2026-03-30", max_redemption: 1, redemption_count: 1 }],
  ] as const)("given the day and the counts, it is %s: %o", (status, more) => {
    expect(couponStatus(coupon(more), day)).toBe(status);
  });
});

describe("F72 what a coupon may be applied to", () => {
  test.each([
    ["other_plan", { apply_to_plans: "select", plans: [{ ...plan, id: "pln_b" }] }],
    ["other_currency", { discount_by: "flat", currency_code: "USD" }],
    ["expired", { expiry_at: "2026-03-30" }],
    ["maxed_out", { max_redemption: 1, redemption_count: 1 }],
    ["inactive", { status: "inactive" }],
    ["expired", { expiry_at: "2026-03-30", apply_to_plans: "select", plans: [] }],
  ] as const)("given it must not be, the reason is %s: %o", (refusal, more) => {
    expect(reachOf(coupon(more), use)).toEqual({ ok: false, refusal });
  });

  test.each([
    [[], {}],
    [["adn_a", "adn_b"], { apply_to_addons: "all" }],
    [["adn_a"], { apply_to_addons: "select", addons: [addon] }],
    [[], { apply_to_plans: "select", plans: [plan], discount_by: "flat", currency_code: "EUR" }],
  ] as const)("given it may be, it takes something off the plan and the addons %o: %o", (addons, more) => {
    expect(reachOf(coupon(more), use)).toEqual({ ok: true, value: { addons, invoices: 1 } });
  });

  test.each([
    [1, "one_time", null],
    [5, "duration", 5],
    [null, "forever", null],
  ] as const)("given its type, it lasts %s invoices: %s %s", (invoices, type, duration) => {
    expect(invoicesOf({ type, duration })).toBe(invoices);
  });
});
