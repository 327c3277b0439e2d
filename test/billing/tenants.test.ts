import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as addons from "#billing/catalog/addon.api.ts";
import * as coupons from "#billing/catalog/coupon.api.ts";
import * as plans from "#billing/catalog/plan.api.ts";
import * as products from "#billing/catalog/product.api.ts";
import { mergeCustomers } from "#billing/customer/customer-merge.api.ts";
import * as api from "#billing/customer/customer.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let ours: Organization;
let theirs: Organization;
/** A customer of the other organization; every route with an id is swept in test/security. */
let their: string;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  [ours, theirs] = [await world.organization("Ours"), await world.organization("Theirs")];
  const customer = await theirs.send(api.createCustomer, {
    body: { display_name: "Canary", contact_persons: [{ first_name: "Canary" }] },
  });
  const loser = await theirs.send(api.createCustomer, { body: { display_name: "Canary two" } });
  await theirs.send(mergeCustomers, {
    params: { customer: customer.id },
    body: { loser: loser.id },
  });
  const product = await theirs.send(products.createProduct, { body: { name: "Canary" } });
  await theirs.send(plans.createPlan, {
    body: {
      plan_code: "canary",
      name: "Canary",
      product_id: product.id,
      interval: 1,
      interval_unit: "months",
      prices: [{ price: "1" }],
    },
  });
  await theirs.send(addons.createAddon, {
    body: { addon_code: "canary", name: "Canary", prices: [{ price: "1" }] },
  });
  await theirs.send(coupons.createCoupon, {
    body: { coupon_code: "canary", name: "Canary", discount_by: "percentage", discount_value: "10" },
  });
  their = customer.id;
});

afterAll(() => world?.stop());

describe("another organization's id", () => {
  test("given it among several, when their status is set, then only one's own is changed", async () => {
    const own = await ours.send(api.createCustomer, { body: { display_name: "Own" } });
    const body = { customers: [own.id, their], status: "inactive" as const };
    expect(await ours.send(api.setCustomerStatus, { body })).toMatchObject({
      changed: [own.id],
      refused: [{ customer: their, code: "customer.not_found" }],
    });
    await ours.send(api.deleteCustomer, { params: { customer: own.id } });
  });

  test("given all of that, the other organization's customer is untouched", async () => {
    const customer = await theirs.send(api.getCustomer, { params: { customer: their } });
    expect(customer).toMatchObject({
      display_name: "Canary",
      contact_persons: [{ first_name: "Canary" }],
      version: 2,
    });
  });

  test("given lists, searches, counts and exports, nothing of another organization is in them", async () => {
    const mine = await ours.send(api.createCustomer, { body: { display_name: "Mine" } });
    expect(await ours.send(api.listCustomers, { query: { search: "canary" } })).toMatchObject({ items: [] });
    expect(await ours.send(api.countCustomers, { query: {} })).toMatchObject({ count: 1 });
    expect(await ours.send(api.exportCustomers, { query: {} })).not.toContain("Canary");
    expect(await ours.send(products.listProducts, { query: {} })).toMatchObject({ items: [] });
    expect(await ours.send(plans.listPlans, { query: { search: "canary" } })).toMatchObject({ items: [] });
    expect(await ours.send(addons.listAddons, { query: {} })).toMatchObject({ items: [] });
    expect(await ours.send(coupons.listCoupons, { query: {} })).toMatchObject({ items: [] });
    expect(await ours.refusal(plans.getPlan, { params: { plan: "canary" } })).toMatchObject({ status: 404 });
    expect(
      await ours.refusal(mergeCustomers, {
        params: { customer: mine.id },
        body: { loser: their },
      }),
    ).toMatchObject({ status: 404 });
  });
});
