import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAddon, deleteAddon } from "#billing/catalog/addon.api.ts";
import * as api from "#billing/catalog/coupon.api.ts";
import { redeemCoupon } from "#billing/catalog/coupon.commands.ts";
import { deletePlan, type PlanView } from "#billing/catalog/plan.api.ts";
import { inOrganization } from "#platform/db/db.ts";
import { type Organization, startWorld, type World } from "../../support/world.ts";
import { offer, pathsOf } from "./offer.ts";

let world: World;
let shop: Organization;
let basic: PlanView;
let now = "2026-03-31T10:00:00.000Z";

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => now } });
  // Fourteen hours ahead: it is tomorrow there from ten in the morning.
  shop = await world.organization("Northwind", { currency: "EUR", timeZone: "Pacific/Kiritimati" });
  const { plans } = await offer(shop, "Tracker", ["basic", "team"]);
  [basic] = plans as [PlanView];
  for (const addon_code of ["storage", "support"])
    await shop.send(createAddon, { body: { addon_code, name: addon_code, prices: [{ price: "5" }] } });
});

afterAll(() => world?.stop());

function body(coupon_code: string, more: Record<string, unknown> = {}): never {
  return {
    coupon_code,
    name: `Coupon ${coupon_code}`,
    discount_by: "percentage",
    discount_value: "10",
    ...more,
  } as never;
}

function create(coupon_code: string, more: Record<string, unknown> = {}): Promise<api.CouponView> {
  return shop.send(api.createCoupon, { body: body(coupon_code, more) });
}

function edit(coupon: string, change: Record<string, unknown>): Promise<api.CouponView> {
  return shop.send(api.editCoupon, { params: { coupon }, body: change });
}

const check = { plan: "basic", currency_code: "EUR" };

function redeem(code: string): Promise<unknown> {
  const { deps } = world.system;
  const actor = { kind: "system" as const, id: "test", name: "test" };
  const act = { organizationId: shop.id, actor, now, ids: deps.ids };
  const use = { day: now.slice(0, 10), currency: "EUR", plan: basic.id, addons: [] };
  return inOrganization(deps.db, shop.id, (tx) => redeemCoupon(tx, act, code, use));
}

