import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer, editCustomer } from "#billing/customer/customer.api.ts";
import { createEstimate, acceptEstimate } from "#billing/estimate/estimate.api.ts";
import { createInvoice, getInvoice, voidInvoice } from "#billing/invoice/invoice.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import {
  cancelSubscription,
  pauseSubscription,
  reactivateSubscription,
  resumeSubscription,
} from "#billing/subscription/action.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { instantFromMs } from "#kernel/time.ts";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import { eventNames, type EventType } from "#platform/webhook/event-choice.api.ts";
import * as api from "#platform/webhook/webhook.api.ts";
import { addRecords, query, startSyncing } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { type Receiver, startReceiver } from "./webhook-receiver.ts";

let world: World;
let receiver: Receiver;
/** By how much the product's clock is ahead. */
let aheadMs = 0;
const clock = { now: () => instantFromMs(Date.now() + aheadMs) };
const allowed = { CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" };

beforeAll(async () => void (world = await startWorld({ clock, env: allowed })));
afterAll(() => world.stop());
beforeEach(async () => void (receiver = await startReceiver()));
afterEach(() => receiver.stop());

async function listening(
  name: string,
  events: EventType[] = [...eventNames],
): Promise<{ organization: Organization; webhook: string; secret: string }> {
  const organization = await world.organization(name, { currency: "USD" });
  const made = await organization.send(api.createWebhook, { body: { url: receiver.url, events } });
  return { organization, webhook: made.webhook.id, secret: made.secret };
}

async function customerOf(organization: Organization, display_name = "Acme"): Promise<string> {
  return (await organization.send(createCustomer, { body: { display_name, currency_code: "USD" } })).id;
}

/** Waits until so many messages have arrived; answers their types in the order of their arrival. */
async function arrived(count: number): Promise<string[]> {
  const types = () => receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
  await expect.poll(types, { timeout: 10_000 }).toHaveLength(count);
  return types();
}

async function deliveriesOf(organization: Organization, webhook: string): Promise<api.DeliveryView[]> {
  return (await organization.send(api.listDeliveries, { params: { webhook }, query: {} })).items;
}

/** Waits until the newest delivery is as it is expected. */
async function newest(
  organization: Organization,
  webhook: string,
  expected: Partial<api.DeliveryView>,
): Promise<api.DeliveryView> {
  await expect
    .poll(async () => (await deliveriesOf(organization, webhook))[0], { timeout: 10_000 })
    .toMatchObject(expected);
  const [found] = await deliveriesOf(organization, webhook);
  if (!found) throw new Error("there is no delivery");
  return found;
}

describe("B17 given a webhook that wants to know of everything", () => {
  test("when things happen, then each is told once, signed so that the official library accepts it, with what the API answers", async () => {
    const { organization, secret } = await listening("Told");
    const customer = await customerOf(organization);
    const line_items = [{ name: "Seat", price: "10" }];
    const body = { customer_id: customer, line_items, send: true };
    const invoice = await organization.send(createInvoice, { body });
    await organization.send(recordPayment, {
      body: {
        customer_id: customer,
        amount: "10",
        mode: "cash",
        invoices: [{ invoice_id: invoice.id, amount: "10" }],
      },
    });
    await organization.send(voidInvoice, { params: { invoice: invoice.id }, body: {} });
    const estimate = await organization.send(createEstimate, { body });
    await organization.send(acceptEstimate, { params: { estimate: estimate.id } });
    const types = await arrived(9);
    expect(types.toSorted()).toEqual([
      "customer.created",
      "estimate.accepted",
      "estimate.created",
      "estimate.sent",
      "invoice.created",
      "invoice.paid",
      "invoice.sent",
      "invoice.voided",
      "payment.recorded",
    ]);
    const verifier = new Webhook(secret);
    for (const { body: text, headers } of receiver.received)
      expect(verifier.verify(text, headers as Record<string, string>)).toMatchObject({
        data: { id: expect.any(String) as string },
      });
    const voided = receiver.received.find(({ body: text }) => text.includes('"invoice.voided"'));
    const now = await organization.send(getInvoice, { params: { invoice: invoice.id } });
    expect(JSON.parse(voided?.body ?? "{}")).toMatchObject({
      data: { id: invoice.id, status: "void", total: now.total },
    });
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(9);
  });

  test("when what is done is refused or only shown, then nothing is told", async () => {
    const { organization, webhook } = await listening("Not told");
    await organization.refusal(createInvoice, { body: { customer_id: "cus_nobody", line_items: [] } });
    const customer = await customerOf(organization);
    await organization.send(editCustomer, { params: { customer }, body: { phone: "+1" } });
    // Sent side by side: which arrives first is nobody's promise.
    expect((await arrived(2)).toSorted()).toEqual(["customer.created", "customer.updated"]);
    expect(await deliveriesOf(organization, webhook)).toHaveLength(2);
  });

  test("when a sync makes customers and ends, then each is told of, and the run", async () => {
    const { organization } = await listening("By sync", ["customer.created", "sync.run_finished"]);
    await addRecords(organization, "Accounts", [{ Account_Name: "One" }, { Account_Name: "Two" }]);
    const run = await (await startSyncing(organization, { module: "accounts" })).run();
    expect((await arrived(3)).toSorted()).toEqual([
      "customer.created",
      "customer.created",
      "sync.run_finished",
    ]);
    const told = receiver.received.find(({ body }) => body.includes("sync.run_finished"));
    expect(JSON.parse(told?.body ?? "{}")).toMatchObject({ data: { id: run.id, status: "done" } });
  });

  test("when an invoice becomes overdue by the clock, then it is told once", async () => {
    const { organization, webhook } = await listening("Overdue", ["invoice.overdue"]);
    const customer = await customerOf(organization);
    const line_items = [{ name: "Seat", price: "10" }];
    const body = { customer_id: customer, line_items, payment_terms: 0, send: true };
    const { id } = await organization.send(createInvoice, { body });
    const { tellOverdue } = await import("#billing/invoice/overdue.job.ts");
    await tellOverdue(world.system.deps);
    expect(await deliveriesOf(organization, webhook)).toEqual([]);
    aheadMs = 2 * 86_400_000;
    try {
      await tellOverdue(world.system.deps);
      await tellOverdue(world.system.deps);
      expect(await arrived(1)).toEqual(["invoice.overdue"]);
      expect(receiver.received[0]?.body).toContain(id);
      expect(await deliveriesOf(organization, webhook)).toHaveLength(1);
    } finally {
      aheadMs = 0;
    }
  });
});

describe("B17 given the kinds of events", () => {
  test("when each is looked for, then a trigger or a job writes it, and the description of the API has it", async () => {
    const sources = await query<{ prosrc: string }>(
      world,
      "select prosrc from pg_proc where proname like 'tell%' or proname = 'tell_of_new_rows'",
    );
    const triggers = await query<{ text: string }>(
      world,
      "select pg_get_triggerdef(oid) as text from pg_trigger where tgname like 'tell_%'",
    );
    const written = JSON.stringify([sources, triggers]);
    const unwritten = eventNames.filter((name) => {
      const [subject = "", happening = ""] = name.split(".");
      const isComposed = written.includes(`'${happening}'`) || written.includes(`'.${happening}'`);
      return (
        name !== "invoice.overdue" && !written.includes(`'${name}'`) && !isComposed && subject !== "estimate"
      );
    });
    expect(unwritten).toEqual([]);
    const document = (await (await fetch(`${world.url}/api/openapi.json`)).json()) as { webhooks: object };
    expect(Object.keys(document.webhooks)).toEqual([...eventNames]);
  });

  test("when a subscription is sold, paused, resumed and cancelled, then each is told under its name", async () => {
    const { organization } = await listening(
      "Sells",
      eventNames.filter((name) => name.startsWith("subscription.")),
    );
    const customer_id = await customerOf(organization);
    const { id: product_id } = await organization.send(createProduct, { body: { name: "Cloud" } });
    await organization.send(createPlan, {
      body: {
        ...{ plan_code: "solo", name: "Solo", product_id, interval: 1, interval_unit: "months" },
        prices: [{ price: "10" }],
      },
    });
    const sold = { customer_id, plan: { plan: "solo" } };
    await organization.send(createSubscription, { body: { ...sold, preview: true } });
    const { subscription } = await organization.send(createSubscription, { body: sold });
    const params = { subscription: subscription.id };
    await organization.send(pauseSubscription, { params, body: {} });
    await organization.send(resumeSubscription, { params, body: {} });
    await organization.send(cancelSubscription, { params, body: {} });
    await organization.send(reactivateSubscription, { params, body: {} });
    await organization.send(cancelSubscription, { params, body: { at_term_end: false } });
    const types = await arrived(7);
    expect(types.toSorted()).toEqual([
      "subscription.activated",
      "subscription.cancellation_scheduled",
      "subscription.cancelled",
      "subscription.created",
      "subscription.paused",
      "subscription.reactivated",
      "subscription.resumed",
    ]);
  });
});

describe("B17 given a receiver that does not take a message", () => {
  test("when it answers 500 and then 200, then the message is sent once more, under the same id", async () => {
    const { organization, webhook, secret } = await listening("Again", ["customer.created"]);
    receiver.answers(500, "out of order");
    await customerOf(organization);
    const failed = await newest(organization, webhook, { attempts: 1 });
    expect(failed).toMatchObject({
      state: "pending",
      status: 500,
      answer: "out of order",
      problem: "The receiver answered 500",
    });
    expect(Date.parse(failed.next_at ?? "") - Date.parse(failed.tried_at ?? "")).toBe(5000);
    receiver.answers(200, "thanks");
    aheadMs = 6000;
    try {
      await newest(organization, webhook, {
        state: "delivered",
        attempts: 2,
        status: 200,
        answer: "thanks",
        problem: null,
      });
    } finally {
      aheadMs = 0;
    }
    expect(receiver.received).toHaveLength(2);
    const [first, second] = receiver.received;
    expect([second?.id, second?.body]).toEqual([first?.id, first?.body]);
    expect(() =>
      new Webhook(secret).verify(first?.body ?? "", first?.headers as Record<string, string>),
    ).not.toThrow();
  });

  test("when it sends elsewhere, then nobody follows; when it is gone, then the webhook is off, and says so", async () => {
    const { organization, webhook } = await listening("Elsewhere", ["customer.created"]);
    const other = await startReceiver();
    receiver.answers(302, "", { location: other.url });
    await customerOf(organization);
    await newest(organization, webhook, { status: 302, state: "pending" });
    expect(other.received).toEqual([]);
    await other.stop();
    receiver.answers(410);
    await customerOf(organization, "Second");
    await newest(organization, webhook, { state: "failed" });
    expect(await organization.send(api.getWebhook, { params: { webhook } })).toMatchObject({
      enabled: false,
      disabled_because: "gone",
    });
    expect((await deliveriesOf(organization, webhook)).map(({ state }) => state)).toEqual([
      "failed",
      "failed",
    ]);
    const audit = await organization.send(listAuditLog, { query: { action: "webhook" } });
    expect(audit.items[0]).toMatchObject({ action: "webhook.switched_off" });
    expect(await organization.refusal(api.testWebhook, { params: { webhook } })).toMatchObject({
      code: "webhook.off",
    });
    receiver.answers(200);
    await organization.send(api.editWebhook, { params: { webhook }, body: { enabled: true } });
    const [last] = await deliveriesOf(organization, webhook);
    await organization.send(api.resendDelivery, { params: { delivery: last?.id ?? "" } });
    await newest(organization, webhook, { state: "delivered" });
  });

  test("when nothing has arrived for five days, then the webhook is switched off", async () => {
    const { organization, webhook } = await listening("For days", ["customer.created"]);
    receiver.answers(503);
    await customerOf(organization);
    await newest(organization, webhook, { attempts: 1 });
    expect((await organization.send(api.getWebhook, { params: { webhook } })).failing_since).not.toBeNull();
    await query(world, "update webhook set failing_since = failing_since - interval '5 days' where id = $1", [
      webhook,
    ]);
    await customerOf(organization, "Later");
    await newest(organization, webhook, { state: "failed" });
    expect(await organization.send(api.getWebhook, { params: { webhook } })).toMatchObject({
      enabled: false,
      disabled_because: "failing",
    });
  });
});

describe("B17 given a secret", () => {
  test("when it is rotated, then for a day either signature is accepted, and afterwards the new one alone", async () => {
    const { organization, webhook, secret } = await listening("Rotates");
    const made = await organization.send(api.rotateSecret, { params: { webhook } });
    await organization.send(api.testWebhook, { params: { webhook } });
    await arrived(1);
    const accepts = (of: string, at: number): boolean => {
      const one = receiver.received[at];
      try {
        return Boolean(new Webhook(of).verify(one?.body ?? "", one?.headers as Record<string, string>));
      } catch {
        return false;
      }
    };
    expect([accepts(secret, 0), accepts(made.secret, 0)]).toEqual([true, true]);
    await query(world, "update webhook set old_secret_until = now() - interval '1 s' where id = $1", [
      webhook,
    ]);
    await organization.send(api.testWebhook, { params: { webhook } });
    await arrived(2);
    expect([accepts(secret, 1), accepts(made.secret, 1)]).toEqual([false, true]);
  });

  test("when anything is asked later, then no answer and no row holds it", async () => {
    const { organization, webhook, secret } = await listening("Secret");
    await organization.send(api.testWebhook, { params: { webhook } });
    await arrived(1);
    const params = { webhook };
    const answers = JSON.stringify([
      await organization.send(api.listWebhooks, {}),
      await organization.send(api.getWebhook, { params }),
      await organization.send(api.editWebhook, { params, body: { description: "Ours" } }),
      await organization.send(api.listDeliveries, { params, query: {} }),
      await organization.send(listAuditLog, { query: {} }),
      await query(world, "select w::text from webhook w"),
    ]);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(answers).not.toContain(secret.slice("whsec_".length));
    expect(answers).not.toContain("whsec_");
  });
});

test("B17 given two organizations, when one has a webhook, then it hears nothing of the other, and the other cannot reach it", async () => {
  const { organization, webhook } = await listening("Mine");
  const other = await world.organization("Theirs", { currency: "USD" });
  await customerOf(other, "Secret customer");
  await organization.send(api.testWebhook, { params: { webhook } });
  expect(await arrived(1)).toEqual(["webhook.test"]);
  const [delivery] = await deliveriesOf(organization, webhook);
  expect(await other.send(api.listWebhooks, {})).toEqual({ items: [] });
  for (const code of [
    (await other.refusal(api.getWebhook, { params: { webhook } })).code,
    (await other.refusal(api.rotateSecret, { params: { webhook } })).code,
    (await other.refusal(api.listDeliveries, { params: { webhook }, query: {} })).code,
  ])
    expect(code).toBe("webhook.not_found");
  const params = { delivery: delivery?.id ?? "" };
  expect((await other.refusal(api.resendDelivery, { params })).code).toBe("webhook.delivery_not_found");
  expect((await organization.send(api.getDelivery, { params })).payload).toContain("This is a test");
});
