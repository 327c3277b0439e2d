import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAddon } from "#billing/catalog/addon.api.ts";
import { createCoupon } from "#billing/catalog/coupon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct, listProducts } from "#billing/catalog/product.api.ts";
import { createCreditNote, creditInvoice, listCreditNotes } from "#billing/credit-note/credit-note.api.ts";
import { createCustomer, inactivateCustomer, setCustomerStatus } from "#billing/customer/customer.api.ts";
import { getInvoice, listInvoices } from "#billing/invoice/invoice.api.ts";
import { customerBalance, trialBalance } from "#billing/ledger/ledger.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import * as actions from "#billing/subscription/action.api.ts";
import * as api from "#billing/subscription/subscription.api.ts";
import * as clock from "#billing/subscription/test-clock.api.ts";
import { subscriptionStatuses, transitions } from "#billing/subscription/transitions.ts";
import { tablesOf } from "../support/tables.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

type Shop = {
  shop: Organization;
  customer: string;
  /** Sells a subscription of the plan to the customer, whose clock stands at the day. */
  sell: (given?: object) => Promise<api.SubscriptionOutcome>;
  until: (day: string) => Promise<void>;
  now: () => Promise<api.SubscriptionView>;
};

async function shopAt(today: string, plan: object = {}, zone = "UTC"): Promise<Shop> {
  const shop = await world.organization("Shop", { currency: "USD", timeZone: zone });
  const product = await shop.send(createProduct, { body: { name: "Cloud" } });
  await shop.send(createPlan, {
    body: {
      plan_code: "basic",
      name: "Basic",
      product_id: product.id,
      interval: 1,
      interval_unit: "months",
      pricing_scheme: "per_unit",
      prices: [{ currency_code: "USD", price: "30" }],
      ...plan,
    } as never,
  });
  await shop.send(createPlan, {
    body: {
      plan_code: "pro",
      name: "Pro",
      product_id: product.id,
      interval: 1,
      interval_unit: "months",
      pricing_scheme: "per_unit",
      prices: [{ currency_code: "USD", price: "60" }],
    },
  });
  const { id: customer } = await shop.send(createCustomer, { body: { display_name: "Buyer" } });
  const params = { customer };
  await shop.send(clock.setTestClock, { params, body: { today } });
  let id = "";
  return {
    shop,
    customer,
    async sell(given = {}) {
      const body = { customer_id: customer, plan: { plan: "basic" }, ...given };
      const outcome = await shop.send(api.createSubscription, { body });
      id = outcome.subscription.id;
      return outcome;
    },
    async until(day) {
      await shop.send(clock.advanceTestClock, { params, body: { until: day } });
    },
    now: () => shop.send(api.getSubscription, { params: { subscription: id } }),
  };
}

async function invoiceDates(shop: Organization): Promise<string[]> {
  const { items } = await shop.send(listInvoices, { query: { limit: 200 } });
  return items.map(({ date }) => date).toReversed();
}

