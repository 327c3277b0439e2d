import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCreditNote, creditInvoice, refundCreditNote } from "#billing/credit-note/credit-note.api.ts";
import { collectWaiting, refundWaiting } from "#billing/collection/collect.job.ts";
import { deleteCustomer, getCustomer } from "#billing/customer/customer.api.ts";
import { forgetOldEvents } from "#billing/gateway/forget-events.job.ts";
import { connectGateway, disconnectGateway, getGateway } from "#billing/gateway/gateway.api.ts";
import { collectInvoice } from "#billing/invoice/invoice.api.ts";
import { trialBalance } from "#billing/ledger/ledger.api.ts";
import * as methods from "#billing/payment-method/payment-method.api.ts";
import { getPayment, listPayments, refundPayment, unapplyPayment } from "#billing/payment/payment.api.ts";
import { inOrganization } from "#platform/db/db.ts";
import { eventOf, startStripe, type StripeServer, tell } from "../../support/stripe-server.ts";
import { startWorld, type World } from "../../support/world.ts";
import { openShop, type Shop } from "./shop.ts";

let world: World;
let stripe: StripeServer;
let now = Date.parse("2026-03-10T12:00:00.000Z");
const minute = 60_000;
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

const open = (): Promise<Shop> => openShop(world, stripe, { nowMs: () => now });
const methodsOf = async ({ shop, customer }: Shop) =>
  (await shop.send(methods.listPaymentMethods, { params: { customer } })).items;
const charge = ({ shop }: Shop, invoice: string) =>
  shop.send(collectInvoice, { params: { invoice }, body: {} });
const paymentsOf = async ({ shop }: Shop) => (await shop.send(listPayments, { query: {} })).items;

async function isBalanced({ shop }: Shop): Promise<boolean> {
  const { accounts } = await shop.send(trialBalance, {});
  return accounts.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 1000), 0) === 0;
}

