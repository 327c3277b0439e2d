import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrganization } from "#platform/db/db.ts";
import { systemActor } from "#platform/auth/actor.ts";
import { editCustomer } from "#billing/customer/customer.api.ts";
import { listEmails, resendEmail } from "#billing/email/email.api.ts";
import { tellOfPayment } from "#billing/email/tell-customer.commands.ts";
import { recordPayment, voidPayment } from "#billing/payment/payment.api.ts";
import { recordPayment as writePayment } from "#billing/payment/payment.commands.ts";
import * as subscriptions from "#billing/subscription/subscription.api.ts";
import { setTestClock } from "#billing/subscription/test-clock.api.ts";
import type { CustomerId, PaymentId } from "#kernel/id.ts";
import type { Shop } from "../billing/gateway/shop.ts";
import { everything, startTellingWorld, type TellingWorld } from "./telling-world.ts";

let telling: TellingWorld;
const now = "2026-03-10T12:00:00.000Z";

beforeAll(async () => void (telling = await startTellingWorld(() => now)));
afterAll(() => telling?.stop());

/** A shop that tells its customer what is chosen. */
const open = (chosen: Partial<typeof everything>, email: string | null = "pay@buyer.example") =>
  telling.open(chosen, email);

async function sell({ shop, customer }: Shop, auto_collect: boolean): Promise<void> {
  const body = { customer_id: customer, plan: { plan: "basic" }, auto_collect };
  await shop.send(subscriptions.createSubscription, { body });
}

async function pay({ shop, customer }: Shop): Promise<string> {
  const body = { customer_id: customer, amount: "20", mode: "cash" as const, invoices: [] };
  return (await shop.send(recordPayment, { body })).id;
}

/** What arrives of what is due. */
async function arrivals(shop: Shop) {
  return (await telling.deliver(shop)).map(({ to, mail }) => ({ ...mail, to }));
}

describe("F97 given what an organization wants its customers to be told", () => {
  test("when a subscription writes an invoice, then it is e-mailed with its PDF and link, once", async () => {
    const shop = await open({ email_invoices: true });
    await sell(shop, false);
    const arrived = await arrivals(shop);
    expect(arrived).toMatchObject([
      {
        to: ["pay@buyer.example"],
        subject: "Invoice INV-000001 from Shop",
        attachments: [{ filename: "INV-000001.pdf" }],
        text: expect.stringMatching(/\/p\/\S{43}/) as string,
      },
    ]);
    expect(await arrivals(shop)).toEqual([]);
  });

  test("when money comes in, then the customer has a receipt, once, however often it is noticed", async () => {
    const shop = await open({ email_receipts: true });
    const id = (await pay(shop)) as PaymentId;
    const { db, ids } = telling.world.system.deps;
    const act = { organizationId: shop.shop.id, actor: systemActor, now, ids };
    await inOrganization(db, shop.shop.id, (tx) =>
      tellOfPayment(tx, act, { id, customer_id: shop.customer as CustomerId }),
    );
    const arrived = await arrivals(shop);
    expect(arrived).toMatchObject([{ subject: "We received your payment of US$20.00", attachments: [] }]);
    expect(arrived[0]?.text).toContain("Our number for the payment is PAY-000001");
  });

  test("F75 when a payment is void before its receipt goes out, then none does, and the list of e-mails says why", async () => {
    const shop = await open({ email_receipts: true });
    const payment = await pay(shop);
    await shop.shop.send(voidPayment, { params: { payment }, body: {} });
    expect(await arrivals(shop)).toEqual([]);
    expect((await shop.shop.send(listEmails, { query: {} })).items).toMatchObject([
      { status: "failed", problem: "This payment is void" },
    ]);
  });

  test("when a payment is written that came in long ago, as a move from elsewhere does, then nobody is told", async () => {
    const shop = await open({ email_receipts: true });
    const { db, ids } = telling.world.system.deps;
    const act = { organizationId: shop.shop.id, actor: systemActor, now, ids };
    const customer_id = shop.customer as CustomerId;
    await inOrganization(db, shop.shop.id, (tx) =>
      writePayment(tx, act, { customer_id, amount: "20", date: "2024-01-31", mode: "cash", invoices: [] }),
    );
    expect((await shop.shop.send(listEmails, { query: {} })).items).toEqual([]);
  });

  test("when a renewal cannot be collected, then the customer is told why", async () => {
    const shop = await open({ email_failed_charges: true });
    await sell(shop, true);
    const [one, ...others] = await arrivals(shop);
    expect(others).toEqual([]);
    expect(one?.subject).toBe("We could not collect US$20.00 for invoice INV-000001");
    expect(one?.text).toMatch(/it did not work: \S.+/);
    expect(one?.text).not.toMatch(/[{}]/);
    expect(one?.attachments[0]?.filename).toBe("INV-000001.pdf");
  });

  test("when nothing is chosen, or the customer is tried out by a clock of its own, then nobody is told", async () => {
    const quiet = await open({});
    await sell(quiet, true);
    await pay(quiet);
    expect(await arrivals(quiet)).toEqual([]);
    const tried = await open(everything);
    await tried.shop.send(setTestClock, {
      params: { customer: tried.customer },
      body: { today: "2026-03-10" },
    });
    await sell(tried, false);
    await pay(tried);
    expect((await tried.shop.send(listEmails, { query: {} })).items).toEqual([]);
  });

  test("when the customer has no address, then the e-mail has failed and says so; with one it can be sent", async () => {
    const shop = await open({ email_receipts: true }, null);
    await pay(shop);
    expect(await arrivals(shop)).toEqual([]);
    const { items } = await shop.shop.send(listEmails, { query: {} });
    expect(items).toMatchObject([
      {
        status: "failed",
        subject: null,
        document_id: null,
        payment_number: "PAY-000001",
        customer_id: shop.customer,
        customer_name: "Buyer",
        problem: "Nobody is named to whom the e-mail goes",
        created_by: "Concord",
      },
    ]);
    const params = { customer: shop.customer };
    await shop.shop.send(editCustomer, { params, body: { email: "new@buyer.example" } });
    await shop.shop.send(resendEmail, { params: { email: items[0]?.id ?? "" } });
    expect((await arrivals(shop)).map(({ to }) => to)).toEqual([["new@buyer.example"]]);
  });
});
