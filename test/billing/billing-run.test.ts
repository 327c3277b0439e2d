import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { trialBalance } from "#billing/ledger/ledger.api.ts";
import { cancelSubscription } from "#billing/subscription/action.api.ts";
import { runBilling } from "#billing/subscription/run.commands.ts";
import {
  createSubscription,
  getSubscription,
  listSubscriptions,
} from "#billing/subscription/subscription.api.ts";
import { startBeside } from "../support/process.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let now = "2026-01-31T12:00:00.000Z";

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => now } });
});

afterAll(() => world?.stop());

async function shopWithSubscriptions(name: string, count: number): Promise<Organization> {
  now = "2026-01-31T12:00:00.000Z";
  const shop = await world.organization(name);
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
  const count = 24;
  const shop = await shopWithSubscriptions("Race", count);
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

test("given a subscription whose history is refused, when it is billed with others, then it alone is left, and no number is missing", async () => {
  const shop = await shopWithSubscriptions("Refused", 12);
  const { items } = await shop.send(listSubscriptions, { query: { limit: 200 } });
  const bad = items[5]?.id ?? "";
  const owner = new pg.Client({ connectionString: world.databaseUrl });
  await owner.connect();
  try {
    await owner.query(
      `alter table subscription_event add constraint refused check (subscription_id <> '${bad}') not valid`,
    );
    now = "2026-02-28T12:00:00.000Z";
    const outcome = await runBilling(world.system.deps, shop.id, new AbortController().signal);
    expect(outcome).toEqual({ billed: 11, failed: 1 });
    const { numbers, days } = await numbersAndDays(shop);
    expect(numbers).toEqual(Array.from({ length: 23 }, (_, n) => `INV-${String(n + 1).padStart(6, "0")}`));
    expect(days.filter((one) => one.startsWith(bad))).toEqual([`${bad} 2026-01-31`]);
  } finally {
    await owner.query("alter table subscription_event drop constraint refused");
    await owner.end();
  }
});

test("given due subscriptions, when they are billed, then the database is asked fewer than eight times an invoice", async () => {
  const shop = await shopWithSubscriptions("Asked", 30);
  now = "2026-02-28T12:00:00.000Z";
  const asked = vi.spyOn(pg.Client.prototype, "query");
  try {
    const outcome = await runBilling(world.system.deps, shop.id, new AbortController().signal);
    expect(outcome).toEqual({ billed: 30, failed: 0 });
    expect(asked.mock.calls.length / 30).toBeLessThan(8);
  } finally {
    asked.mockRestore();
  }
});

/** The days of invoices in the order of their numbers. */
async function daysByNumber(shop: Organization): Promise<string[]> {
  const { items } = await shop.send(listInvoices, { query: { limit: 200 } });
  const byNumber = items.toSorted((a, b) => ((a.number ?? "") < (b.number ?? "") ? -1 : 1));
  return byNumber.map(({ date }) => date);
}

test("given months without a run, when it is caught up, then numbers follow the days across all subscriptions", async () => {
  now = "2026-01-05T12:00:00.000Z";
  const shop = await shopWithSubscriptions("Missed", 0);
  // Sold in another order than that of their days, so that their ids do not put it right.
  for (const starts_at of ["2026-01-20", "2026-02-11", "2026-02-01", "2026-01-31", "2026-02-08"]) {
    const { id } = await shop.send(createCustomer, { body: { display_name: starts_at } });
    await shop.send(createSubscription, { body: { customer_id: id, plan: { plan: "basic" }, starts_at } });
  }
  const already = await daysByNumber(shop);
  now = "2026-05-05T12:00:00.000Z";
  expect((await runBilling(world.system.deps, shop.id, new AbortController().signal)).failed).toBe(0);
  const days = (await daysByNumber(shop)).slice(already.length);
  expect(days.length).toBeGreaterThan(12);
  expect(days).toEqual(days.toSorted());
  expect(new Set(days.map((day) => day.slice(0, 7))).size).toBe(4);
});

test("given one that ends with its term, when the run comes weeks late, then it ended on that day", async () => {
  const shop = await shopWithSubscriptions("Late", 1);
  const [sold] = (await shop.send(listSubscriptions, { query: {} })).items;
  const params = { subscription: sold?.id ?? "" };
  await shop.send(cancelSubscription, { params, body: { at_term_end: true } });
  now = "2026-04-10T12:00:00.000Z";
  await runBilling(world.system.deps, shop.id, new AbortController().signal);
  expect(await shop.send(getSubscription, { params })).toMatchObject({
    status: "cancelled",
    // Midnight in New York.
    cancelled_at: "2026-02-28T05:00:00.000Z",
  });
});

/** Bills in a process that is killed at its n-th commit; answers how it ended. */
function billKilled(
  shop: Organization,
  nth: number,
  moment: "before" | "after",
): Promise<{ signal: string | null; code: number | null; commits: number }> {
  const child = startBeside(world, join(import.meta.dirname, "billing-run-child.ts"), {
    args: [shop.id, now, String(nth), moment],
    env: { CONCORD_ROLES: "web", PORT: "0" },
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  return new Promise((resolve) =>
    child.once("close", (code, signal) => resolve({ signal, code, commits: Number(text.trim()) })),
  );
}

/** What there is after a billing run, without what differs between organizations. */
async function books(shop: Organization): Promise<unknown> {
  const { items } = await shop.send(listInvoices, { query: { limit: 200 } });
  const { accounts } = await shop.send(trialBalance, {});
  return {
    invoices: items.map(({ number, date, total, status }) => ({ number, date, total, status })),
    accounts,
  };
}

describe("given a process that bills and is killed with kill -9", () => {
  test("when it is killed before and after every commit in turn, then the next one goes on, and the books are as if nothing had been", async () => {
    // More than are billed in one transaction.
    const calm = await shopWithSubscriptions("Calm", 12);
    now = "2026-03-31T12:00:00.000Z";
    const { commits, code } = await billKilled(calm, 0, "after");
    expect({ code, isEach: commits > 3 }).toEqual({ code: 0, isEach: true });
    const expected = await books(calm);
    for (const moment of ["before", "after"] as const) {
      const shop = await shopWithSubscriptions(`Killed ${moment}`, 12);
      now = "2026-03-31T12:00:00.000Z";
      let nth = 1;
      for (; ; nth += 1) {
        const { signal } = await billKilled(shop, nth, moment);
        if (signal === null) break;
        expect(signal).toBe("SIGKILL");
      }
      expect(nth).toBeGreaterThan(3);
      expect(await books(shop)).toEqual(expected);
    }
  }, 300_000);
});
