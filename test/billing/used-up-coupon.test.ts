import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCoupon } from "#billing/catalog/coupon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { trialBalance } from "#billing/ledger/ledger.api.ts";
import { getReport } from "#billing/report/report.api.ts";
import * as actions from "#billing/subscription/action.api.ts";
import * as api from "#billing/subscription/subscription.api.ts";
import * as clock from "#billing/subscription/test-clock.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;

/** Ten percent off two invoices of A at 100; in the second term it becomes B at 200, and goes on. */
beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-05-20T12:00:00.000Z" } });
  shop = await world.organization("Shop", { currency: "USD", timeZone: "UTC" });
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
  for (const [code, price] of [
    ["a", "100"],
    ["b", "200"],
  ] as const)
    await shop.send(createPlan, {
      body: {
        ...{ plan_code: code, name: code, product_id, interval: 1, interval_unit: "months" },
        ...{ pricing_scheme: "flat", prices: [{ currency_code: "USD", price }] },
      },
    });
  await shop.send(createCoupon, {
    body: {
      ...{ coupon_code: "twice", name: "Twice", discount_by: "percentage", discount_value: "10" },
      ...{ type: "duration", duration: 2 },
    },
  });
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: "Buyer" } });
  const params = { customer: customer_id };
  await shop.send(clock.setTestClock, { params, body: { today: "2026-02-10" } });
  const { subscription } = await shop.send(api.createSubscription, {
    body: { customer_id, plan: { plan: "a" }, coupon: "twice" },
  });
  await shop.send(clock.advanceTestClock, { params, body: { until: "2026-03-20" } });
  await shop.send(actions.changeSubscription, {
    params: { subscription: subscription.id },
    body: { plan: { plan: "b" } },
  });
  await shop.send(clock.advanceTestClock, { params, body: { until: "2026-05-20" } });
});

afterAll(() => world?.stop());

describe("given a subscription that is changed when its coupon is used up", () => {
  test("then the coupon takes its part off what is left of the term, and the renewal is at the full price", async () => {
    const query = { from: "2026-02-01", to: "2026-05-20" };
    const { rows } = await shop.send(getReport, { params: { report: "mrr" }, query });
    expect(rows.map((row) => [row["month"], row["mrr"]])).toEqual([
      ["2026-02", "90.00"],
      ["2026-03", "180.00"],
      ["2026-04", "200.00"],
      ["2026-05", "200.00"],
    ]);
  });

  test("then the trial balance of a day has what waits to be earned after it, and that of all days has nothing", async () => {
    const deferred = async (query: object): Promise<string[]> => {
      const { accounts } = await shop.send(trialBalance, { query });
      const sum = accounts.reduce((all, { base_amount }) => all + Math.round(Number(base_amount) * 100), 0);
      expect(sum).toBe(0);
      return accounts.filter(({ account }) => account === "deferred_revenue").map(({ amount }) => amount);
    };
    // Of 90.00 for 10 February to 9 March, 28 days, those of February are earned on its last day.
    expect(await deferred({ as_of: "2026-02-10" })).toEqual(["-90.00"]);
    expect(await deferred({ as_of: "2026-02-28" })).toEqual(["-28.93"]);
    expect(await deferred({})).toEqual(["0.00"]);
    expect(await shop.refusal(trialBalance, { query: { as_of: "yesterday" } })).toMatchObject({
      details: { fields: [{ path: "as_of" }] },
    });
  });
});
