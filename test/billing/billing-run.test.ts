import { afterAll, beforeAll, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { runBilling } from "#billing/subscription/run.commands.ts";
import { createSubscription, listSubscriptions } from "#billing/subscription/subscription.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let now = "2026-01-31T12:00:00.000Z";

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => now } });
});

afterAll(() => world?.stop());

const count = 24;

async function shopWithSubscriptions(): Promise<Organization> {
  const shop = await world.organization("Race");
  const product = await shop.send(createProduct, { body: { name: "Cloud" } });
  const prices = [{ currency_code: "USD", price: "10" }];
  const plan = { plan_code: "basic", name: "Basic", product_id: product.id, interval: 1, prices };
  await shop.send(createPlan, { body: { ...plan, interval_unit: "months" } });
  for (let n = 0; n < count; n += 1) {
    const { id } = await shop.send(createCustomer, { body: { display_name: `Buyer ${n}` } });
    await shop.send(createSubscription, { body: { customer_id: id, plan: { plan: "basic" } } });
  }
  return shop;
}

async function numbersAndDays(shop: Organization): Promise<{ numbers: string[]; days: string[] }> {
  const { items } = await shop.send(listInvoices, { query: { limit: 200 } });
  return {
    numbers: items.map(({ number }) => number ?? "").toSorted(),
    days: items.map(({ subscription_id, date }) => `${subscription_id} ${date}`),
  };
}

test("given eight workers at one billing run, stopped and begun anew, then each term is billed once and no number is missing", async () => {
  const shop = await shopWithSubscriptions();
  now = "2026-04-30T12:00:00.000Z";
  const stopping = new AbortController();
  const first = runBilling(world.system.deps, shop.id, stopping.signal);
  stopping.abort();
  await first;
  const runs = Array.from({ length: 8 }, () =>
    runBilling(world.system.deps, shop.id, new AbortController().signal),
  );
  const outcomes = await Promise.all(runs);
  expect(outcomes.every(({ failed }) => failed === 0)).toBe(true);
  const { numbers, days } = await numbersAndDays(shop);
  expect(days).toHaveLength(4 * count);
  expect(new Set(days).size).toBe(4 * count);
  expect(numbers).toEqual(
    Array.from({ length: 4 * count }, (_, n) => `INV-${String(n + 1).padStart(6, "0")}`),
  );
  const { items } = await shop.send(listSubscriptions, { query: { status: "live", limit: 200 } });
  expect(items.map(({ next_on }) => next_on)).toEqual(Array.from({ length: count }, () => "2026-05-31"));
  expect(await runBilling(world.system.deps, shop.id, new AbortController().signal)).toEqual({
    billed: 0,
    failed: 0,
  });
});
