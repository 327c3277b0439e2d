import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { InvoiceId } from "#kernel/id.ts";
import { systemActor } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import { collectByHand } from "#billing/collection/collect.commands.ts";
import { collectWaiting } from "#billing/collection/collect.job.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { mergeCustomers, undoMerge } from "#billing/customer/customer-merge.api.ts";
import { listPaymentMethods, removePaymentMethod } from "#billing/payment-method/payment-method.api.ts";
import { collectInvoice, voidInvoice } from "#billing/invoice/invoice.api.ts";
import { trialBalance } from "#billing/ledger/ledger.api.ts";
import { listPayments, recordPayment, voidPayment } from "#billing/payment/payment.api.ts";
import * as subscriptions from "#billing/subscription/subscription.api.ts";
import * as clock from "#billing/subscription/test-clock.api.ts";
import { startStripe, type StripeServer } from "../../support/stripe-server.ts";
import { startWorld, type World } from "../../support/world.ts";
import { openShop, sellsPlan, type Shop } from "./shop.ts";

let world: World;
let stripe: StripeServer;
let now = Date.parse("2026-03-10T12:00:00.000Z");
const later = (ms: number): void => void (now += ms);
const minute = 60_000;
/** Stripe's library asks once more by itself where a connection breaks, under the same key. */
const twice = 2;

beforeAll(async () => {
  stripe = await startStripe(() => Math.floor(now / 1000));
  world = await startWorld({
    roles: "web",
    clock: { now: () => new Date(now).toISOString() },
    env: { CONCORD_STRIPE_URL: stripe.url },
  });
});

afterAll(async () => {
  await world?.stop();
  await stripe?.close();
});

const open = (options: { currency?: string; isLive?: boolean } = {}): Promise<Shop> =>
  openShop(world, stripe, { ...options, nowMs: () => now });

const collect = ({ shop }: Shop): Promise<{ settled: number }> => collectWaiting(world.system.deps, shop.id);

async function chargeNow({ shop }: Shop, invoice: string) {
  return shop.send(collectInvoice, { params: { invoice }, body: {} });
}

/** As a charge by hand is written before it is asked for. */
async function putDown({ shop }: Shop, invoice: string): Promise<void> {
  const { clock: time, db, ids } = world.system.deps;
  const act = { organizationId: shop.id, actor: systemActor, now: time.now(), ids };
  await inOrganization(db, shop.id, (tx) => collectByHand(tx, act, invoice as InvoiceId, undefined));
}

async function paymentsOf({ shop }: Shop) {
  return (await shop.send(listPayments, { query: {} })).items;
}

async function isBalanced({ shop }: Shop): Promise<boolean> {
  const { accounts } = await shop.send(trialBalance, {});
  return accounts.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 1000), 0) === 0;
}

describe("an invoice that is collected by hand", () => {
  test("given a card, when it is charged now, then a payment by card settles it and the ledger sums to zero (F94)", async () => {
    const shop = await open();
    await shop.giveCard();
    const { id } = await shop.bill("20");
    expect(await chargeNow(shop, id)).toMatchObject({
      status: "paid",
      charges: [{ kind: "manual", status: "succeeded", amount: "20.00", method: "Visa ···· 4242" }],
    });
    const [intent] = shop.account.charges();
    expect(intent).toMatchObject({ amount: 2000, currency: "usd", status: "succeeded" });
    expect(await paymentsOf(shop)).toMatchObject([
      { mode: "card", amount: "20.00", unused: "0.00", reference_number: intent?.id },
    ]);
    expect(await isBalanced(shop)).toBe(true);
  });

  test("F75 given a payment that the gateway charged, when it is to be void, then that is refused and its invoice stays paid", async () => {
    const shop = await open();
    await shop.giveCard();
    const { id: invoice } = await shop.bill("20");
    await chargeNow(shop, invoice);
    const [payment] = await paymentsOf(shop);
    const params = { payment: payment?.id ?? "" };
    expect(await shop.shop.refusal(voidPayment, { params, body: {} })).toMatchObject({
      code: "payment.charged",
      title: `${payment?.number} was charged by the gateway`,
      remedy: "The money did come in: refund it instead.",
    });
    expect(await paymentsOf(shop)).toMatchObject([{ status: "received", applied: "20.00" }]);
  });

  test("given a card that is declined, then the reason is told, nothing is paid, and it can be tried again", async () => {
    const shop = await open();
    const card = await shop.giveCard("pm_card_chargeDeclinedInsufficientFunds");
    const { id } = await shop.bill("20");
    expect(await chargeNow(shop, id)).toMatchObject({
      balance: "20.00",
      charges: [
        {
          status: "failed",
          failure: "Your card has insufficient funds.",
          failure_code: "insufficient_funds",
        },
      ],
    });
    expect(await paymentsOf(shop)).toEqual([]);
    shop.account.becomes(card, "pm_card_visa");
    expect(await chargeNow(shop, id)).toMatchObject({ status: "paid" });
  });

  test("given no gateway, no card, a paid or a tiny invoice, then it is refused with the remedy", async () => {
    const plain = await world.organization("Offline", { currency: "USD" });
    const shop = await open();
    const { id } = await shop.bill("20");
    const refusal = async (invoice: string) =>
      (await shop.shop.refusal(collectInvoice, { params: { invoice }, body: {} })).code;
    expect(await shop.shop.refusal(collectInvoice, { params: { invoice: id }, body: {} })).toMatchObject({
      code: "payment_method.none",
      title: "Buyer has no card or account to collect the 20.00 USD of INV-000001 from",
    });
    await shop.giveCard();
    await chargeNow(shop, id);
    expect(await refusal(id)).toBe("invoice.not_open");
    const small = await shop.bill("0.10");
    expect(await chargeNow(shop, small.id)).toMatchObject({
      charges: [{ status: "failed", failure: "Amount must be at least $0.50 usd" }],
    });
    const missing = { params: { invoice: id }, body: {} };
    expect((await plain.refusal(collectInvoice, missing)).code).toBe("invoice.not_found");
  });
});

