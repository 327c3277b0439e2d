import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createAddon } from "#billing/catalog/addon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import * as estimates from "#billing/estimate/estimate.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import * as actions from "#billing/subscription/action.api.ts";
import * as api from "#billing/subscription/subscription.api.ts";
import * as clock from "#billing/subscription/test-clock.api.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
let owner: pg.Client;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
  owner = new pg.Client({ connectionString: world.databaseUrl });
  await owner.connect();
});

afterAll(async () => {
  await owner?.end();
  await world?.stop();
});

const prices = [{ currency_code: "USD", price: "30" }];

/** An organization that sells a plan and an addon to a customer whose own clock stands at 10 March. */
async function shopWith(name: string) {
  const shop = await world.organization(name, { currency: "USD" });
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
  const month = { interval: 1, interval_unit: "months" } as const;
  await shop.send(createPlan, { body: { ...month, plan_code: "basic", name: "Basic", product_id, prices } });
  await shop.send(createAddon, { body: { addon_code: "seat", name: "Seat", prices } });
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: "Buyer" } });
  const params = { customer: customer_id };
  await shop.send(clock.setTestClock, { params, body: { today: "2026-03-10" } });
  const sell = () => shop.send(api.createSubscription, { body: { customer_id, plan: { plan: "basic" } } });
  const until = (day: string) => shop.send(clock.advanceTestClock, { params, body: { until: day } });
  return { shop, customer_id, sell, until };
}

const problem = "must not be below 0: what makes it cheaper is a coupon, or a line of your own";

test("given a price below 0 of a plan or addon, however it is sold, then its field is named with what to do, and nothing is sold", async () => {
  const { shop, customer_id, sell } = await shopWith("Below");
  const params = { subscription: (await sell()).subscription.id };
  const plan = { plan: "basic", price: "-300" };
  const addons = [{ addon: "seat", price: "-0.00000001" }];
  const line_items = [
    { item: { kind: "plan", id: "basic" }, price: "-300" },
    { item: { kind: "addon", id: "seat" }, price: "-1" },
    { name: "Our thanks", price: "-5" },
    { name: "Moving in", price: "1000" },
  ] as const;
  const create = (given: object) =>
    shop.refusal(api.createSubscription, { body: { customer_id, plan: { plan: "basic" }, ...given } });
  const change = (given: object) =>
    shop.refusal(actions.changeSubscription, { params, body: { plan: { plan: "basic" }, ...given } });
  const cases = [
    [create({ plan }), "plan.price"],
    [create({ plan, trial_days: 5 }), "plan.price"],
    [create({ addons, preview: true }), "addons.0.price"],
    [change({ plan, preview: true }), "plan.price"],
    [change({ plan, when: "term_end" }), "plan.price"],
    [change({ addons }), "addons.0.price"],
    [shop.refusal(actions.buyAddon, { params, body: { addon: "seat", price: "-100" } }), "price"],
  ] as const;
  for (const [refused, path] of cases)
    expect(await refused).toMatchObject({ status: 400, details: { fields: [{ path, problem }] } });
  expect(
    await shop.refusal(estimates.createEstimate, { body: { customer_id, line_items: [...line_items] } }),
  ).toMatchObject({
    status: 400,
    details: {
      fields: [
        { path: "line_items.0.price", problem },
        { path: "line_items.1.price", problem },
      ],
    },
  });
  expect((await shop.send(listInvoices, { query: {} })).items).toHaveLength(1);
  expect((await shop.send(api.listSubscriptions, { query: {} })).items).toHaveLength(1);
});

test("given an estimate that was written with a price below 0 before, when it is converted, then that is named and it stays accepted", async () => {
  const { shop, customer_id } = await shopWith("Before");
  const line_items = [{ item: { kind: "plan", id: "basic" }, price: "10" } as const];
  const { id: estimate } = await shop.send(estimates.createEstimate, { body: { customer_id, line_items } });
  await owner.query(
    `update document_line set sold_item = sold_item || '{"own_price": "-300"}' where document_id = $1`,
    [estimate],
  );
  const params = { estimate };
  await shop.send(estimates.sendEstimate, { params });
  await shop.send(estimates.acceptEstimate, { params });
  const fields = [
    {
      path: "line_items.0.price",
      problem: `The price of Basic ${problem}; make it a draft again and give another.`,
    },
  ];
  expect(await shop.refusal(estimates.subscribeEstimate, { params, body: {} })).toMatchObject({
    ...{ code: "estimate.no_subscription", details: { fields } },
  });
  expect(await shop.send(estimates.getEstimate, { params })).toMatchObject({ status: "accepted" });
});

test("given one subscription cannot be billed, when the customer's clock moves, then it alone stays and is named, and is billed once it can be (B16)", async () => {
  const { shop, sell, until } = await shopWith("Alone");
  const bad = (await sell()).subscription;
  await sell();
  const repriced = (price: string) =>
    owner.query("update subscription_item set pricing = pricing || $2 where subscription_id = $1", [
      bad.id,
      { price },
    ]);
  const dates = async () => {
    const { items } = await shop.send(listInvoices, { query: {} });
    return items.map(({ date }) => date).toSorted();
  };
  await repriced("-10");
  const unbilled = [{ id: bad.id, number: bad.number }];
  expect(await until("2026-05-09")).toEqual({ today: "2026-05-09", unbilled });
  expect(await dates()).toEqual(["2026-03-10", "2026-03-10", "2026-04-10"]);
  await repriced("30");
  expect(await until("2026-05-09")).toEqual({ today: "2026-05-09", unbilled: [] });
  expect(await dates()).toEqual(["2026-03-10", "2026-03-10", "2026-04-10", "2026-04-10"]);
});