describe("a life", () => {
  test("given a start today, then it is live and its first term is billed (F67)", async () => {
    const { sell } = await shopAt("2026-01-31");
    const { subscription, invoices } = await sell({ plan: { plan: "basic", quantity: "2" } });
    expect(subscription).toMatchObject({
      status: "live",
      term_start: "2026-01-31",
      term_end: "2026-02-28",
      cycles: 1,
    });
    expect(invoices).toMatchObject([
      {
        total: "60.00",
        line_items: [{ quantity: "2", price: "30.00", period: { start: "2026-01-31", end: "2026-02-28" } }],
      },
    ]);
  });

  test("given a start to come, then it is future, on its day in trial, and live when that ends (F68)", async () => {
    const { sell, until, now } = await shopAt("2026-01-10", { trial_period: 14 });
    expect((await sell({ starts_at: "2026-02-01" })).subscription).toMatchObject({
      status: "future",
      next_on: "2026-02-01",
    });
    await until("2026-02-14");
    expect(await now()).toMatchObject({ status: "trial", next_on: "2026-02-15", cycles: 0 });
    await until("2026-02-15");
    expect(await now()).toMatchObject({ status: "live", term_start: "2026-02-15", cycles: 1 });
  });

  test("given the last day of a month, then each term begins on the last day and one invoice is written for each (F70)", async () => {
    const { shop, sell, until, now } = await shopAt("2026-01-31");
    await sell({ billing_cycles: 4 });
    await until("2026-04-15");
    expect(await invoiceDates(shop)).toEqual(["2026-01-31", "2026-02-28", "2026-03-31"]);
    await until("2027-01-01");
    expect(await invoiceDates(shop)).toEqual(["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]);
    expect(await now()).toMatchObject({ status: "expired", cycles: 4, next_on: null });
  });

  test("given it is cancelled for the end of its term, then it is non-renewing, can be taken up again, and ends then (F69)", async () => {
    const { shop, sell, until, now } = await shopAt("2026-01-05");
    const { subscription } = await sell();
    const params = { subscription: subscription.id };
    const cancel = () => shop.send(actions.cancelSubscription, { params, body: { reason: "Too dear" } });
    expect((await cancel()).subscription.status).toBe("non_renewing");
    expect(
      (await shop.send(actions.reactivateSubscription, { params, body: {} })).subscription,
    ).toMatchObject({
      status: "live",
      cycles: 1,
    });
    await cancel();
    await until("2026-03-01");
    expect(await now()).toMatchObject({ status: "cancelled", cancel_reason: "Too dear", cycles: 1 });
    expect(await shop.refusal(actions.cancelSubscription, { params, body: {} })).toMatchObject({
      code: "subscription.not_in_this_status",
      details: { status: "cancelled" },
    });
    const { subscription: again } = await shop.send(actions.reactivateSubscription, { params, body: {} });
    expect(again).toMatchObject({ status: "live", term_start: "2026-03-01", cycles: 1 });
  });

  test("given it is cancelled at once and taken up again in the same term, then it goes on with that, billed already (F69)", async () => {
    const { shop, sell, until } = await shopAt("2026-01-05");
    const { subscription } = await sell();
    const params = { subscription: subscription.id };
    await until("2026-01-10");
    await shop.send(actions.cancelSubscription, { params, body: { at_term_end: false } });
    const again = await shop.send(actions.reactivateSubscription, { params, body: {} });
    expect(again).toMatchObject({
      subscription: { status: "live", term_start: "2026-01-05", term_end: "2026-02-05", cycles: 1 },
      invoices: [],
    });
    await until("2026-02-05");
    expect(await invoiceDates(shop)).toEqual(["2026-01-05", "2026-02-05"]);
  });

  test("given it is paused over its renewal, then nothing is billed until it resumes with a term of its own", async () => {
    const { shop, sell, until, now } = await shopAt("2026-01-05");
    const params = { subscription: (await sell()).subscription.id };
    await until("2026-01-20");
    await shop.send(actions.pauseSubscription, { params, body: { resumes_on: "2026-04-10" } });
    await until("2026-04-09");
    expect(await now()).toMatchObject({ status: "paused" });
    await until("2026-05-09");
    expect(await now()).toMatchObject({ status: "live", term_start: "2026-04-10", term_end: "2026-05-10" });
    expect(await invoiceDates(shop)).toEqual(["2026-01-05", "2026-04-10"]);
  });

  test("given its renewal is postponed, then the term lasts until then and the next are counted from there", async () => {
    const { shop, sell, until } = await shopAt("2026-01-05");
    const params = { subscription: (await sell()).subscription.id };
    expect(
      await shop.refusal(actions.postponeRenewal, { params, body: { renewal: "2026-02-05" } }),
    ).toMatchObject({
      code: "subscription.date_invalid",
    });
    await shop.send(actions.postponeRenewal, { params, body: { renewal: "2026-02-20" } });
    await until("2026-04-01");
    expect(await invoiceDates(shop)).toEqual(["2026-01-05", "2026-02-20", "2026-03-20"]);
  });
});

describe("what is sold", () => {
  test("given an upgrade in mid-term, then the unused part is given back and the rest charged, each shown; the preview says the same and does nothing", async () => {
    const { shop, sell, until, now } = await shopAt("2026-04-10");
    const params = { subscription: (await sell()).subscription.id };
    await until("2026-04-25");
    const body = { plan: { plan: "pro" }, when: "now" as const };
    const preview = await shop.send(actions.changeSubscription, { params, body: { ...body, preview: true } });
    expect((await now()).plan_name).toBe("Basic");
    expect(await invoiceDates(shop)).toEqual(["2026-04-10"]);
    const done = await shop.send(actions.changeSubscription, { params, body });
    for (const { invoices } of [preview, done])
      expect(invoices).toMatchObject([
        {
          total: "15.00",
          line_items: [
            { name: "Basic", net: "-15.00" },
            { name: "Pro", net: "30.00" },
          ],
        },
      ]);
    await until("2026-05-10");
    expect(await now()).toMatchObject({ plan_name: "Pro", term_start: "2026-05-10" });
  });

  test("given a sale to come with trial and coupon, then its preview shows the first invoice, which is the one of that day", async () => {
    const { shop, sell, until } = await shopAt("2026-01-15");
    const offer = {
      coupon_code: "HALF",
      name: "Half",
      discount_by: "percentage",
      discount_value: "50",
    } as const;
    await shop.send(createCoupon, { body: offer });
    const terms = { starts_at: "2026-01-20", trial_days: 10, coupon: "HALF" };
    const tried = await sell({ ...terms, preview: true });
    expect(tried).toMatchObject({ invoices: [], next_invoice: { date: "2026-01-30", total: "15.00" } });
    expect(await invoiceDates(shop)).toEqual([]);
    expect(await sell(terms)).toMatchObject({ invoices: [], next_invoice: null });
    await until("2026-01-30");
    const { items } = await shop.send(listInvoices, { query: {} });
    expect(items).toMatchObject([{ date: "2026-01-30", total: tried.next_invoice?.total }]);
  });

  test("given what will be billed next, then it is what is billed then, a scheduled change with it, and asking writes nothing", async () => {
    const { shop, sell, until } = await shopAt("2026-04-10");
    const params = { subscription: (await sell()).subscription.id };
    const ahead = async () => (await shop.send(api.nextInvoice, { params })).invoice;
    expect(await ahead()).toMatchObject({ date: "2026-05-10", total: "30.00" });
    const change = { plan: { plan: "pro" }, when: "term_end" as const };
    const tried = await shop.send(actions.changeSubscription, { params, body: { ...change, preview: true } });
    expect(tried.next_invoice).toMatchObject({ date: "2026-05-10", total: "60.00" });
    await shop.send(actions.changeSubscription, { params, body: change });
    expect(await ahead()).toMatchObject({ date: "2026-05-10", line_items: [{ name: "Pro", net: "60.00" }] });
    expect(await invoiceDates(shop)).toEqual(["2026-04-10"]);
    await until("2026-05-10");
    const [newest] = (await shop.send(listInvoices, { query: {} })).items;
    expect(newest).toMatchObject({ date: "2026-05-10", total: "60.00", number: "INV-000002" });
    await shop.send(actions.cancelSubscription, { params, body: {} });
    expect(await ahead()).toBeNull();
  });

  test("given a downgrade in mid-term, then a credit note gives back the difference, and of changes back and forth nothing is left over", async () => {
    const { shop, customer, sell, until } = await shopAt("2026-04-10");
    const params = { subscription: (await sell({ plan: { plan: "pro" } })).subscription.id };
    await until("2026-04-25");
    const to = (plan: string) =>
      shop.send(actions.changeSubscription, { params, body: { plan: { plan }, when: "now" } });
    const down = await to("basic");
    expect(down).toMatchObject({
      invoices: [],
      credit_notes: [
        { status: "open", total: "15.00", line_items: [{ net: "30.00" }, { name: "Basic", net: "-15.00" }] },
      ],
    });
    expect((await to("pro")).invoices).toMatchObject([{ total: "15.00" }]);
    expect((await to("basic")).credit_notes).toMatchObject([{ total: "15.00" }]);
    const { subscription } = params;
    const billed = { query: { subscription_id: subscription } };
    expect((await shop.send(listCreditNotes, billed)).items.map(({ total }) => total)).toEqual([
      "15.00",
      "15.00",
    ]);
    const { items: ours } = await shop.send(listInvoices, billed);
    const body = { line_items: [{ line: 0, quantity: "0.1" }] };
    const byHand = await shop.send(creditInvoice, { params: { invoice: ours.at(-1)?.id ?? "" }, body });
    await shop.send(createCreditNote, {
      body: { customer_id: customer, line_items: [{ name: "Goodwill", price: "5" }] },
    });
    const notes = (await shop.send(listCreditNotes, billed)).items.map(({ id }) => id);
    expect([notes.length, notes.includes(byHand.id)]).toEqual([3, true]);
    expect(await shop.send(customerBalance, { params: { customer } })).toMatchObject({
      outstanding: "60.00",
      unused_credits: "15.00",
    });
    const { accounts } = await shop.send(trialBalance, {});
    const sum = accounts.reduce((cents, { amount }) => cents + BigInt(amount.replace(".", "")), 0n);
    expect(sum).toBe(0n);
  });

  test("given a change to another interval, then the rest is given back, a term of the other begins, and its days can be given back in turn", async () => {
    const { shop, sell, until, now } = await shopAt("2026-04-01");
    const year = { interval: 1, interval_unit: "years" as const };
    const prices = [{ currency_code: "USD", price: "300" }];
    const { items: products } = await shop.send(listProducts, {});
    const product_id = products[0]?.id ?? "";
    await shop.send(createPlan, {
      body: { plan_code: "yearly", name: "Yearly", product_id, ...year, prices },
    });
    const { subscription } = await sell();
    const params = { subscription: subscription.id };
    const change = (plan: string) =>
      shop.send(actions.changeSubscription, { params, body: { plan: { plan }, when: "now" } });
    await until("2026-04-16");
    expect(await change("yearly")).toMatchObject({
      subscription: { term_start: "2026-04-16", term_end: "2027-04-16" },
      invoices: [{ total: "285.00" }],
    });
    expect(await change("basic")).toMatchObject({
      subscription: { term_start: "2026-04-16", term_end: "2026-05-16" },
    });
    await until("2026-05-16");
    expect(await invoiceDates(shop)).toEqual(["2026-04-01", "2026-04-16", "2026-05-16"]);

    const later = { plan: { plan: "yearly" }, when: "term_end" as const };
    const tried = await shop.send(actions.changeSubscription, { params, body: { ...later, preview: true } });
    expect(tried).toMatchObject({ invoices: [], next_invoice: { date: "2026-06-16", total: "300.00" } });
    await shop.send(actions.changeSubscription, { params, body: later });
    await until("2026-06-16");
    expect(await now()).toMatchObject({
      ...{ plan_name: "Yearly", interval: 1, interval_unit: "years", scheduled_items: null },
      ...{ term_start: "2026-06-16", term_end: "2027-06-16", next_on: "2027-06-16" },
    });
    await shop.send(actions.changeSubscription, {
      params,
      body: { plan: { plan: "basic" }, when: "term_end" },
    });
    await until("2027-08-16");
    expect((await invoiceDates(shop)).slice(3)).toEqual([
      "2026-06-16",
      "2027-06-16",
      "2027-07-16",
      "2027-08-16",
    ]);
  });

  test("given a change at the end of the term, then it waits, can be taken back, and holds from the next term on", async () => {
    const { shop, sell, until, now } = await shopAt("2026-01-01");
    const params = { subscription: (await sell()).subscription.id };
    const body = { plan: { plan: "pro", quantity: "3" }, when: "term_end" as const };
    const change = () => shop.send(actions.changeSubscription, { params, body });
    expect((await change()).subscription.scheduled_items).toMatchObject([{ name: "Pro", quantity: "3" }]);
    await shop.send(actions.unscheduleChange, { params, body: {} });
    expect(await shop.refusal(actions.unscheduleChange, { params, body: {} })).toMatchObject({
      code: "subscription.nothing_scheduled",
      title: "No change of SUB-000001 is scheduled",
    });
    await change();
    await until("2026-02-01");
    expect(await now()).toMatchObject({ plan_name: "Pro", scheduled_items: null, cycles: 2 });
    const { items } = await shop.send(listInvoices, { query: {} });
    expect(items[0]).toMatchObject({ date: "2026-02-01", total: "180.00" });
  });

  test("given a change that waits for the end of the term, when another is made, then the history says that the first is dropped (F73)", async () => {
    const { shop, sell } = await shopAt("2026-01-01");
    const { subscription } = await sell();
    const params = { subscription: subscription.id };
    const change = (body: { plan: { plan: string; quantity?: string }; when?: "term_end" }) =>
      shop.send(actions.changeSubscription, { params, body });
    await change({ plan: { plan: "pro" }, when: "term_end" });
    const { subscription: changed } = await change({ plan: { plan: "basic", quantity: "2" } });
    expect(changed).toMatchObject({ plan_name: "Basic", scheduled_items: null });
    const { items } = await shop.send(api.subscriptionHistory, { params });
    expect(items.find(({ event }) => event === "change")?.note).toBe(
      "Basic, 2 instead of 1; the change to Pro at the end of the term is dropped",
    );
  });

  test("given a setup fee, an addon in tiers and a coupon for two invoices, then each invoice has what is due (F72, F73)", async () => {
    const plan = { prices: [{ currency_code: "USD", price: "30", setup_fee: "99" }] };
    const { shop, sell, until } = await shopAt("2026-01-01", plan);
    const brackets = [
      { from: "1", to: "10", price: "2" },
      { from: "11", to: null, price: "1" },
    ];
    await shop.send(createAddon, {
      body: {
        addon_code: "seats",
        name: "Seats",
        pricing_scheme: "tier",
        prices: [{ currency_code: "USD", brackets }],
      } as never,
    });
    await shop.send(createCoupon, {
      body: {
        coupon_code: "HALF",
        name: "Half",
        discount_by: "percentage",
        discount_value: "50",
        type: "duration",
        duration: 2,
        apply_to_addons: "none",
      } as never,
    });
    const { invoices } = await sell({ addons: [{ addon: "seats", quantity: "12" }], coupon: "half" });
    expect(invoices[0]?.line_items.map(({ name, net }) => `${name}: ${net}`)).toEqual([
      "Setup of Basic: 99.00",
      "Basic: 15.00",
      "Seats (1 to 10): 20.00",
      "Seats (11 and more): 2.00",
    ]);
    await shop.send(editOrganization, { body: { language: "de" } });
    await until("2026-03-01");
    const { items } = await shop.send(listInvoices, { query: {} });
    expect(items.map(({ total }) => total)).toEqual(["52.00", "37.00", "136.00"]);
    const { line_items } = await shop.send(getInvoice, { params: { invoice: items[0]?.id ?? "" } });
    expect(line_items.map(({ name }) => name)).toEqual(["Basic", "Seats (1 bis 10)", "Seats (ab 11)"]);
  });

  test.each([
    ["a plan that is not there", { plan: { plan: "none" } }, "plan.not_found"],
    ["an addon that is not there", { addons: [{ addon: "none" }] }, "addon.not_found"],
    ["a coupon that is not there", { coupon: "none" }, "coupon.not_found"],
    ["a quantity of 0", { plan: { plan: "basic", quantity: "0" } }, "request.invalid"],
    ["a day that is none", { starts_at: "2026-02-30" }, "request.invalid"],
  ])("given %s, then it is refused and nothing is sold", async (_, given, code) => {
    const { shop, customer } = await shopAt("2026-01-01");
    const body = { customer_id: customer, plan: { plan: "basic" }, ...given };
    expect(await shop.refusal(api.createSubscription, { body })).toMatchObject({ code });
    expect((await shop.send(api.listSubscriptions, { query: {} })).items).toEqual([]);
  });
});

describe("what cannot be collected", () => {
  const events = async ({ shop, now }: Shop): Promise<string[]> => {
    const { id } = await now();
    const { items } = await shop.send(api.subscriptionHistory, { params: { subscription: id } });
    return items.map(({ on, event, to }) => `${on} ${event} ${to}`);
  };

  /** Pays the newest invoice by hand. */
  const pay = async ({ shop, customer }: Shop): Promise<void> => {
    const { items } = await shop.send(listInvoices, { query: {} });
    const invoices = [{ invoice_id: items[0]?.id ?? "", amount: "30" }];
    await shop.send(recordPayment, {
      body: { customer_id: customer, amount: "30", mode: "bank_transfer", invoices },
    });
  };

  test("given a renewal on 1 June and gaps of 5, 5 and 3 days, then it is tried on the 6th, 11th and 14th and cancelled (F71)", async () => {
    const world = await shopAt("2026-05-01");
    await world.sell({ auto_collect: true });
    await pay(world);
    await world.until("2026-06-05");
    expect(await world.now()).toMatchObject({ status: "dunning", next_on: "2026-06-06" });
    await world.until("2026-07-01");
    expect((await events(world)).filter((line) => line > "2026-06")).toEqual([
      "2026-06-01 renew live",
      "2026-06-01 payment_fails dunning",
      "2026-06-06 retry_fails dunning",
      "2026-06-11 retry_fails dunning",
      "2026-06-14 retries_end_cancelled cancelled_from_dunning",
    ]);
  });

  test("given the organization leaves it unpaid then, when the invoice is paid, then it is live again and no time is given away", async () => {
    const world = await shopAt("2026-05-01");
    await world.shop.send(editOrganization, { body: { dunning_gaps: [2], dunning_ends_in: "unpaid" } });
    await world.sell({ auto_collect: true });
    await world.until("2026-05-20");
    expect(await world.now()).toMatchObject({ status: "unpaid", next_on: null });
    await pay(world);
    expect(await world.now()).toMatchObject({ status: "live", term_end: "2026-06-01" });
  });

  test("given a trial that cannot be collected at its end, then it is expired and nothing is billed", async () => {
    const world = await shopAt("2026-05-01", { trial_period: 7 });
    await world.sell({ auto_collect: true });
    await world.until("2026-06-01");
    expect(await world.now()).toMatchObject({ status: "trial_expired", cycles: 0 });
    expect(await invoiceDates(world.shop)).toEqual([]);
  });
});

test("given a subscription that goes on, then its customer stays active; once it is over, it may be made inactive", async () => {
  const { shop, customer, sell } = await shopAt("2026-01-05");
  const { subscription } = await sell();
  const params = { customer };
  expect(await shop.refusal(inactivateCustomer, { params })).toMatchObject({
    code: "customer.has_subscriptions",
    title: expect.stringMatching(/ has SUB-000001, which is not over$/) as string,
  });
  const many = { body: { customers: [customer], status: "inactive" as const } };
  expect(await shop.send(setCustomerStatus, many)).toMatchObject({
    changed: [],
    refused: [{ code: "customer.has_subscriptions" }],
  });
  await shop.send(actions.cancelSubscription, {
    params: { subscription: subscription.id },
    body: { at_term_end: false },
  });
  expect((await shop.send(inactivateCustomer, { params })).status).toBe("inactive");
});

test("given the table of transitions, then the page that prints it says the same", () => {
  const [rows = []] = tablesOf(readFileSync("docs/spec/subscription.md", "utf8"));
  const printed = transitions.map(({ event, from, to, meaning }) => ({
    event,
    from: from.join(", "),
    to,
    "what it is": meaning,
  }));
  expect(rows).toEqual(printed);
  const reached = new Set(transitions.flatMap(({ to }) => to));
  const begin = ["future", "creation_failed"];
  expect(subscriptionStatuses.filter((status) => !reached.has(status) && !begin.includes(status))).toEqual(
    [],
  );
});

test.each(["UTC", "America/New_York", "Pacific/Apia", "Australia/Lord_Howe", "Africa/Cairo"])(
  "given 36 months in %s from each last day, by month, quarter and year, then each term is billed once and they tile (B16)",
  async (zone) => {
    const shapes = [
      ["2025-01-28", 1],
      ["2025-01-29", 3],
      ["2025-01-30", 1],
      ["2024-12-31", 12],
    ] as const;
    for (const [day, interval] of shapes) {
      const { shop, sell, until } = await shopAt(day, { interval }, zone);
      await sell();
      await until("2028-01-15");
      const { items } = await shop.send(listInvoices, { query: { limit: 200 } });
      const { accounts } = await shop.send(trialBalance, {});
      const dates = items.map(({ date }) => date).toReversed();
      expect(dates).toHaveLength(Math.ceil((interval === 12 ? 37 : 36) / interval));
      expect(new Set(dates).size).toBe(dates.length);
      expect(dates[0]).toBe(day);
      const owed = accounts.find(({ account }) => account === "receivable")?.amount;
      expect(owed).toBe(`${30 * dates.length}.00`);
    }
  },
);

test("given a clock that moves over months of several subscriptions, then numbers follow the days across all of them", async () => {
  const { shop, sell, until } = await shopAt("2026-01-05");
  for (const starts_at of ["2026-01-31", "2026-01-10", "2026-01-20"]) await sell({ starts_at });
  await until("2026-05-05");
  const { items } = await shop.send(listInvoices, { query: { limit: 200 } });
  const days = items
    .toSorted((a, b) => ((a.number ?? "") < (b.number ?? "") ? -1 : 1))
    .map((one) => one.date);
  expect(days).toHaveLength(12);
  expect(days).toEqual(days.toSorted());
});

describe("given a customer with a clock of its own, the instant of a cancellation is the clock's", () => {
  test("at once, and none once it is taken up again", async () => {
    const world = await shopAt("2026-01-31", {}, "Asia/Tokyo");
    const { subscription } = await world.sell();
    const params = { subscription: subscription.id };
    await world.until("2026-02-10");
    await world.shop.send(actions.cancelSubscription, { params, body: { at_term_end: false } });
    expect(await world.now()).toMatchObject({ cancelled_at: "2026-02-09T15:00:00.000Z" });
    await world.shop.send(actions.reactivateSubscription, { params, body: {} });
    expect(await world.now()).toMatchObject({ cancelled_at: null });
  });

  test("at the end of the term", async () => {
    const world = await shopAt("2026-01-31");
    const { subscription } = await world.sell();
    const params = { subscription: subscription.id };
    await world.shop.send(actions.cancelSubscription, { params, body: { at_term_end: true } });
    await world.until("2026-06-01");
    expect(await world.now()).toMatchObject({
      status: "cancelled",
      cancelled_at: "2026-02-28T00:00:00.000Z",
    });
  });

  test("after the last retry", async () => {
    const world = await shopAt("2026-05-01");
    await world.shop.send(editOrganization, { body: { dunning_gaps: [2], dunning_ends_in: "cancelled" } });
    await world.sell({ auto_collect: true });
    await world.until("2026-05-20");
    expect(await world.now()).toMatchObject({
      status: "cancelled_from_dunning",
      cancelled_at: "2026-05-03T00:00:00.000Z",
    });
  });
});

test("given time is set back, then it does not go", async () => {
  const { shop, customer } = await shopAt("2026-01-05");
  const params = { customer };
  expect(await shop.refusal(clock.advanceTestClock, { params, body: { until: "2026-01-04" } })).toMatchObject(
    {
      code: "test_clock.backwards",
    },
  );
});