describe("what a customer pays with, who is merged into another one", () => {
  test("given a card, then the other one has it and is collected from by it, unless it has one itself; undo gives it back", async () => {
    const given = await open();
    const { shop, customer: loser } = given;
    await given.giveCard();
    const { id: survivor } = await shop.send(createCustomer, { body: { display_name: "Buyer Inc" } });
    const cards = async (customer: string) =>
      (await shop.send(listPaymentMethods, { params: { customer } })).items.map(
        ({ id, is_default }) => [id, is_default] as const,
      );
    const [[card, isDefault] = []] = await cards(loser);
    expect(isDefault).toBe(true);
    const mergedAndBack = async (): Promise<unknown> => {
      const { merge } = await shop.send(mergeCustomers, { params: { customer: survivor }, body: { loser } });
      const merged = [await cards(survivor), await cards(loser)];
      await shop.send(undoMerge, { params: { merge } });
      return merged;
    };
    expect(await mergedAndBack()).toEqual([[[card, true]], []]);
    expect([await cards(survivor), await cards(loser)]).toEqual([[], [[card, true]]]);
    await given.giveCard("pm_card_mastercard", survivor);
    const [[own] = []] = await cards(survivor);
    expect(await mergedAndBack()).toEqual([
      [
        [own, true],
        [card, false],
      ],
      [],
    ]);
    expect([await cards(survivor), await cards(loser)]).toEqual([[[own, true]], [[card, true]]]);
  });
});

