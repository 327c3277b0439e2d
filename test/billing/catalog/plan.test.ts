import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as api from "#billing/catalog/plan.api.ts";
import * as products from "#billing/catalog/product.api.ts";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import { type Organization, startWorld, type World } from "../../support/world.ts";

let world: World;
let shop: Organization;
let product: string;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  shop = await world.organization("Northwind", { currency: "EUR" });
  product = (await shop.send(products.createProduct, { body: { name: "Tracker" } })).id;
});

afterAll(() => world?.stop());

const brackets = [
  { from: "1", to: "10", price: "5" },
  { from: "11", to: null, price: "4.5" },
];

function body(plan_code: string, more: Record<string, unknown> = {}): never {
  return {
    plan_code,
    name: `Plan ${plan_code}`,
    product_id: product,
    interval: 1,
    interval_unit: "months",
    prices: [{ price: "19.99" }],
    ...more,
  } as never;
}

function create(plan_code: string, more: Record<string, unknown> = {}): Promise<api.PlanView> {
  return shop.send(api.createPlan, { body: body(plan_code, more) });
}

function edit(plan: string, change: Record<string, unknown>): Promise<api.PlanView> {
  return shop.send(api.editPlan, { params: { plan }, body: change });
}

const auditOf = async (id: string): Promise<{ action: string; details: Record<string, unknown> }[]> =>
  (await shop.send(listAuditLog, { query: { subject_id: id } })).items;

describe("a product", () => {
  test("given name and description, it is read back, listed by name and found by a piece of it", async () => {
    const made = await shop.send(products.createProduct, {
      body: { name: " Zebra crossing ", description: "first\r\nsecond" },
    });
    expect(made).toMatchObject({
      name: "Zebra crossing",
      description: "first\nsecond",
      status: "active",
      version: 1,
    });
    expect(await shop.send(products.getProduct, { params: { product: made.id } })).toEqual(made);
    const { items } = await shop.send(products.listProducts, { query: { search: "CROSS" } });
    expect(items).toEqual([made]);
    await shop.send(products.deleteProduct, { params: { product: made.id } });
    expect((await shop.refusal(products.getProduct, { params: { product: made.id } })).code).toBe(
      "product.not_found",
    );
    expect((await auditOf(made.id)).map(({ action }) => action)).toEqual([
      "product.deleted",
      "product.created",
    ]);
  });

  test("given its name in other letters, a second one is refused, and the field is named", async () => {
    expect(await shop.refusal(products.createProduct, { body: { name: "TRACKER" } })).toMatchObject({
      status: 409,
      code: "catalog.name_taken",
      details: { fields: [{ path: "name", problem: "is taken by another product; choose another one" }] },
    });
  });

  test("given plans, it is not deleted; marked as inactive, it is listed as such", async () => {
    const { id } = await shop.send(products.createProduct, { body: { name: "Retired" } });
    const { id: plan } = await create("retired-basic", { product_id: id });
    const refusal = await shop.refusal(products.deleteProduct, { params: { product: id } });
    expect(refusal).toMatchObject({
      status: 409,
      code: "catalog.in_use",
      title: "The product is in use by 1 plan",
      details: { uses: ["1 plan"] },
    });
    await shop.send(products.inactivateProduct, { params: { product: id } });
    const inactive = await shop.send(products.listProducts, { query: { status: "inactive" } });
    expect(inactive.items.map(({ name }) => name)).toEqual(["Retired"]);
    expect(await shop.send(products.activateProduct, { params: { product: id } })).toMatchObject({
      status: "active",
      version: 3,
    });
    await shop.send(api.deletePlan, { params: { plan } });
    await shop.send(products.deleteProduct, { params: { product: id } });
  });
});

