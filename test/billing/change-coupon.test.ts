import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createAddon } from "#billing/catalog/addon.api.ts";
import { createCoupon } from "#billing/catalog/coupon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import * as actions from "#billing/subscription/action.api.ts";
import * as api from "#billing/subscription/subscription.api.ts";
import * as clock from "#billing/subscription/test-clock.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;

/** Seats at 10.00 a month, and support at 20.00 beside them; three coupons. */
beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-06-20T12:00:00.000Z" } });
  shop = await world.organization("Shop", { currency: "USD", timeZone: "UTC" });
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
  const seats = { product_id, interval: 1, interval_unit: "months", pricing_scheme: "per_unit" } as const;
  for (const [plan_code, price] of [
    ["team", "10"],
    ["business", "20"],
  ] as const)
    await shop.send(createPlan, { body: { ...seats, plan_code, name: plan_code, prices: [{ price }] } });
  await shop.send(createAddon, {
    body: { addon_code: "support", name: "Support", prices: [{ price: "20" }] },
  });
  const tenth = { discount_by: "percentage", discount_value: "10" } as const;
  const of = { apply_to_addons: "none" } as const;
  const all = { apply_to_addons: "all" } as const;
  const six = { discount_by: "flat", discount_value: "6", currency_code: "USD" } as const;
  for (const body of [
    { ...tenth, ...all, coupon_code: "ever", name: "Ever", type: "forever" as const },
    { ...tenth, ...of, coupon_code: "once", name: "Once", type: "one_time" as const },
    { ...six, ...of, coupon_code: "six", name: "Six off", type: "duration" as const, duration: 3 },
  ])
    await shop.send(createCoupon, { body });
});

afterAll(() => world?.stop());

/** Five seats with support and a coupon, sold on 1 June and changed on 16 June, when half of the term is left. */
async function changedTo(coupon: string, plan: string, quantity: string) {
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: `Buyer ${coupon}` } });
  const params = { customer: customer_id };
  const until = (day: string) => shop.send(clock.advanceTestClock, { params, body: { until: day } });
  await shop.send(clock.setTestClock, { params, body: { today: "2026-06-01" } });
  const addons = [{ addon: "support" }];
  const { subscription } = await shop.send(api.createSubscription, {
    body: { customer_id, plan: { plan: "team", quantity: "5" }, addons, coupon },
  });
  await until("2026-06-16");
  const { invoices } = await shop.send(actions.changeSubscription, {
    params: { subscription: subscription.id },
    body: { plan: { plan, quantity }, addons },
  });
  const totals = async (): Promise<string[]> => {
    const { items } = await shop.send(listInvoices, { query: { customer_id } });
    return items.map(({ date, total }) => `${date} ${total}`).toSorted();
  };
  const lines = invoices.flatMap(({ line_items }) =>
    line_items.map(({ name, amount }) => `${name} ${amount}`),
  );
  const words = invoices.flatMap(({ line_items }) => line_items.map(({ description }) => description));
  return { lines, words, until, totals };
}

test("given a coupon that is for the plan alone, then the line that is charged names it, and what is given back its invoice", async () => {
  const { words } = await changedTo("once", "business", "5");
  expect(words).toEqual([
    expect.stringMatching(/^Unused time, quantity 5: 15 of 30 days · Invoice INV-\d{6}$/),
    "Remaining time, quantity 5: 15 of 30 days · Coupon Once (once)",
  ]);
});

describe("F72 given a coupon of the present term, when what is sold changes in it", () => {
  test.each([
    ["ever", "team", "6", ["team -22.50", "team 27.00"]],
    ["ever", "business", "5", ["team -22.50", "business 45.00"]],
    ["once", "team", "6", ["team -22.50", "team 27.00"]],
    ["six", "team", "6", ["team -22.00", "team 27.00"]],
    ["six", "business", "4", ["team -22.00", "business 37.00"]],
  ])("then %s takes its part off %s for %s as well, and what stays is not billed anew", async (...given) => {
    const [coupon, plan, quantity, expected] = given;
    expect((await changedTo(coupon, plan, quantity)).lines).toEqual(expected);
  });

  test("then the change uses up none of the invoices that the coupon is for", async () => {
    const { until, totals } = await changedTo("six", "team", "6");
    await until("2026-09-01");
    expect(await totals()).toEqual([
      "2026-06-01 64.00",
      "2026-06-16 5.00",
      "2026-07-01 74.00",
      "2026-08-01 74.00",
      "2026-09-01 80.00",
    ]);
  });
});
