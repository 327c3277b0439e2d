import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { documentEmailEndpoints } from "#billing/email/document-email.api.ts";
import { listEmails, resendEmail } from "#billing/email/email.api.ts";
import { remindOverdue } from "#billing/email/reminder.job.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { recordPayment, voidPayment } from "#billing/payment/payment.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { plusMs } from "#kernel/time.ts";
import type { Shop } from "../billing/gateway/shop.ts";
import { startTellingWorld, type TellingWorld } from "./telling-world.ts";

let telling: TellingWorld;
let now: string;

beforeAll(async () => void (telling = await startTellingWorld(() => now)));
beforeEach(() => void (now = "2026-03-10T12:00:00.000Z"));
afterAll(() => telling?.stop());

async function owes({ shop, customer }: Shop): Promise<string> {
  const line_items = [{ name: "Thing", price: "20" }];
  const body = { customer_id: customer, line_items, payment_terms: 0, send: true };
  return (await shop.send(invoices.createInvoice, { body })).id;
}

async function pay({ shop, customer }: Shop, invoice?: string): Promise<string> {
  const settled = invoice === undefined ? [] : [{ invoice_id: invoice, amount: "20" }];
  const body = { customer_id: customer, amount: "20", mode: "cash" as const, invoices: settled };
  return (await shop.send(recordPayment, { body })).id;
}

const voidInvoice = ({ shop }: Shop, invoice: string) =>
  shop.send(invoices.voidInvoice, { params: { invoice }, body: { reason: null } });

async function sendByHand({ shop }: Shop, invoice: string): Promise<void> {
  await shop.send(documentEmailEndpoints("invoice").send, { params: { invoice }, body: {} });
}

/** An e-mail that is due, and what overtakes it. */
type Overtaking = (shop: Shop) => Promise<() => Promise<unknown>>;

async function failsToCollect(shop: Shop): Promise<string> {
  await shop.shop.send(editOrganization, { body: { email_failed_charges: true } });
  const body = { customer_id: shop.customer, plan: { plan: "basic" }, auto_collect: true };
  const { invoices: written } = await shop.shop.send(createSubscription, { body });
  return written[0]?.id ?? "";
}

const overtakings: [what: string, problem: string, code: string, Overtaking][] = [
  [
    "an invoice is void",
    "A document that is not in force is not e-mailed",
    "email.document_void",
    async (shop) => {
      const invoice = await owes(shop);
      await sendByHand(shop, invoice);
      return () => voidInvoice(shop, invoice);
    },
  ],
  [
    "the invoice of a reminder is paid",
    "Nothing is open on this invoice",
    "invoice.not_open",
    async (shop) => {
      const invoice = await owes(shop);
      await shop.shop.send(editOrganization, { body: { reminder_days: [3] } });
      now = plusMs(now, 3 * 86_400_000);
      await remindOverdue(telling.world.system.deps);
      return () => pay(shop, invoice);
    },
  ],
  [
    "the invoice of a reminder by hand is paid",
    "Nothing is open on this invoice",
    "invoice.not_open",
    async (shop) => {
      const invoice = await owes(shop);
      now = plusMs(now, 3 * 86_400_000);
      await sendByHand(shop, invoice);
      return () => pay(shop, invoice);
    },
  ],
  [
    "what could not be collected is paid",
    "Nothing is open on this invoice",
    "invoice.not_open",
    async (shop) => {
      const invoice = await failsToCollect(shop);
      return () => pay(shop, invoice);
    },
  ],
  [
    "the payment of a receipt is void",
    "This payment is void",
    "payment.void",
    async (shop) => {
      await shop.shop.send(editOrganization, { body: { email_receipts: true } });
      const payment = await pay(shop);
      return () => shop.shop.send(voidPayment, { params: { payment }, body: {} });
    },
  ],
];

describe("F96 F97 given an e-mail that waits for its next attempt", () => {
  test.each(overtakings)(
    "when %s meanwhile, then it is not sent any more and says why, nor is it sent again",
    async (_what, problem, code, begin) => {
      const shop = await telling.open({}, "pay@buyer.example");
      const overtake = await begin(shop);
      telling.server.answers.recipient = [451, "4.7.1 Try again later"];
      expect(await telling.deliver(shop)).toEqual([]);
      delete telling.server.answers.recipient;
      const read = async () => (await shop.shop.send(listEmails, { query: {} })).items;
      const [waiting] = await read();
      expect(waiting).toMatchObject({ status: "queued", attempts: 1 });
      await overtake();
      now = plusMs(now, 61_000);
      expect(await telling.deliver(shop)).toEqual([]);
      expect(await read()).toMatchObject([{ status: "failed", attempts: 2, problem, next_at: null }]);
      const params = { email: waiting?.id ?? "" };
      expect(await shop.shop.refusal(resendEmail, { params })).toMatchObject({ code });
      expect(await read()).toHaveLength(1);
    },
  );

  test("when what could not be collected is paid before its e-mail is written, then nobody reads that nothing could not be collected", async () => {
    const shop = await telling.open({}, "pay@buyer.example");
    await pay(shop, await failsToCollect(shop));
    expect(await telling.deliver(shop)).toEqual([]);
    const { items } = await shop.shop.send(listEmails, { query: {} });
    expect(items).toMatchObject([
      { status: "failed", subject: null, problem: "Nothing is open on this invoice" },
    ]);
    const params = { email: items[0]?.id ?? "" };
    expect(await shop.shop.refusal(resendEmail, { params })).toMatchObject({ code: "invoice.not_open" });
  });
});