describe("the gateway's account", () => {
  test("given a key, when it is connected, then Stripe was asked whose it is, and no page or row shows it (F94)", async () => {
    const { shop, key, secret, account } = await open();
    const { account: shown } = await shop.send(getGateway, {});
    expect(shown).toMatchObject({
      account: account.id,
      is_live: false,
      key_hint: key.slice(-4),
      webhook: "given",
    });
    expect(JSON.stringify(shown)).not.toContain(key);
    const rows = await inOrganization(world.system.deps.db, shop.id, (tx) =>
      tx.selectFrom("payment_gateway").selectAll().execute(),
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(key);
    expect(JSON.stringify(rows)).not.toContain(secret);
  });

  test("given a key that is nobody's, a server that Stripe cannot reach, or no Stripe, then it is refused and nothing is kept", async () => {
    const shop = await world.organization("New", { currency: "USD" });
    const connect = (body: { secret_key: string; webhook_secret?: string }) =>
      shop.refusal(connectGateway, { body });
    expect(await connect({ secret_key: "sk_test_nobody000" })).toMatchObject({ code: "gateway.key_refused" });
    stripe.account("sk_test_somebody0");
    expect(await connect({ secret_key: "sk_test_somebody0" })).toMatchObject({
      code: "gateway.webhook_needed",
    });
    expect(await connect({ secret_key: "pk_test_somebody0" })).toMatchObject({ code: "request.invalid" });
    stripe.break("GET /v1/account", "lost", twice);
    expect(await connect({ secret_key: "sk_test_somebody0" })).toMatchObject({
      code: "gateway.unreachable",
      status: 502,
    });
    expect((await shop.send(getGateway, {})).account).toBeNull();
    expect(await shop.refusal(disconnectGateway, {})).toMatchObject({ code: "gateway.not_connected" });
  });

  test("given a charge without an outcome, then the account stays until it is known", async () => {
    const shop = await open();
    await shop.giveCard();
    const { id } = await shop.bill("20");
    stripe.break("POST /v1/payment_intents", "lost", twice);
    await charge(shop, id);
    expect(await shop.shop.refusal(disconnectGateway, {})).toMatchObject({
      code: "gateway.in_use",
      title: "The gateway has not answered yet for the charge of INV-000001",
    });
    now += 2 * minute;
    await collectWaiting(world.system.deps, shop.shop.id);
    expect((await shop.shop.send(disconnectGateway, {})).account).toBeNull();
    expect(await methodsOf(shop)).toEqual([]);
  });
});

describe("payment methods", () => {
  test("given cards that customers gave on Stripe's page, then the first is the default, another can be, and one can go (F95)", async () => {
    const shop = await open();
    await shop.giveCard();
    const second = await shop.giveCard();
    const [first, other] = await methodsOf(shop);
    expect([first, other]).toMatchObject([
      { label: "Visa ···· 4242", expires: "2030-04", is_default: true, is_expired: false },
      { is_default: false },
    ]);
    const params = { payment_method: other?.id ?? "" };
    const chosen = await shop.shop.send(methods.makePaymentMethodDefault, { params });
    expect(chosen.items.map(({ is_default }) => is_default)).toEqual([true, false]);
    const left = await shop.shop.send(methods.removePaymentMethod, { params });
    expect(left.items).toMatchObject([{ id: first?.id, is_default: true }]);
    expect(shop.account.find(second)).toMatchObject({ customer: null });
  });

  test("given a customer who may be deleted, when the gateway does not answer in the middle, then it stays with what was not forgotten, and goes with all of it afterwards (F95)", async () => {
    const shop = await open();
    const [first, second] = [await shop.giveCard(), await shop.giveCard()];
    const params = { customer: shop.customer };
    stripe.break(`POST /v1/payment_methods/${second}/detach`, "lost", twice);
    expect(await shop.shop.refusal(deleteCustomer, { params })).toMatchObject({
      code: "gateway.unreachable",
    });
    expect(await methodsOf(shop)).toMatchObject([{ is_default: true }]);
    expect(shop.account.find(first)).toMatchObject({ customer: null });
    expect(await shop.shop.send(deleteCustomer, { params })).toEqual({ deleted: true });
    expect(shop.account.find(second)).toMatchObject({ customer: null });
    expect(await shop.shop.refusal(getCustomer, { params })).toMatchObject({ code: "customer.not_found" });
  });

  test("given a customer who may not be deleted, then it keeps its card (F95)", async () => {
    const shop = await open();
    const card = await shop.giveCard();
    await shop.bill("20");
    const refusal = await shop.shop.refusal(deleteCustomer, { params: { customer: shop.customer } });
    expect(refusal).toMatchObject({ code: "customer.has_transactions" });
    expect(await methodsOf(shop)).toHaveLength(1);
    expect(shop.account.find(card)).toMatchObject({ customer: expect.any(String) as string });
  });

  test("given events that come twice and in any order, then a card is kept once, and one that is gone does not come back", async () => {
    const shop = await open();
    const { url } = await shop.shop.send(methods.setUpPaymentMethod, { params: { customer: shop.customer } });
    const { session, setupIntent, method } = shop.account.complete(
      url.split("/").at(-1) ?? "",
      "pm_card_visa",
    );
    const done = eventOf("checkout.session.completed", { id: session.id });
    expect((await shop.hear(done)).body).toEqual({ taken: true });
    expect((await shop.hear(done)).body).toEqual({ taken: false });
    expect((await shop.hear(eventOf("setup_intent.succeeded", { id: setupIntent.id }))).status).toBe(200);
    expect(await methodsOf(shop)).toHaveLength(1);
    // Stripe says that it is there: an event that claims otherwise is not believed.
    await shop.hear(eventOf("payment_method.detached", { id: method }));
    expect(await methodsOf(shop)).toHaveLength(1);
    shop.account.answer("POST", `/v1/payment_methods/${method}/detach`, {});
    await shop.hear(eventOf("payment_method.detached", { id: method }));
    expect(await methodsOf(shop)).toEqual([]);
    await shop.hear(eventOf("setup_intent.succeeded", { id: setupIntent.id }));
    expect(await methodsOf(shop)).toEqual([]);
  });
});

describe("what Stripe tells", () => {
  test("given a body that is forged, old, or signed for another organization, then it is refused and nothing changes (F94)", async () => {
    const [shop, other] = [await open(), await open()];
    const { url } = await shop.shop.send(methods.setUpPaymentMethod, { params: { customer: shop.customer } });
    const { session } = shop.account.complete(url.split("/").at(-1) ?? "", "pm_card_visa");
    const event = eventOf("checkout.session.completed", { id: session.id });
    const refused = { status: 400, body: { error: { code: "webhook.signature_wrong" } } };
    expect(await shop.hear(event, { secret: "whsec_of_a_thief" })).toMatchObject(refused);
    expect(await shop.hear(event, { secret: other.secret })).toMatchObject(refused);
    expect(await shop.hear(event, { atMs: now - 6 * minute })).toMatchObject(refused);
    const changed = { ...event, body: event.body.replace("checkout", "Checkout") };
    const address = `${world.url}/api/v1/gateways/stripe/webhooks`;
    const signature = "t=1,v1=00";
    const plain = await fetch(`${address}/${shop.shop.id}`, {
      method: "POST",
      headers: { "content-type": "application/json", "stripe-signature": signature },
      body: changed.body,
    });
    expect(plain.status).toBe(400);
    expect(await tell(`${address}/org_${"0".repeat(26)}`, event, { secret: shop.secret })).toMatchObject(
      refused,
    );
    expect(await methodsOf(shop)).toEqual([]);
    // Rightly signed, another organization's event is about nothing here.
    expect(await other.hear(event)).toEqual({ status: 200, body: { taken: false } });
    expect(await methodsOf(other)).toEqual([]);
    expect((await shop.hear(event, { atMs: now - 4 * minute })).body).toEqual({ taken: true });
  });

  test("given a bank that takes its time, then the invoice waits, is paid by the event, and the same event twice pays once", async () => {
    const shop = await open();
    await shop.giveCard("pm_usBankAccount_success");
    const { id } = await shop.bill("20");
    expect(await charge(shop, id)).toMatchObject({ charges: [{ status: "pending" }] });
    const [intent] = shop.account.charges();
    // An event that claims what Stripe does not say is not believed.
    await shop.hear(eventOf("payment_intent.succeeded", { id: intent?.id }));
    expect(await paymentsOf(shop)).toEqual([]);
    shop.account.bankAnswers(intent?.id ?? "", "succeeded");
    const event = eventOf("payment_intent.succeeded", { id: intent?.id });
    await Promise.all([shop.hear(event), shop.hear(event), shop.hear(event)]);
    await shop.hear(eventOf("payment_intent.payment_failed", { id: intent?.id }));
    expect(await shop.invoice(id)).toMatchObject({ status: "paid" });
    expect(await paymentsOf(shop)).toHaveLength(1);
  });

  test("given the event comes before the answer that was lost, then the job has nothing left to do", async () => {
    const shop = await open();
    await shop.giveCard();
    const { id } = await shop.bill("20");
    stripe.break("POST /v1/payment_intents", "lost", twice);
    await charge(shop, id);
    await shop.hear(eventOf("payment_intent.succeeded", { id: shop.account.charges()[0]?.id }));
    expect(await shop.invoice(id)).toMatchObject({ status: "paid" });
    now += 2 * minute;
    expect(await collectWaiting(world.system.deps, shop.shop.id)).toEqual({ settled: 0 });
    expect(await paymentsOf(shop)).toHaveLength(1);
  });
});

describe("money that is given back", () => {
  async function paid() {
    const shop = await open();
    await shop.giveCard();
    const { id } = await shop.bill("20");
    await charge(shop, id);
    const [payment] = await paymentsOf(shop);
    const show = () => shop.shop.send(getPayment, { params: { payment: payment?.id ?? "" } });
    return { ...shop, id, payment: payment?.id ?? "", intent: shop.account.charges()[0]?.id ?? "", show };
  }

  test("given a credit note of an invoice paid by card, when it is refunded by card, then Stripe gives back that much, once (F94)", async () => {
    const shop = await paid();
    const note = await shop.shop.send(creditInvoice, {
      params: { invoice: shop.id },
      body: { open: true },
    });
    const params = { credit_note: note.id };
    stripe.break("POST /v1/refunds", "lost", twice);
    const body = { amount: "12.50", mode: "card" as const };
    expect(await shop.shop.send(refundCreditNote, { params, body })).toMatchObject({
      balance: "7.50",
      refunds: [{ status: "pending", through_gateway: true }],
    });
    now += 2 * minute;
    expect(await refundWaiting(world.system.deps, shop.shop.id)).toEqual({ settled: 1 });
    expect(shop.account.refunds()).toMatchObject([{ amount: 1250 }]);
    // Our own refund comes back as an event: it is known.
    await shop.hear(eventOf("charge.refunded", { payment_intent: shop.intent }));
    expect((await shop.show()).refunds).toEqual([]);
    const over = await shop.shop.refusal(refundCreditNote, {
      params,
      body: { amount: "7.60", mode: "card" },
    });
    expect(over).toMatchObject({ code: "refund.exceeds_charge", details: { most: "7.50" } });
    expect(await isBalanced(shop)).toBe(true);
  });

  test("given a refund that Stripe refuses, then its amount is the customer's credit again and the reason is told", async () => {
    const shop = await paid();
    shop.account.refundElsewhere(shop.intent, 1500);
    const note = await shop.shop.send(creditInvoice, {
      params: { invoice: shop.id },
      body: { open: true },
    });
    const params = { credit_note: note.id };
    expect(
      await shop.shop.send(refundCreditNote, { params, body: { amount: "12", mode: "card" } }),
    ).toMatchObject({
      balance: "20.00",
      refunds: [{ status: "failed", failure: "Refund amount is greater than unrefunded amount on charge" }],
    });
    expect(await isBalanced(shop)).toBe(true);
  });

  test("given money given back on Stripe's own pages, then the payment tells of it and the invoice is open again by that much", async () => {
    const shop = await paid();
    shop.account.refundElsewhere(shop.intent, 500);
    const event = () => eventOf("charge.refunded", { payment_intent: shop.intent });
    await Promise.all([shop.hear(event()), shop.hear(event())]);
    expect(await shop.show()).toMatchObject({
      refunded: "5.00",
      applied: "15.00",
      refunds: [{ amount: "5.00", mode: "card", status: "succeeded" }],
    });
    expect(await shop.invoice(shop.id)).toMatchObject({ balance: "5.00", status: "partially_paid" });
    shop.account.refundElsewhere(shop.intent, 1500);
    await shop.hear(event());
    expect(await shop.show()).toMatchObject({ refunded: "20.00", applied: "0.00" });
    expect(await isBalanced(shop)).toBe(true);
  });

  test("given a payment by card that settles nothing, when it is refunded by card, then through Stripe, and by cash not", async () => {
    const shop = await paid();
    const [settlement] = (await shop.show()).invoices;
    const params = { payment: shop.payment };
    await shop.shop.send(unapplyPayment, { params, body: { settlement: settlement?.settlement ?? "" } });
    await shop.shop.send(refundPayment, { params, body: { amount: "5", mode: "cash" } });
    expect(shop.account.refunds()).toEqual([]);
    const after = await shop.shop.send(refundPayment, { params, body: { amount: "15", mode: "card" } });
    expect(after.refunds).toMatchObject([
      { through_gateway: false },
      { through_gateway: true, status: "succeeded" },
    ]);
    expect(shop.account.refunds()).toMatchObject([{ amount: 1500 }]);
  });

  test("given a credit note that no card is behind, when it is refunded by card, then it is only written down", async () => {
    const shop = await open();
    const { id } = await shop.shop.send(createCreditNote, {
      body: { customer_id: shop.customer, line_items: [{ name: "Goodwill", price: "5" }], open: true },
    });
    const params = { credit_note: id };
    const after = await shop.shop.send(refundCreditNote, { params, body: { amount: "5", mode: "card" } });
    expect(after.refunds).toMatchObject([{ status: "succeeded", through_gateway: false }]);
  });
});

describe("events that are forgotten", () => {
  const day = 24 * 60 * minute;
  const keptDays = 35;
  const noted = async ({ shop }: Shop) =>
    (
      await inOrganization(world.system.deps.db, shop.id, (tx) =>
        tx.selectFrom("gateway_event").select("id").execute(),
      )
    ).map(({ id }) => id);

  test("given events of a payment, a refund and a card, when they are older than five weeks, then they are forgotten, and sent again they do nothing twice", async () => {
    const shop = await open();
    await shop.giveCard("pm_usBankAccount_success");
    const { id } = await shop.bill("20");
    await charge(shop, id);
    const intent = shop.account.charges()[0]?.id ?? "";
    shop.account.bankAnswers(intent, "succeeded");
    const paid = eventOf("payment_intent.succeeded", { id: intent });
    await shop.hear(paid);
    shop.account.refundElsewhere(intent, 500);
    const refunded = eventOf("charge.refunded", { payment_intent: intent });
    await shop.hear(refunded);
    const { url } = await shop.shop.send(methods.setUpPaymentMethod, { params: { customer: shop.customer } });
    const given = shop.account.complete(url.split("/").at(-1) ?? "", "pm_card_visa");
    const session = eventOf("checkout.session.completed", { id: given.session.id });
    await shop.hear(session);
    const all = async () => ({
      payments: await paymentsOf(shop),
      invoice: await shop.invoice(id),
      methods: await methodsOf(shop),
      ledger: await shop.shop.send(trialBalance, {}),
    });

    now += (keptDays - 1) * day;
    await forgetOldEvents(world.system.deps);
    expect(await noted(shop)).toEqual(expect.arrayContaining([paid.id, refunded.id, session.id]));
    expect((await shop.hear(paid)).body).toEqual({ taken: false });

    now += 2 * day;
    const young = eventOf("payment_intent.succeeded", { id: intent });
    await shop.hear(young);
    await forgetOldEvents(world.system.deps);
    expect(await noted(shop)).toEqual([young.id]);
    const before = await all();
    expect(before).toMatchObject({ invoice: { balance: "5.00" }, payments: [{ refunded: "5.00" }] });
    // Each is read from Stripe anew, and is found to be done.
    for (const event of [refunded, paid, session]) expect((await shop.hear(event)).status).toBe(200);
    expect(await all()).toEqual(before);
  });
});
