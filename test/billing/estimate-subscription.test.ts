import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAddon, inactivateAddon } from "#billing/catalog/addon.api.ts";
import { createPlan, deletePlan, editPlan, inactivatePlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer, customerTimeline, editCustomer } from "#billing/customer/customer.api.ts";
import * as api from "#billing/estimate/estimate.api.ts";
import { getInvoice, listInvoices } from "#billing/invoice/invoice.api.ts";
import * as actions from "#billing/subscription/action.api.ts";
import * as subscriptions from "#billing/subscription/subscription.api.ts";
import * as clock from "#billing/subscription/test-clock.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

const brackets = [
  { from: "1", to: "10", price: "5.005" },
  { from: "11", to: "20", price: "4.333" },
];

async function makeCatalog(shop: Organization) {
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
  const { id: tax_id } = await shop.send(createTax, { body: { name: "VAT", percentage: "19" } });
  const monthly = { product_id, interval: 1, interval_unit: "months" } as const;
  const plan = (plan_code: string, more: object) =>
    shop.send(createPlan, {
      body: {
        ...{ ...monthly, plan_code, name: plan_code },
        prices: [{ currency_code: "USD", price: "30" }],
        ...more,
      },
    });
  const tier = await plan("tier", {
    ...{ pricing_scheme: "tier", tax_id },
    prices: [{ currency_code: "USD", brackets, setup_fee: "49" }],
  });
  const yearly = await plan("yearly", { interval_unit: "years" });
  const basic = await plan("basic", { trial_period: 14 });
  const addon = (addon_code: string, more: object = {}) =>
    shop.send(createAddon, {
      body: {
        ...{ addon_code, name: addon_code },
        prices: [{ currency_code: "USD", price: "2.50" }],
        ...more,
      },
    });
  const seat = await addon("seat");
  const training = await addon("training", { type: "one_time" });
  const special = await addon("special", { applicable_to: "plans", plans: ["yearly"] });
  return { tier, yearly, basic, seat, training, special };
}

async function shopWith(name: string) {
  const shop = await world.organization(name, { currency: "USD" });
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: `${name} buyer` } });
  const catalog = await makeCatalog(shop);
  const item = (kind: "plan" | "addon", id: string, more: object = {}) => ({ item: { kind, id }, ...more });
  const write = (line_items: object[], more: object = {}) =>
    shop.send(api.createEstimate, { body: { customer_id, line_items, ...more } });
  async function accepted(line_items: object[], more: object = {}) {
    const { id: estimate } = await write(line_items, { send: true, ...more });
    return shop.send(api.acceptEstimate, { params: { estimate } });
  }
  const convert = (estimate: string, body: object = {}) =>
    shop.send(api.subscribeEstimate, { params: { estimate }, body });
  const refused = (estimate: string, body: object = {}) =>
    shop.refusal(api.subscribeEstimate, { params: { estimate }, body });
  return { shop, customer_id, ...catalog, item, write, accepted, convert, refused };
}