describe("a coupon", () => {
  test("given all its fields, it is read back by id and by code", async () => {
    const made = await create("Spring-26", {
      discount_by: "flat",
      discount_value: 5,
      currency_code: "EUR",
      type: "duration",
      duration: 3,
      max_redemption: 100,
      expiry_at: "2026-06-30",
      apply_to_plans: "select",
      plans: ["team", "basic"],
      apply_to_addons: "select",
      addons: ["STORAGE"],
    });
    expect(made).toMatchObject({
      discount_value: "5.00",
      currency_code: "EUR",
      duration: 3,
      max_redemption: 100,
      redemption_count: 0,
      plans: [{ plan_code: "basic" }, { plan_code: "team" }],
      addons: [{ addon_code: "storage" }],
      status: "active",
    });
    for (const coupon of [made.id, "SPRING-26"])
      expect(await shop.send(api.getCoupon, { params: { coupon } })).toEqual(made);
  });

  test("given only what it needs, it is for one invoice of any plan, without addons", async () => {
    expect(await create("least", { discount_value: "012.50" })).toMatchObject({
      discount_value: "12.5",
      type: "one_time",
      duration: null,
      max_redemption: null,
      expiry_at: null,
      apply_to_plans: "all",
      apply_to_addons: "none",
    });
  });

  test.each([
    ["coupon_code", { coupon_code: "10% off" }],
    ["discount_value", { discount_value: "0" }],
    ["discount_value", { discount_value: "100.1" }],
    ["discount_value", { discount_value: "-5" }],
    ["discount_value", { discount_by: "flat", discount_value: "1.001", currency_code: "EUR" }],
    ["currency_code", { discount_by: "flat", discount_value: "1" }],
    ["currency_code", { currency_code: "EUR" }],
    ["duration", { type: "duration" }],
    ["duration", { type: "forever", duration: 3 }],
    ["duration", { type: "duration", duration: 0 }],
    ["max_redemption", { max_redemption: 0 }],
    ["expiry_at", { expiry_at: "2026-02-30" }],
    ["plans", { apply_to_plans: "select" }],
    ["plans", { plans: ["basic"] }],
    ["addons", { apply_to_addons: "select" }],
    ["addons.0", { apply_to_addons: "select", addons: ["nobody"] }],
    ["redemption_count", { redemption_count: 3 }],
    ["status", { status: "expired" }],
  ])("given a %s that cannot be one, it is refused and the field is named", async (path, more) => {
    const refusal = await shop.refusal(api.createCoupon, { body: body("refused", more) });
    expect([refusal.code, pathsOf(refusal)]).toEqual(["request.invalid", [path]]);
  });

  test("F72 given plan, addons and currency, it is told what it takes off, for how many invoices, or why not", async () => {
    await create("reach", { type: "duration", duration: 3, apply_to_addons: "select", addons: ["storage"] });
    const query = { ...check, addons: "support,storage" };
    const found = await shop.send(api.checkCoupon, { params: { coupon: "reach" }, query });
    const { addons } = await shop.send(api.getCoupon, { params: { coupon: "reach" } });
    expect(found).toMatchObject({ invoices: 3, addons: addons.map(({ id }) => id) });
    await create("narrow", { apply_to_plans: "select", plans: ["team"], type: "forever" });
    const asked = { params: { coupon: "narrow" }, query: check };
    expect(await shop.refusal(api.checkCoupon, asked)).toMatchObject({
      status: 409,
      code: "coupon.other_plan",
    });
    expect(await shop.send(api.checkCoupon, { ...asked, query: { ...check, plan: "team" } })).toMatchObject({
      invoices: null,
    });
    await create("euros", { discount_by: "flat", discount_value: "1", currency_code: "EUR" });
    const inDollars = { params: { coupon: "euros" }, query: { ...check, currency_code: "USD" } };
    expect((await shop.refusal(api.checkCoupon, inDollars)).code).toBe("coupon.other_currency");
  });

  test("F72 given its last day, it is redeemed on that day where the organization is, and the day after it is expired", async () => {
    await create("until", { expiry_at: "2026-03-31", type: "forever" });
    const asked = { params: { coupon: "until" }, query: check };
    now = "2026-03-31T09:59:59.999Z";
    expect(await shop.send(api.checkCoupon, asked)).toMatchObject({ coupon: { status: "active" } });
    now = "2026-03-31T10:00:00.000Z";
    expect((await shop.refusal(api.checkCoupon, asked)).code).toBe("coupon.expired");
    const { items } = await shop.send(api.listCoupons, { query: { status: "expired" } });
    expect(items.map(({ coupon_code, status }) => [coupon_code, status])).toEqual([["until", "expired"]]);
    expect(await edit("until", { expiry_at: null })).toMatchObject({ status: "active" });
  });

  test("F72 given ten who want the last three redemptions at once, three get one, and it is used up", async () => {
    await create("rush", { max_redemption: 3 });
    const done = await Promise.allSettled(Array.from({ length: 10 }, () => redeem("RUSH")));
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
    for (const one of done)
      if (one.status === "rejected") expect(one.reason).toMatchObject({ code: "coupon.maxed_out" });
    const { items } = await shop.send(api.listCoupons, { query: { status: "maxed_out" } });
    expect(items).toMatchObject([{ coupon_code: "rush", redemption_count: 3, status: "maxed_out" }]);
    expect((await shop.refusal(api.checkCoupon, { params: { coupon: "rush" }, query: check })).code).toBe(
      "coupon.maxed_out",
    );
    expect(await edit("rush", { max_redemption: 4 })).toMatchObject({ status: "active" });
  });

  test("given that it was redeemed, what it takes off is fixed, and it is kept", async () => {
    await create("sold", { max_redemption: 5 });
    await redeem("sold");
    const refusal = await shop.refusal(api.editCoupon, {
      params: { coupon: "sold" },
      body: { discount_value: "20", name: "Sold" },
    });
    expect(refusal).toMatchObject({ status: 409, code: "catalog.fixed" });
    expect(refusal.details["fields"]).toEqual([
      { path: "discount_value", problem: "is fixed, because it has 1 redemption" },
    ]);
    expect(await edit("sold", { name: "Sold", max_redemption: 1 })).toMatchObject({ name: "Sold" });
    expect(await shop.refusal(api.deleteCoupon, { params: { coupon: "sold" } })).toMatchObject({
      code: "catalog.in_use",
      title: "The coupon is in use by 1 redemption",
    });
  });

  test("given it is marked as inactive, nobody redeems it until it is active again", async () => {
    await create("paused");
    await shop.send(api.inactivateCoupon, { params: { coupon: "paused" } });
    const asked = { params: { coupon: "paused" }, query: check };
    expect((await shop.refusal(api.checkCoupon, asked)).code).toBe("coupon.inactive");
    await shop.send(api.activateCoupon, { params: { coupon: "paused" } });
    expect(await shop.send(api.checkCoupon, asked)).toMatchObject({ invoices: 1 });
  });

  test("given plans and addons that it names, they are not deleted; it goes, and they may go", async () => {
    await create("holds", {
      apply_to_plans: "select",
      plans: ["team"],
      apply_to_addons: "select",
      addons: ["support"],
    });
    expect((await shop.refusal(deletePlan, { params: { plan: "team" } })).code).toBe("catalog.in_use");
    expect((await shop.refusal(deleteAddon, { params: { addon: "support" } })).code).toBe("catalog.in_use");
    await shop.send(api.deleteCoupon, { params: { coupon: "holds" } });
    expect(await shop.send(deleteAddon, { params: { addon: "support" } })).toEqual({ deleted: true });
  });
});