describe("an answer that does not come", () => {
  test("given the answer is lost after the charge, then it stays pending, is looked for, and there is exactly one charge (F94)", async () => {
    const shop = await open();
    await shop.giveCard();
    const { id } = await shop.bill("20");
    stripe.break("POST /v1/payment_intents", "lost", twice);
    expect(await chargeNow(shop, id)).toMatchObject({
      balance: "20.00",
      charges: [{ status: "pending", failure_code: "unknown" }],
    });
    const again = await shop.shop.refusal(collectInvoice, { params: { invoice: id }, body: {} });
    expect(again).toMatchObject({
      code: "invoice.being_collected",
      title: "20.00 USD of INV-000001 is being collected from Visa ···· 4242 already",
    });
    expect(await collect(shop)).toEqual({ settled: 0 });
    later(2 * minute);
    expect(await collect(shop)).toEqual({ settled: 1 });
    expect(await shop.invoice(id)).toMatchObject({ status: "paid", charges: [{ status: "succeeded" }] });
    expect(shop.account.charges()).toHaveLength(1);
    expect(await paymentsOf(shop)).toHaveLength(1);
  });

  test("given the process is killed before the settling, then the next one finds the charge and settles it once", async () => {
    const shop = await open();
    await shop.giveCard();
    const { id } = await shop.bill("20");
    const { deps } = world.system;
    let calls = 0;
    // Its third transaction, the one that settles, is cut off as a kill would.
    const killed = {
      ...deps,
      ids: ((prefix: string) => {
        calls += 1;
        throw new Error(`killed at ${prefix}`);
      }) as typeof deps.ids,
    };
    stripe.break("POST /v1/payment_intents", "lost", twice);
    await chargeNow(shop, id);
    later(2 * minute);
    await expect(collectWaiting(killed, shop.shop.id)).rejects.toThrow("killed at pay");
    expect(calls).toBe(1);
    expect(await shop.invoice(id)).toMatchObject({ balance: "20.00", charges: [{ status: "pending" }] });
    later(2 * minute);
    const runs = [collect(shop), collect(shop), collect(shop)];
    await Promise.all(runs);
    expect(await shop.invoice(id)).toMatchObject({ status: "paid" });
    expect(shop.account.charges()).toHaveLength(1);
    expect(await paymentsOf(shop)).toHaveLength(1);
  });

  test("given Stripe answers with failures of its own, then it is asked about until it is known what was done", async () => {
    const shop = await open();
    await shop.giveCard();
    const { id } = await shop.bill("20");
    stripe.break("POST /v1/payment_intents", "error");
    stripe.break("GET /v1/payment_intents", "error");
    await chargeNow(shop, id);
    later(2 * minute);
    expect(await collect(shop)).toEqual({ settled: 0 });
    later(2 * minute);
    // The work had been done, whatever the answer said: it is found.
    expect(await collect(shop)).toEqual({ settled: 1 });
    expect(shop.account.charges()).toHaveLength(1);
    expect(await shop.invoice(id)).toMatchObject({ status: "paid" });
  });

  test("given Stripe cannot be reached for a day, then it is asked again and again, and given up without a charge", async () => {
    const shop = await open();
    await shop.giveCard();
    const { id } = await shop.bill("20");
    await putDown(shop, id);
    const away = { ...world.system.deps, stripeUrl: "http://127.0.0.1:1" };
    expect(await collectWaiting(away, shop.shop.id)).toEqual({ settled: 0 });
    expect(await shop.invoice(id)).toMatchObject({
      charges: [{ status: "pending", failure_code: "unreachable" }],
    });
    later(24 * 60 * minute);
    expect(await collectWaiting(away, shop.shop.id)).toEqual({ settled: 0 });
    later(2 * minute);
    expect(await collect(shop)).toEqual({ settled: 1 });
    expect(await shop.invoice(id)).toMatchObject({
      charges: [{ status: "failed", failure_code: "unanswered" }],
    });
    expect(shop.account.charges()).toEqual([]);
  });

  test("given the invoice is void before it was asked for, then nothing is charged", async () => {
    const shop = await open();
    await shop.giveCard();
    const { id } = await shop.bill("20");
    await putDown(shop, id);
    await shop.shop.send(voidInvoice, { params: { invoice: id }, body: { reason: "Wrong" } });
    expect(await collect(shop)).toEqual({ settled: 1 });
    expect(await shop.invoice(id)).toMatchObject({ charges: [{ status: "failed", failure_code: "moot" }] });
    expect(shop.account.charges()).toEqual([]);
  });

  test("given the customer pays in cash while the answer is awaited, then the card's money is the customer's credit", async () => {
    const shop = await open();
    await shop.giveCard();
    const { id } = await shop.bill("20");
    stripe.break("POST /v1/payment_intents", "lost", twice);
    await chargeNow(shop, id);
    await shop.shop.send(recordPayment, {
      body: {
        customer_id: shop.customer,
        amount: "20",
        mode: "cash",
        invoices: [{ invoice_id: id, amount: "20" }],
      },
    });
    later(2 * minute);
    await collect(shop);
    expect(await paymentsOf(shop)).toMatchObject([
      { mode: "card", unused: "20.00" },
      { mode: "cash", unused: "0.00" },
    ]);
    expect(await isBalanced(shop)).toBe(true);
  });
});