describe("an estimate that offers plans and addons (F76)", () => {
  test("given a plan with brackets, then it makes the lines of its price, and keeps it while the draft is edited", async () => {
    const { shop, tier, item, write } = await shopWith("Brackets");
    const draft = await write([item("plan", "tier", { quantity: "15" }), { name: "Words", price: "10" }]);
    expect(draft.line_items).toMatchObject([
      { name: "tier (1 to 10)", quantity: "10", amount: "50.05", description: "Billed every month" },
      { name: "tier (11 to 20)", quantity: "5", amount: "21.67", tax: { name: "VAT" } },
      { name: "Setup of tier", amount: "49.00", tax: { name: "VAT" } },
      { name: "Words", amount: "10.00", item: null },
    ]);
    expect(draft.offers).toMatchObject([
      { line: 0, count: 3, kind: "plan", id: tier.id, quantity: "15", price: null, setup_fee: "49.00" },
    ]);
    await shop.send(editPlan, {
      params: { plan: "tier" },
      body: { prices: [{ currency_code: "USD", brackets: [{ from: "1", to: null, price: "9" }] }] },
    });
    const edited = await shop.send(api.editEstimate, {
      params: { estimate: draft.id },
      body: {
        line_items: [
          item("plan", tier.id, { quantity: "12", line: 0, description: "Two of the upper ones" }),
          item("plan", tier.id, { quantity: "12" }),
        ],
      },
    });
    expect(edited.line_items.map(({ amount }) => amount)).toEqual(["50.05", "8.67", "49.00", "108.00"]);
    expect(edited.line_items[0]?.description).toBe("Two of the upper ones");
  });

  test("given what it offers is billed every month, when it becomes an invoice, then that bills once and says nothing of it, in whatever language", async () => {
    const { shop, customer_id, item, write } = await shopWith("Once");
    for (const [language, words] of [
      ["en", "Billed every month"],
      ["de", "Monatlich berechnet"],
    ] as const) {
      await shop.send(editCustomer, { params: { customer: customer_id }, body: { language } });
      const own = { ...item("plan", "basic"), description: "Billed every month, as agreed" };
      const { id: estimate, line_items } = await write([item("plan", "basic"), own], { send: true });
      expect(line_items.map(({ description }) => description)).toEqual([words, own.description]);
      await shop.send(api.acceptEstimate, { params: { estimate } });
      const invoice = await shop.send(api.invoiceEstimate, { params: { estimate }, body: {} });
      expect(invoice.line_items.map(({ description }) => description)).toEqual([null, own.description]);
    }
  });

  test.each([
    ["a plan that is not there", { item: { kind: "plan", id: "gone" } }, "item", "is no plan of the catalog"],
    [
      "too many",
      { item: { kind: "plan", id: "tier" }, quantity: "21" },
      "quantity",
      "more than the last bracket",
    ],
    ["a name", { item: { kind: "plan", id: "tier" }, name: "Mine" }, "name", "is the catalog's"],
    ["a plan of another kind", { item: { kind: "plan", id: "seat" } }, "item", "is no plan of the catalog"],
    ["no price of its own words", { name: "Words" }, "price", "Enter the price"],
  ])("given a line with %s, then it is refused at its field", async (_, line, field, problem) => {
    const { shop, customer_id } = await shopWith("Refused");
    const body = { customer_id, line_items: [{ name: "Fine", price: "1" }, line] };
    expect(await shop.refusal(api.createEstimate, { body: body as never })).toMatchObject({
      code: "request.invalid",
      details: {
        fields: [{ path: `line_items.1.${field}`, problem: expect.stringContaining(problem) as unknown }],
      },
    });
  });

  test("given a customer in a currency that the plan has no price in, or a plan offered no more, then the line is refused with what to do", async () => {
    const { shop, item } = await shopWith("Currency");
    const { id: customer_id } = await shop.send(createCustomer, {
      body: { display_name: "Abroad", currency_code: "EUR" },
    });
    const body = { customer_id, exchange_rate: "1.1", line_items: [item("plan", "basic")] };
    const fieldsOf = async (given: object) =>
      (await shop.refusal(api.createEstimate, { body: given as never })).details["fields"];
    expect(await fieldsOf(body)).toEqual([
      {
        path: "line_items.0.item",
        problem: "has no price in EUR; add one to basic, or choose another plan",
      },
    ]);
    await shop.send(inactivatePlan, { params: { plan: "basic" } });
    expect(await fieldsOf(body)).toMatchObject([
      { problem: expect.stringContaining("mark basic as active") as unknown },
    ]);
  });

  test("given an estimate names a plan, then the plan is not deleted", async () => {
    const { shop, item, write } = await shopWith("Used");
    await write([item("plan", "basic")]);
    expect(await shop.refusal(deletePlan, { params: { plan: "basic" } })).toMatchObject({
      code: "catalog.in_use",
    });
  });
});

