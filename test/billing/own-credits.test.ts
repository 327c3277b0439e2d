import { afterAll, beforeAll, expect, test } from "vitest";
import { collectWaiting } from "#billing/collection/collect.job.ts";
import { createCreditNote, getCreditNote } from "#billing/credit-note/credit-note.api.ts";
import { getInvoice, listInvoices } from "#billing/invoice/invoice.api.ts";
import { customerBalance, trialBalance } from "#billing/ledger/ledger.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { getPayment, recordPayment } from "#billing/payment/payment.api.ts";
import { runBilling } from "#billing/subscription/run.commands.ts";
import * as subscriptions from "#billing/subscription/subscription.api.ts";
import * as clock from "#billing/subscription/test-clock.api.ts";
import { startStripe, type StripeServer } from "../support/stripe-server.ts";
import { startWorld, type World } from "../support/world.ts";
import { openShop, sellsPlan, type Shop } from "./gateway/shop.ts";

let world: World;
let stripe: StripeServer;
let now = "2026-03-10T12:00:00.000Z";

beforeAll(async () => {
  stripe = await startStripe();
  world = await startWorld({
    roles: "web",
    clock: { now: () => now },
    env: { CONCORD_STRIPE_URL: stripe.url },
  });
});

afterAll(async () => {
  await world?.stop();
  await stripe?.close();
});

/** A shop that sells its customer a plan of 10.00 a month. */
async function open(): Promise<Shop> {
  now = "2026-03-10T12:00:00.000Z";
  const shop = await openShop(world, stripe, { nowMs: () => Date.parse(now) });
  await sellsPlan(shop, "10");
  return shop;
}

async function sell({ shop, customer: customer_id }: Shop, given: object = {}) {
  const body = { customer_id, plan: { plan: "basic" }, ...given };
  return shop.send(subscriptions.createSubscription, { body });
}

async function credit({ shop, customer: customer_id }: Shop, price: string, date?: string) {
  const line_items = [{ name: "Goodwill", price }];
  return shop.send(createCreditNote, {
    body: { customer_id, line_items, open: true, ...(date && { date }) },
  });
}

/** What is due by a day is billed, and collected where it may be. */
async function runUntil({ shop }: Shop, day: string): Promise<void> {
  now = `${day}T12:00:00.000Z`;
  const signal = new AbortController().signal;
  expect(await runBilling(world.system.deps, shop.id, signal)).toMatchObject({ failed: 0 });
  await collectWaiting(world.system.deps, shop.id);
}

/** Day, credits used, payments and what is open, of each invoice in the order of their days. */
async function invoices({ shop }: Shop): Promise<string[]> {
  const { items } = await shop.send(listInvoices, { query: { limit: 200 } });
  const whole = await Promise.all(items.map(({ id }) => shop.send(getInvoice, { params: { invoice: id } })));
  return whole
    .map(({ date, credited, paid, balance }) => `${date} ${credited} ${paid} ${balance}`)
    .toSorted();
}

async function isBalanced({ shop }: Shop): Promise<boolean> {
  const { accounts } = await shop.send(trialBalance, {});
  return accounts.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0) === 0;
}

test("F75 given credits of a customer, when subscriptions are billed, then the oldest settle their invoices, and only the rest is collected", async () => {
  const shop = await open();
  await shop.giveCard();
  const { id: newer } = await credit(shop, "7");
  const { id: older } = await credit(shop, "18", "2026-03-01");
  await sell(shop, { auto_collect: true });
  await runUntil(shop, "2026-05-10");
  expect(await invoices(shop)).toEqual([
    "2026-03-10 10.00 0.00 0.00",
    "2026-04-10 10.00 0.00 0.00",
    "2026-05-10 5.00 5.00 0.00",
  ]);
  expect(shop.account.charges().map(({ amount }) => amount)).toEqual([500]);
  for (const credit_note of [newer, older])
    expect(await shop.shop.send(getCreditNote, { params: { credit_note } })).toMatchObject({
      status: "closed",
      balance: "0.00",
    });
  const { items } = await shop.shop.send(subscriptions.listSubscriptions, { query: {} });
  expect(items).toMatchObject([{ status: "live", next_on: "2026-06-10" }]);
  expect(await isBalanced(shop)).toBe(true);
});

test("F75 given money paid in advance, when many terms are billed, then it settles them in turn until it is used up", async () => {
  const shop = await open();
  const body = { customer_id: shop.customer, amount: "25", mode: "cash" as const };
  const { id: payment } = await shop.shop.send(recordPayment, { body });
  await sell(shop);
  await runUntil(shop, "2026-06-10");
  expect(await invoices(shop)).toEqual([
    "2026-03-10 0.00 10.00 0.00",
    "2026-04-10 0.00 10.00 0.00",
    "2026-05-10 0.00 5.00 5.00",
    "2026-06-10 0.00 0.00 10.00",
  ]);
  const { unused, invoices: settled } = await shop.shop.send(getPayment, { params: { payment } });
  expect({ unused, days: settled.map(({ date }) => date) }).toEqual({
    unused: "0.00",
    days: ["2026-03-10", "2026-04-10", "2026-05-10"],
  });
  expect(await isBalanced(shop)).toBe(true);
});

test("F75 given two subscriptions of one customer that are billed together, then what one uses is gone for the other", async () => {
  const shop = await open();
  await sell(shop);
  await sell(shop);
  await credit(shop, "15");
  await runUntil(shop, "2026-04-10");
  const renewals = (await invoices(shop)).filter((one) => one.startsWith("2026-04-10"));
  expect(renewals).toEqual(["2026-04-10 10.00 0.00 0.00", "2026-04-10 5.00 0.00 5.00"]);
});

test("F75 given a preview, then it shows what credits settle and what is left to pay, and uses none", async () => {
  const shop = await open();
  await credit(shop, "4");
  const { invoices: previewed } = await sell(shop, { preview: true });
  expect(previewed).toMatchObject([{ total: "10.00", credited: "4.00", balance: "6.00" }]);
  const params = { customer: shop.customer };
  expect(await shop.shop.send(customerBalance, { params })).toMatchObject({ unused_credits: "4.00" });
});

test("F75 given a test clock in the past, then nothing is settled before the day of the credit that settles it", async () => {
  const shop = await open();
  const params = { customer: shop.customer };
  await shop.shop.send(clock.setTestClock, { params, body: { today: "2026-01-10" } });
  await credit(shop, "10", "2026-03-01");
  await sell(shop);
  const { items } = await shop.shop.send(listInvoices, { query: {} });
  const { settlements } = await shop.shop.send(getInvoice, { params: { invoice: items[0]?.id ?? "" } });
  expect(settlements).toMatchObject([{ amount: "10.00", date: "2026-03-01" }]);
});

test("F75 given an organization that applies credits by hand, then they stay, and all is collected", async () => {
  const shop = await open();
  await shop.shop.send(editOrganization, { body: { apply_credits: false } });
  await shop.giveCard();
  await credit(shop, "10");
  await sell(shop, { auto_collect: true });
  await runUntil(shop, "2026-04-10");
  expect(await invoices(shop)).toEqual(["2026-03-10 0.00 10.00 0.00", "2026-04-10 0.00 10.00 0.00"]);
  const params = { customer: shop.customer };
  expect(await shop.shop.send(customerBalance, { params })).toMatchObject({ unused_credits: "10.00" });
});
