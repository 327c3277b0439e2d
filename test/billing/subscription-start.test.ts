import { afterAll, beforeAll, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import * as estimates from "#billing/estimate/estimate.api.ts";
import { createSubscription, listSubscriptions } from "#billing/subscription/subscription.api.ts";
import { advanceTestClock, setTestClock } from "#billing/subscription/test-clock.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
  shop = await world.organization("Shop", { currency: "USD", timeZone: "UTC" });
  const product = await shop.send(createProduct, { body: { name: "Cloud" } });
  for (const interval_unit of ["weeks", "months"] as const)
    await shop.send(createPlan, {
      body: {
        plan_code: interval_unit,
        name: interval_unit,
        product_id: product.id,
        interval: 1,
        interval_unit,
        pricing_scheme: "per_unit",
        prices: [{ currency_code: "USD", price: "30" }],
      },
    });
});

afterAll(() => world?.stop());

async function buyer(name: string): Promise<string> {
  return (await shop.send(createCustomer, { body: { display_name: name } })).id;
}

const startNamed = {
  status: 400,
  code: "request.invalid",
  details: { fields: [{ path: "starts_at", problem: expect.stringContaining("check the year") }] },
};

test.each([
  ["a year that is not typed whole", "0202-12-01"],
  ["a day more than ten years back", "2016-03-09"],
  ["a day more than five years ahead", "2031-03-11"],
  ["the last of all days", "9999-12-31"],
])(
  "given %s, when a subscription is to start then, then the answer names the field",
  async (_, starts_at) => {
    const customer_id = await buyer(starts_at);
    for (const preview of [true, false]) {
      const body = { customer_id, plan: { plan: "months" }, starts_at, preview };
      expect(await shop.refusal(createSubscription, { body })).toMatchObject(startNamed);
    }
    const { items } = await shop.send(listSubscriptions, { query: { customer_id } });
    expect(items).toEqual([]);
  },
);

test("given an estimate, when its subscription is to start on a day typed wrong, then the answer names the field", async () => {
  const customer_id = await buyer("Estimated");
  const line_items = [{ item: { kind: "plan" as const, id: "months" } }];
  const body = { customer_id, line_items, send: true };
  const { id: estimate } = await shop.send(estimates.createEstimate, { body });
  const params = { estimate };
  await shop.send(estimates.acceptEstimate, { params });
  expect(
    await shop.refusal(estimates.subscribeEstimate, { params, body: { starts_at: "2012-01-01" } }),
  ).toMatchObject(startNamed);
});

test("given a start so far back that it would write hundreds of invoices, then it is refused with their number", async () => {
  const customer_id = await buyer("Weekly");
  const sale = (starts_at: string, more: object = {}) => ({
    body: { customer_id, plan: { plan: "weeks" }, starts_at, ...more },
  });
  for (const preview of [true, false])
    expect(await shop.refusal(createSubscription, sale("2020-01-07", { preview }))).toMatchObject({
      status: 422,
      code: "subscription.too_many_invoices",
      title: "323 invoices would be written at once; 120 are the most",
      details: { invoices: 323, most: 120 },
    });
  const trial = { trial_days: 1400, preview: true };
  const few = await shop.send(createSubscription, sale("2020-01-07", { billing_cycles: 3, preview: true }));
  expect(few.invoices).toHaveLength(3);
  expect(await shop.refusal(createSubscription, sale("2020-01-07", trial))).toMatchObject({
    details: { invoices: 123 },
  });
});

test("given as many as may be, then they are shown", async () => {
  const body = { customer_id: await buyer("Monthly"), plan: { plan: "months" }, starts_at: "2016-04-10" };
  const { invoices } = await shop.send(createSubscription, { body: { ...body, preview: true } });
  expect(invoices).toHaveLength(120);
  expect(
    await shop.refusal(createSubscription, { body: { ...body, starts_at: "2016-03-10" } }),
  ).toMatchObject({ details: { invoices: 121 } });
});

test("given a test clock, when it is moved over hundreds of terms, then it goes in smaller steps only", async () => {
  const customer = await buyer("Clocked");
  const params = { customer };
  await shop.send(setTestClock, { params, body: { today: "2026-01-01" } });
  await shop.send(createSubscription, { body: { customer_id: customer, plan: { plan: "weeks" } } });
  expect(await shop.refusal(advanceTestClock, { params, body: { until: "2096-01-01" } })).toMatchObject({
    code: "subscription.too_many_invoices",
    remedy: expect.stringContaining("smaller steps"),
  });
  await shop.send(advanceTestClock, { params, body: { until: "2026-02-01" } });
});