describe("a plan", () => {
  test("given all its fields, it is read back by id and by code, in canonical form", async () => {
    const made = await create("Basic.Monthly", {
      interval: 3,
      billing_cycles: 12,
      trial_period: 14,
      pricing_scheme: "per_unit",
      unit_name: "seat",
      description: "For small teams",
      prices: [
        { currency_code: "USD", price: 20, setup_fee: "49.5" },
        { currency_code: "EUR", price: "0.00500" },
        { currency_code: "JPY", price: "2000", setup_fee: 500 },
      ],
    });
    expect(made).toMatchObject({
      product_name: "Tracker",
      interval: 3,
      interval_unit: "months",
      billing_cycles: 12,
      trial_period: 14,
      pricing_scheme: "per_unit",
      unit_name: "seat",
      status: "active",
      prices: [
        { currency_code: "EUR", price: "0.005", brackets: null, setup_fee: "0.00" },
        { currency_code: "JPY", price: "2000", brackets: null, setup_fee: "500" },
        { currency_code: "USD", price: "20.00", brackets: null, setup_fee: "49.50" },
      ],
    });
    for (const reference of [made.id, "Basic.Monthly", "basic.monthly"])
      expect(await shop.send(api.getPlan, { params: { plan: reference } })).toEqual(made);
  });

  test("given only what it needs, it goes on until cancelled, without trial, in the organization's currency", async () => {
    expect(await create("least")).toMatchObject({
      billing_cycles: -1,
      trial_period: 0,
      pricing_scheme: "flat",
      tax_id: null,
      prices: [{ currency_code: "EUR", price: "19.99", brackets: null, setup_fee: "0.00" }],
    });
  });

  test.each(["volume", "tier", "package"])("given %s pricing, it has brackets", async (pricing_scheme) => {
    const made = await create(`scheme-${pricing_scheme}`, { pricing_scheme, prices: [{ brackets }] });
    expect(made.prices).toEqual([
      {
        currency_code: "EUR",
        price: null,
        setup_fee: "0.00",
        brackets: [
          { from: "1", to: "10", price: "5.00" },
          { from: "11", to: null, price: "4.50" },
        ],
      },
    ]);
  });

  test.each([
    ["plan_code", { plan_code: "with blank" }],
    ["plan_code", { plan_code: "" }],
    ["plan_code", { plan_code: "/" }],
    ["plan_code", { plan_code: `pln_${"0".repeat(26)}` }],
    ["name", { name: "  " }],
    ["name", { name: "two\nlines" }],
    ["interval", { interval: 0 }],
    ["interval", { interval: 1.5 }],
    ["interval_unit", { interval_unit: "days" }],
    ["billing_cycles", { billing_cycles: 0 }],
    ["trial_period", { trial_period: -1 }],
    ["pricing_scheme", { pricing_scheme: "free" }],
    ["prices", { prices: [] }],
    ["prices.0.price", { prices: [{}] }],
    ["prices.0.price", { prices: [{ price: "-1" }] }],
    ["prices.0.price", { prices: [{ price: "1.123456789" }] }],
    ["prices.0.price", { prices: [{ price: "1e3" }] }],
    ["prices.0.currency_code", { prices: [{ currency_code: "EURO", price: "1" }] }],
    ["prices.0.setup_fee", { prices: [{ price: "1", setup_fee: "0.001" }] }],
    ["prices.0.setup_fee", { prices: [{ currency_code: "JPY", price: "1", setup_fee: "0.5" }] }],
    ["prices.1.currency_code", { prices: [{ price: "1" }, { currency_code: "EUR", price: "2" }] }],
    ["prices.0.brackets", { prices: [{ price: "1", brackets }] }],
    ["prices.0.price", { pricing_scheme: "volume", prices: [{ price: "1", brackets }] }],
    ["prices.0.brackets", { pricing_scheme: "tier", prices: [{ brackets: [] }] }],
    [
      "prices.0.brackets.0.price",
      { pricing_scheme: "tier", prices: [{ brackets: [{ from: 1, to: null, price: "x" }] }] },
    ],
    ["status", { status: "inactive" }],
    ["organization_id", { organization_id: "org_x" }],
  ])("given a %s that cannot be one, it is refused and the field is named", async (path, more) => {
    const refusal = await shop.refusal(api.createPlan, { body: body("refused", more) });
    expect(refusal.code).toBe("request.invalid");
    expect((refusal.details["fields"] as { path: string }[]).map((field) => field.path)).toEqual([path]);
  });

  test("given a product that there is not, it is refused", async () => {
    const refusal = await shop.refusal(api.createPlan, { body: body("lost", { product_id: "prd_none" }) });
    expect(refusal).toMatchObject({ status: 404, code: "product.not_found" });
  });

  test("given two that take one code at once, in other letters, exactly one gets it", async () => {
    const codes = ["race", "RACE", "Race", "rAce"];
    const done = await Promise.allSettled(codes.map((code) => create(code)));
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    for (const one of done)
      if (one.status === "rejected")
        expect(one.reason).toMatchObject({
          view: {
            code: "catalog.code_taken",
            details: { fields: [{ path: "plan_code", problem: expect.stringContaining("another plan") }] },
          },
        });
  });

  test("given an edit, only what is given changes, and the audit log says from what to what", async () => {
    const { id } = await create("edited", { description: "old" });
    const edited = await edit(id, { version: 1, name: "New name", prices: [{ price: "25" }] });
    expect(edited).toMatchObject({ plan_code: "edited", name: "New name", description: "old", version: 2 });
    expect(edited.prices).toEqual([
      { currency_code: "EUR", price: "25.00", brackets: null, setup_fee: "0.00" },
    ]);
    const [last] = await auditOf(id);
    expect(last).toMatchObject({
      action: "plan.changed",
      details: {
        changes: [
          { field: "name", from: "Plan edited", to: "New name" },
          { field: "prices", from: [{ price: "19.99" }], to: [{ price: "25.00" }] },
        ],
      },
    });
    expect(await edit(id, { name: "New name" })).toMatchObject({ version: 2 });
  });

  test("given an edit made on an older state, it is refused", async () => {
    await create("contended");
    await edit("contended", { version: 1, description: "first" });
    const refusal = await shop.refusal(api.editPlan, {
      params: { plan: "contended" },
      body: { version: 1, description: "second" },
    });
    expect(refusal).toMatchObject({
      status: 409,
      code: "catalog.changed_meanwhile",
      details: { version: 2 },
    });
  });

  test("given another scheme, its prices are kept where they fit and asked for where not", async () => {
    await create("rescheme", { prices: [{ price: "7", setup_fee: "3" }] });
    expect(await edit("rescheme", { pricing_scheme: "per_unit" })).toMatchObject({
      pricing_scheme: "per_unit",
      prices: [{ price: "7.00", setup_fee: "3.00" }],
    });
    const refusal = await shop.refusal(api.editPlan, {
      params: { plan: "rescheme" },
      body: { pricing_scheme: "tier" },
    });
    expect(refusal.details["fields"]).toEqual([
      { path: "prices.0.price", problem: "is not for tier pricing; give brackets" },
    ]);
    expect(await edit("rescheme", { pricing_scheme: "tier", prices: [{ brackets }] })).toMatchObject({
      pricing_scheme: "tier",
      prices: [{ price: null, brackets: [{ price: "5.00" }, { price: "4.50" }] }],
    });
  });

  test("given its status, it is marked, listed and marked back", async () => {
    await create("dormant");
    const mark = { params: { plan: "dormant" } };
    expect(await shop.send(api.inactivatePlan, mark)).toMatchObject({ status: "inactive", version: 2 });
    expect(await shop.send(api.inactivatePlan, mark)).toMatchObject({ status: "inactive", version: 2 });
    const { items } = await shop.send(api.listPlans, { query: { status: "inactive" } });
    expect(items.map(({ plan_code }) => plan_code)).toEqual(["dormant"]);
    expect(await shop.send(api.activatePlan, mark)).toMatchObject({ status: "active", version: 3 });
  });

  test("given many, pages by name hold each once, and a search finds names and codes", async () => {
    const { id } = await shop.send(products.createProduct, { body: { name: "Paged" } });
    const codes = ["p-c", "p-a", "p-e", "p-b", "p-d"];
    for (const code of codes) await create(code, { product_id: id, name: `Same ${code === "p-a"}` });
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const page: { items: api.PlanView[]; next_cursor: string | null } = await shop.send(api.listPlans, {
        query: { product: id, limit: "2", ...(cursor === null ? {} : { cursor }) },
      });
      seen.push(...page.items.map(({ plan_code }) => plan_code));
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(["p-c", "p-e", "p-b", "p-d", "p-a"]);
    const found = async (search: string): Promise<string[]> =>
      (await shop.send(api.listPlans, { query: { search } })).items.map(({ plan_code }) => plan_code);
    expect(await found("P-E")).toEqual(["p-e"]);
    expect(await found("me tr")).toEqual(["p-a"]);
    expect(await found("%")).toEqual([]);
    expect((await shop.refusal(api.listPlans, { query: { cursor: "x" } })).status).toBe(400);
  });

  test("given that nothing uses it, it is deleted with its prices, and its code is free again", async () => {
    const { id } = await create("gone");
    expect(await shop.send(api.deletePlan, { params: { plan: "GONE" } })).toEqual({ deleted: true });
    expect((await shop.refusal(api.getPlan, { params: { plan: id } })).code).toBe("plan.not_found");
    expect((await create("gone")).id).not.toBe(id);
  });
});