describe("an estimate that becomes a subscription (F76)", () => {
  test("given it was accepted, when it is converted, then the first invoice is the estimate to the cent, and later ones have only the terms", async () => {
    const { shop, customer_id, item, accepted, convert } = await shopWith("Cent");
    const params = { customer: customer_id };
    await shop.send(clock.setTestClock, { params, body: { today: "2026-03-10" } });
    const estimate = await accepted(
      [
        item("plan", "tier", { quantity: "15" }),
        item("addon", "training", { quantity: "3" }),
        item("addon", "seat", { quantity: "7", price: "2.335" }),
        { name: "Moving in", price: "99.99", discount: { by: "percentage", value: "15" } },
      ],
      { salesperson: "Ada" },
    );
    // What the catalog asks for later is not what was offered.
    await shop.send(editPlan, {
      params: { plan: "tier" },
      body: { prices: [{ currency_code: "USD", brackets: [{ from: "1", to: null, price: "9" }] }] },
    });
    const preview = await convert(estimate.id, { preview: true });
    expect(preview).toMatchObject({ preview: true, invoices: [{ total: estimate.total }] });
    expect((await shop.send(listInvoices, { query: {} })).items).toEqual([]);

    const { subscription, invoices } = await convert(estimate.id);
    expect(subscription).toMatchObject({
      ...{ status: "live", salesperson: "Ada", estimate: { id: estimate.id, number: estimate.number } },
      items: [
        { kind: "plan", quantity: "15", pricing_scheme: "tier" },
        { kind: "addon", quantity: "7", price: "2.335" },
      ],
    });
    expect(invoices).toHaveLength(1);
    const { sub_total, discount_total, tax_total, total, taxes } = estimate;
    expect(invoices[0]).toMatchObject({ sub_total, discount_total, tax_total, total, taxes });
    // 19 % of the setup fee of 49.00 and of the terms at 71.72.
    expect(taxes).toMatchObject([{ name: "VAT", taxable: "120.72", amount: "22.94" }]);
    const amounts = (lines: readonly { name: string; amount: string; net: string }[]) =>
      lines.map(({ name, amount, net }) => `${name} ${amount} ${net}`).toSorted();
    expect(amounts(invoices[0]?.line_items ?? [])).toEqual(amounts(estimate.line_items));

    await shop.send(clock.advanceTestClock, { params, body: { until: "2026-04-10" } });
    const all = (await shop.send(listInvoices, { query: {} })).items;
    const [renewal] = all.filter(({ id }) => id !== invoices[0]?.id);
    const whole = await shop.send(getInvoice, { params: { invoice: renewal?.id ?? "" } });
    expect(whole.line_items.map(({ name }) => name)).toEqual(["tier (1 to 10)", "tier (11 to 20)", "seat"]);
  });

  test("given it begins with a trial, then what is charged once waits for the first invoice", async () => {
    const { shop, customer_id, item, accepted, convert } = await shopWith("Trial");
    const params = { customer: customer_id };
    await shop.send(clock.setTestClock, { params, body: { today: "2026-03-10" } });
    const estimate = await accepted([
      item("plan", "basic"),
      item("addon", "training"),
      { name: "Help", price: "5" },
    ]);
    const { subscription, invoices } = await convert(estimate.id);
    expect(subscription).toMatchObject({ status: "trial", trial_ends_at: "2026-03-24" });
    expect(invoices).toEqual([]);
    await shop.send(clock.advanceTestClock, { params, body: { until: "2026-03-24" } });
    expect((await shop.send(listInvoices, { query: {} })).items).toMatchObject([{ total: estimate.total }]);
  });

  test("given it was cancelled and is taken up again, then what is charged once is not billed again", async () => {
    const { shop, customer_id, item, accepted, convert } = await shopWith("Again");
    const customer = { customer: customer_id };
    await shop.send(clock.setTestClock, { params: customer, body: { today: "2026-03-10" } });
    const estimate = await accepted([item("plan", "yearly"), { name: "Help", price: "5" }]);
    const { subscription } = await convert(estimate.id);
    const params = { subscription: subscription.id };
    await shop.send(actions.cancelSubscription, { params, body: { at_term_end: false } });
    await shop.send(clock.advanceTestClock, { params: customer, body: { until: "2027-03-20" } });
    const { invoices } = await shop.send(actions.reactivateSubscription, { params, body: {} });
    expect(invoices.map(({ line_items }) => line_items.map(({ name }) => name))).toEqual([["yearly"]]);
  });

  test("given it became a subscription, then both tell of it, and it is refused a second time", async () => {
    const { shop, customer_id, item, accepted, convert, refused } = await shopWith("Told");
    const { id: estimate, number } = await accepted([item("plan", "yearly")]);
    const { subscription } = await convert(estimate, { starts_at: "2026-04-01", billing_cycles: 3 });
    expect(subscription).toMatchObject({ status: "future", starts_at: "2026-04-01", billing_cycles: 3 });
    expect(await shop.send(api.getEstimate, { params: { estimate } })).toMatchObject({
      status: "invoiced",
      invoices: [],
      subscription: { id: subscription.id, number: "SUB-000001", status: "future" },
    });
    const history = await shop.send(subscriptions.subscriptionHistory, {
      params: { subscription: subscription.id },
    });
    expect(history.items[0]).toMatchObject({ event: "created", note: number });
    const { items } = await shop.send(customerTimeline, { params: { customer: customer_id }, query: {} });
    expect(items.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["estimate_subscribed", "subscription_created"]),
    );
    expect(await refused(estimate)).toMatchObject({
      status: 409,
      code: "estimate.wrong_status",
      title: "It became an invoice or a subscription already",
    });
    expect(await shop.refusal(api.invoiceEstimate, { params: { estimate }, body: {} })).toMatchObject({
      code: "estimate.wrong_status",
    });
  });

  test("given ten ask for it at once, then there is one", async () => {
    const { shop, item, accepted, convert } = await shopWith("Once");
    const { id } = await accepted([item("plan", "yearly")]);
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => convert(id)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await shop.send(subscriptions.listSubscriptions, { query: {} })).items).toHaveLength(1);
    expect((await shop.send(listInvoices, { query: {} })).items).toHaveLength(1);
  });

  test("given what no subscription has, then all of it is named with what to do, and nothing is done", async () => {
    const { shop, item, accepted, refused } = await shopWith("Ways");
    const { id: estimate } = await accepted(
      [
        item("plan", "basic"),
        item("plan", "yearly"),
        item("addon", "special"),
        item("addon", "seat"),
        item("addon", "seat"),
      ],
      {
        discount: { by: "percentage", value: "10" },
        shipping_charge: "5",
        adjustment: "1",
        is_tax_inclusive: true,
      },
    );
    await shop.send(inactivateAddon, { params: { addon: "seat" } });
    const refusal = await refused(estimate);
    expect(refusal).toMatchObject({ status: 409, code: "estimate.no_subscription" });
    expect(refusal.details["fields"]).toMatchObject([
      {
        path: "line_items.1.item",
        problem:
          "yearly is billed every year and basic every month; a subscription has one plan: make it a draft again and keep one, and offer the other apart.",
      },
      { path: "line_items.3.item", problem: expect.stringContaining("mark the addon as active") as unknown },
      { path: "line_items.4.item", problem: expect.stringContaining("mark the addon as active") as unknown },
      { path: "line_items.2.item", problem: expect.stringContaining("is not for basic") as unknown },
      { path: "line_items.4.item", problem: expect.stringContaining("is there twice") as unknown },
      { path: "discount" },
      { path: "shipping_charge" },
      { path: "adjustment" },
      { path: "is_tax_inclusive" },
    ]);
    expect(refusal.remedy).toContain("a subscription has one plan");
    expect(await shop.send(api.getEstimate, { params: { estimate } })).toMatchObject({ status: "accepted" });
  });

  test("given no plan, a plan offered no more, or an estimate that is not accepted or expired, then it is refused with the reason", async () => {
    const { shop, item, write, accepted, refused } = await shopWith("Not so");
    const fieldsOf = async (id: string) => (await refused(id)).details["fields"];
    const words = await accepted([{ name: "Words", price: "1" }]);
    expect(await fieldsOf(words.id)).toMatchObject([
      { path: "line_items", problem: expect.stringContaining("No line names a plan") as unknown },
    ]);
    const basic = await accepted([item("plan", "basic")]);
    await shop.send(inactivatePlan, { params: { plan: "basic" } });
    expect(await fieldsOf(basic.id)).toMatchObject([
      { path: "line_items.0.item", problem: expect.stringContaining("mark the plan as active") as unknown },
    ]);
    const sent = await write([item("plan", "yearly")], { send: true });
    expect(await refused(sent.id)).toMatchObject({
      title: "It waits for the customer's answer: mark it as accepted first",
    });
    const expired = await write([item("plan", "yearly")], {
      send: true,
      date: "2026-03-01",
      expiry_date: "2026-03-09",
    });
    expect(await refused(expired.id)).toMatchObject({
      title: "It is expired: mark it as a draft again and give it a later day",
    });
  });
});