describe("a subscription that is collected by itself", () => {
  async function subscribed(
    token: string,
    options: { currency?: string; price?: string; isLive?: boolean } = {},
  ) {
    const shop = await open(options);
    const { customer } = shop;
    await sellsPlan(shop, options.price ?? "30", options.currency);
    await shop.shop.send(clock.setTestClock, { params: { customer }, body: { today: "2026-03-10" } });
    const card = await shop.giveCard(token);
    const body = { customer_id: customer, plan: { plan: "basic" }, auto_collect: true };
    const sold = await shop.shop.send(subscriptions.createSubscription, { body });
    const { id } = sold.subscription;
    return {
      ...shop,
      card,
      sold,
      until: (day: string) =>
        shop.shop.send(clock.advanceTestClock, { params: { customer }, body: { until: day } }),
      now: () => shop.shop.send(subscriptions.getSubscription, { params: { subscription: id } }),
      history: () => shop.shop.send(subscriptions.subscriptionHistory, { params: { subscription: id } }),
    };
  }

  test("given a live gateway and a card, then the clock does not move, and nothing is charged; without the card it does (B16)", async () => {
    const { until, now: present, ...shop } = await subscribed("pm_card_visa", { isLive: true });
    const params = { customer: shop.customer };
    const before = shop.account.charges().length;
    expect(
      await shop.shop.refusal(clock.advanceTestClock, { params, body: { until: "2026-06-10" } }),
    ).toMatchObject({ code: "test_clock.real_money", title: expect.stringContaining("Visa") as string });
    expect(shop.account.charges()).toHaveLength(before);
    expect(await present()).toMatchObject({ next_on: "2026-04-10" });
    const [card] = (await shop.shop.send(listPaymentMethods, { params })).items;
    await shop.shop.send(removePaymentMethod, { params: { payment_method: card?.id ?? "" } });
    await until("2026-05-10");
    expect(await shop.shop.send(clock.getTestClock, { params })).toEqual({ today: "2026-05-10" });
    expect(shop.account.charges()).toHaveLength(before);
  });

  test("given a card, then the first term and each renewal are paid on their day (F94)", async () => {
    const { sold, until, now: present, ...shop } = await subscribed("pm_card_visa");
    expect(sold).toMatchObject({
      subscription: { status: "live" },
      invoices: [{ status: "paid", charges: [{ kind: "renewal", status: "succeeded" }] }],
    });
    await until("2026-06-10");
    expect(await present()).toMatchObject({ status: "live", cycles: 4, next_on: "2026-07-10" });
    expect(shop.account.charges()).toHaveLength(4);
    expect((await paymentsOf(shop)).map(({ date }) => date).toSorted()).toEqual([
      "2026-03-10",
      "2026-04-10",
      "2026-05-10",
      "2026-06-10",
    ]);
    expect(await isBalanced(shop)).toBe(true);
  });

  test("given the card is declined, then it is dunned by the days set, a try by hand uses none up, and a payment recovers it (F71)", async () => {
    const { sold, until, now: present, card, ...shop } = await subscribed("pm_card_chargeDeclined");
    expect(sold.subscription.status).toBe("dunning");
    const [{ id } = { id: "" }] = sold.invoices;
    await until("2026-03-15");
    expect(await present()).toMatchObject({ status: "dunning", next_on: "2026-03-20" });
    await chargeNow(shop, id);
    expect(await present()).toMatchObject({ status: "dunning", next_on: "2026-03-20" });
    const { items } = await shop.history();
    expect(items.filter(({ event }) => event === "retry_fails").map(({ note }) => note)).toEqual([
      "Your card was declined.",
      "By hand: Your card was declined.",
    ]);
    shop.account.becomes(card, "pm_card_visa");
    await until("2026-03-20");
    expect(await present()).toMatchObject({ status: "live", next_on: "2026-04-10" });
    expect((await shop.invoice(id)).charges.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      "retry succeeded",
      "manual failed",
      "retry failed",
      "renewal failed",
    ]);
  });

  test("given every retry is declined, then it is given up as the organization says", async () => {
    const { until, now: present } = await subscribed("pm_card_chargeDeclined");
    await until("2026-04-30");
    expect(await present()).toMatchObject({ status: "cancelled_from_dunning", next_on: null });
  });

  test("given a lost answer at a renewal, then nothing goes on until it is found, and the term is charged once", async () => {
    const { until, now: present, ...shop } = await subscribed("pm_card_visa");
    stripe.break("POST /v1/payment_intents", "lost", twice);
    await until("2026-05-10");
    expect(await present()).toMatchObject({ status: "live", cycles: 2, next_on: null });
    later(2 * minute);
    await collect(shop);
    expect(await present()).toMatchObject({ status: "live", cycles: 3, next_on: "2026-06-10" });
    expect(shop.account.charges()).toHaveLength(3);
  });

  test("given dinars of three places, then the last place is not charged, stays open, and nothing is dunned for it", async () => {
    const {
      sold,
      until,
      now: present,
      ...shop
    } = await subscribed("pm_card_visa", { currency: "KWD", price: "3.333" });
    expect(sold).toMatchObject({
      subscription: { status: "live" },
      invoices: [{ total: "3.333", balance: "0.003", charges: [{ amount: "3.330", status: "succeeded" }] }],
    });
    expect(shop.account.charges()).toMatchObject([{ amount: 3330, currency: "kwd" }]);
    const [{ id } = { id: "" }] = sold.invoices;
    const refusal = await shop.shop.refusal(collectInvoice, { params: { invoice: id }, body: {} });
    expect(refusal.code).toBe("invoice.not_chargeable");
    await until("2026-04-10");
    expect(await present()).toMatchObject({ status: "live", cycles: 2 });
  });
});
