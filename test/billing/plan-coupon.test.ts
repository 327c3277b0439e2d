import { afterAll, beforeAll, expect, test } from "vitest";
import { createCoupon } from "#billing/catalog/coupon.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import * as actions from "#billing/subscription/action.api.ts";
import * as api from "#billing/subscription/subscription.api.ts";
import * as clock from "#billing/subscription/test-clock.api.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

/** A subscription of Basic (30) with half off for ever, since 10 March; Pro costs 60, Yearly 600. */
async function soldWith(name: string, coupon: object, given: object = {}) {
  const shop = await world.organization(name, { currency: "USD" });
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
  for (const [title, interval_unit, price] of [
    ["Basic", "months", "30"],
    ["Pro", "months", "60"],
    ["Yearly", "years", "600"],
  ] as const)
    await shop.send(createPlan, {
      body: {
        ...{ plan_code: title.toLowerCase(), name: title, product_id, interval: 1, interval_unit },
        prices: [{ currency_code: "USD", price }],
      },
    });
  const half = { discount_by: "percentage", discount_value: "50", type: "forever" } as const;
  await shop.send(createCoupon, { body: { coupon_code: "HALF", name: "Half", ...half, ...coupon } });
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: "Buyer" } });
  const params = { customer: customer_id };
  await shop.send(clock.setTestClock, { params, body: { today: "2026-03-10" } });
  const until = (day: string) => shop.send(clock.advanceTestClock, { params, body: { until: day } });
  const sale = { customer_id, plan: { plan: "basic" }, coupon: "HALF", ...given };
  const { subscription } = await shop.send(api.createSubscription, { body: sale });
  const of = { params: { subscription: subscription.id } };
  const change = (plan: string, more: object = {}) =>
    shop.send(actions.changeSubscription, { ...of, body: { plan: { plan }, ...more } });
  const totals = async () => {
    const { items } = await shop.send(listInvoices, { query: {} });
    return items.map(({ date, total }) => `${date} ${total}`).toReversed();
  };
  const notes = async () => {
    const { items } = await shop.send(api.subscriptionHistory, of);
    return items.map(({ event, note }) => `${event}: ${note}`);
  };
  return { shop, of, until, change, totals, notes, now: () => shop.send(api.getSubscription, of) };
}

const forBasic = { apply_to_plans: "select", plans: ["basic"] };
const ends = (plan: string) => `coupon HALF ends with that: it is not for ${plan}`;

test("given a coupon for Basic, when it becomes Pro in mid-term, then the coupon ends with that, and the preview and the history say so (F72)", async () => {
  const { change, until, totals, notes, now } = await soldWith("Now", forBasic);
  const preview = await change("pro", { preview: true });
  expect(preview.subscription).toMatchObject({ coupon_id: null, coupon_invoices_left: null });
  expect((await now()).coupon_id).not.toBe(null);
  expect((await change("pro")).subscription).toMatchObject({ coupon_id: null });
  await until("2026-04-10");
  expect((await totals()).at(-1)).toBe("2026-04-10 60.00");
  expect(await notes()).toContain(`change: Pro; ${ends("Pro")}`);
});

test("given a coupon for Basic, when it becomes a plan with another interval, then the first term of that is without it", async () => {
  const { change, totals } = await soldWith("Interval", forBasic);
  await change("yearly");
  expect((await totals()).at(-1)).toBe("2026-03-10 585.00");
});

test("given a coupon for Basic, when it becomes Pro in its trial, then the first invoice is without it", async () => {
  const { change, until, totals } = await soldWith("Trial", forBasic, { trial_days: 5 });
  await change("pro");
  await until("2026-03-15");
  expect(await totals()).toEqual(["2026-03-15 60.00"]);
});

test("given a coupon for Basic, when the change waits for the end of the term, then the coupon ends on that day, unless the change is taken back (F72)", async () => {
  const { shop, of, change, until, totals, notes, now } = await soldWith("Later", forBasic);
  const later = { when: "term_end", preview: true };
  expect((await change("pro", later)).subscription).toMatchObject({ coupon_ends_on: "2026-04-10" });
  await change("pro", { when: "term_end" });
  expect(await now()).toMatchObject({
    coupon_ends_on: "2026-04-10",
    coupon_id: expect.any(String) as unknown,
  });
  await shop.send(actions.unscheduleChange, { ...of, body: {} });
  expect(await now()).toMatchObject({ coupon_ends_on: null });
  await until("2026-04-10");
  await change("pro", { when: "term_end" });
  await until("2026-05-10");
  expect(await totals()).toEqual(["2026-03-10 15.00", "2026-04-10 15.00", "2026-05-10 60.00"]);
  expect(await now()).toMatchObject({ coupon_ends_on: null, coupon_id: null });
  expect(await notes()).toEqual(
    expect.arrayContaining([`scheduled: Pro; ${ends("Pro")}`, `renew: ${ends("Pro")}`]),
  );
});

test.each([
  ["for all plans", {}],
  ["that is for Pro as well", { apply_to_plans: "select", plans: ["basic", "pro"] }],
])("given a coupon %s, when it becomes Pro, then it goes on", async (_, coupon) => {
  const { change, until, totals, notes, now } = await soldWith("Goes on", coupon);
  await change("pro");
  await until("2026-04-10");
  expect((await totals()).at(-1)).toBe("2026-04-10 30.00");
  expect(await now()).toMatchObject({ coupon_ends_on: null, coupon_id: expect.any(String) as unknown });
  expect(await notes()).toContain("change: Pro");
});
