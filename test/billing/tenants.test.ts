import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addContactPerson,
  editContactPerson,
  listContactPersons,
  removeContactPerson,
} from "#billing/customer/contact-person.api.ts";
import * as addons from "#billing/catalog/addon.api.ts";
import * as coupons from "#billing/catalog/coupon.api.ts";
import * as plans from "#billing/catalog/plan.api.ts";
import * as products from "#billing/catalog/product.api.ts";
import { addCustomField, customFieldUse, removeCustomField } from "#billing/customer/customer-field.api.ts";
import { listMerges, mergeCustomers, previewMerge, undoMerge } from "#billing/customer/customer-merge.api.ts";
import * as api from "#billing/customer/customer.api.ts";
import { billingRoutes } from "#billing/billing.routes.ts";
import type { Endpoint } from "#platform/http/endpoint.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let ours: Organization;
let theirs: Organization;
/** What the other organization has, by the name of the parameter in an address. */
let their: Record<string, string>;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  [ours, theirs] = [await world.organization("Ours"), await world.organization("Theirs")];
  const customer = await theirs.send(api.createCustomer, {
    body: { display_name: "Canary", contact_persons: [{ first_name: "Canary" }] },
  });
  const loser = await theirs.send(api.createCustomer, { body: { display_name: "Canary two" } });
  const field = await theirs.send(addCustomField, { body: { label: "Canary", type: "text" } });
  const { merge } = await theirs.send(mergeCustomers, {
    params: { customer: customer.id },
    body: { loser: loser.id },
  });
  const product = await theirs.send(products.createProduct, { body: { name: "Canary" } });
  const plan = await theirs.send(plans.createPlan, {
    body: {
      plan_code: "canary",
      name: "Canary",
      product_id: product.id,
      interval: 1,
      interval_unit: "months",
      prices: [{ price: "1" }],
    },
  });
  const addon = await theirs.send(addons.createAddon, {
    body: { addon_code: "canary", name: "Canary", prices: [{ price: "1" }] },
  });
  const coupon = await theirs.send(coupons.createCoupon, {
    body: { coupon_code: "canary", name: "Canary", discount_by: "percentage", discount_value: "10" },
  });
  their = {
    addon: addon.id,
    coupon: coupon.id,
    product: product.id,
    plan: plan.id,
    customer: customer.id,
    person: customer.contact_persons[0]?.id ?? "",
    field: field.api_name,
    merge,
  };
});

afterAll(() => world?.stop());

const none: Record<string, string> = {
  product: `prd_${"0".repeat(26)}`,
  plan: `pln_${"0".repeat(26)}`,
  addon: `adn_${"0".repeat(26)}`,
  coupon: `cou_${"0".repeat(26)}`,
  customer: `cus_${"0".repeat(26)}`,
  person: `cpn_${"0".repeat(26)}`,
  merge: `mrg_${"0".repeat(26)}`,
  field: "cf_none",
};

const bodies = new Map<Endpoint, unknown>([
  [products.editProduct, { name: "Stolen" }],
  [plans.editPlan, { name: "Stolen" }],
  [addons.editAddon, { name: "Stolen" }],
  [coupons.editCoupon, { name: "Stolen" }],
  [api.editCustomer, { display_name: "Stolen" }],
  [addContactPerson, { first_name: "Intruder" }],
  [editContactPerson, { first_name: "Stolen" }],
  [mergeCustomers, { loser: `cus_${"z".repeat(26)}` }],
]);

const queries = new Map<Endpoint, unknown>([
  [previewMerge, { loser: `cus_${"z".repeat(26)}` }],
  [coupons.checkCoupon, { plan: "ours", currency_code: "EUR" }],
]);

const withParams = billingRoutes()
  .map(({ endpoint }) => endpoint)
  .filter(({ path }) => path.includes("{"));

test("given all routes with an id, the sweep below meets each", () => {
  const known: Endpoint[] = [
    api.getCustomer,
    api.editCustomer,
    api.inactivateCustomer,
    api.activateCustomer,
    api.deleteCustomer,
    api.customerTimeline,
    listContactPersons,
    addContactPerson,
    editContactPerson,
    removeContactPerson,
    listMerges,
    previewMerge,
    mergeCustomers,
    undoMerge,
    customFieldUse,
    removeCustomField,
    products.getProduct,
    products.editProduct,
    products.activateProduct,
    products.inactivateProduct,
    products.deleteProduct,
    plans.getPlan,
    plans.editPlan,
    plans.activatePlan,
    plans.inactivatePlan,
    plans.deletePlan,
    addons.getAddon,
    addons.editAddon,
    addons.activateAddon,
    addons.inactivateAddon,
    addons.deleteAddon,
    coupons.getCoupon,
    coupons.checkCoupon,
    coupons.editCoupon,
    coupons.activateCoupon,
    coupons.inactivateCoupon,
    coupons.deleteCoupon,
  ];
  expect(withParams.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(
    known.map(({ method, path }) => `${method} ${path}`).toSorted(),
  );
});

describe("another organization's id", () => {
  test.each(withParams.map((endpoint) => [`${endpoint.method} ${endpoint.path}`, endpoint] as const))(
    "given %s, it is as little there as one that never was",
    async (_name, endpoint) => {
      const ask = async (ids: Record<string, string>): Promise<string> => {
        const input = {
          params: ids,
          ...(bodies.has(endpoint) ? { body: bodies.get(endpoint) } : {}),
          ...(queries.has(endpoint) ? { query: queries.get(endpoint) } : {}),
        };
        const { request_id: _id, ...refusal } = await ours.refusal(endpoint, input);
        expect(refusal.status).toBe(404);
        return Object.entries(ids).reduce(
          (text, [name, id]) => text.replaceAll(id, name),
          JSON.stringify(refusal),
        );
      };
      expect(await ask(their)).toBe(await ask(none));
    },
  );

  test("given it among several, when their status is set, then only one's own is changed", async () => {
    const own = await ours.send(api.createCustomer, { body: { display_name: "Own" } });
    const body = { customers: [own.id, their["customer"] ?? ""], status: "inactive" as const };
    expect(await ours.send(api.setCustomerStatus, { body })).toMatchObject({
      changed: [own.id],
      refused: [{ customer: their["customer"], code: "customer.not_found" }],
    });
    await ours.send(api.deleteCustomer, { params: { customer: own.id } });
  });

  test("given all of that, the other organization's customer is untouched", async () => {
    const customer = await theirs.send(api.getCustomer, { params: { customer: their["customer"] ?? "" } });
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
        body: { loser: their["customer"] ?? "" },
      }),
    ).toMatchObject({ status: 404 });
  });
});

describe("roles", () => {
  test("given a read-only key, every change is refused and nothing else", async () => {
    const key = await ours.keyFor("read_only");
    for (const { endpoint } of billingRoutes()) {
      const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => none[name] ?? "");
      const response = await fetch(`${world.url}/api/v1${path}`, {
        method: endpoint.method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(endpoint.body ? { body: "{}" } : {}),
      });
      expect([path, response.status === 403]).toEqual([path, endpoint.access !== "read"]);
    }
  });
});
