import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, customerTimeline } from "#billing/customer/customer.api.ts";
import * as api from "#billing/invoice/invoice.api.ts";
import * as ledger from "#billing/ledger/ledger.api.ts";
import * as payments from "#billing/payment/payment.api.ts";
import { customerStatement } from "#billing/statement/statement.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
/** The day that it is. */
let today = "2026-03-10";

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => `${today}T12:00:00.000Z` } });
  shop = await world.organization("Voided payments", { timeZone: "UTC" });
});
afterAll(() => world?.stop());

async function invoiceOf(customer_id: string, price: string): Promise<string> {
  const line_items = [{ name: "Seat", quantity: "1", price }];
  return (await shop.send(api.createInvoice, { body: { customer_id, line_items, send: true } })).id;
}

/** A customer with invoices of 100 and 50, and 1000 instead of 100 recorded for them. */
async function mistyped(display_name: string) {
  today = "2026-03-10";
  const { id: customer } = await shop.send(createCustomer, { body: { display_name } });
  const invoices = [await invoiceOf(customer, "100"), await invoiceOf(customer, "50")] as const;
  const applied = [
    { invoice_id: invoices[0], amount: "100" },
    { invoice_id: invoices[1], amount: "50" },
  ];
  const reference_number = `Bank slip of ${display_name}`;
  const body = { customer_id: customer, amount: "1000", mode: "cash" as const, invoices: applied };
  const payment = await shop.send(payments.recordPayment, { body: { ...body, reference_number } });
  return { customer, invoices, payment, params: { payment: payment.id } };
}

const owedBy = (customer: string) => shop.send(ledger.customerBalance, { params: { customer } });

describe("F75 a payment that was recorded by mistake", () => {
  test("when it is void, then its invoices are open, no credit is left, the books are as before, and who and why is told", async () => {
    const { customer, invoices, payment, params } = await mistyped("Zero too many");
    expect(await owedBy(customer)).toMatchObject({ outstanding: "0.00", unused_credits: "850.00" });
    today = "2026-03-12";
    const done = await shop.send(payments.voidPayment, { params, body: { reason: "a zero too many" } });
    expect(done).toMatchObject({
      ...{ status: "void", void_reason: "a zero too many", amount: "1000.00" },
      ...{ applied: "0.00", unused: "0.00", invoices: [] },
    });
    expect(await owedBy(customer)).toMatchObject({ outstanding: "150.00", unused_credits: "0.00" });
    for (const invoice of invoices)
      expect(await shop.send(api.getInvoice, { params: { invoice } })).toMatchObject({ status: "sent" });
    const { items } = await shop.send(customerTimeline, { params: { customer } });
    expect(items[0]).toMatchObject({
      kind: "payment_voided",
      note: `${payment.number}: 1000.00 USD: a zero too many`,
      actor: { name: "owner key" },
    });
    const query = { from: "2026-03-01", to: "2026-03-31" };
    const { lines } = await shop.send(customerStatement, { params: { customer }, query });
    expect(lines.map(({ date, received }) => [date, received])).toEqual([
      ["2026-03-10", null],
      ["2026-03-10", null],
      ["2026-03-10", "1000.00"],
      ["2026-03-12", "-1000.00"],
    ]);
  });

  test("when it is void, then it is found, and nothing can be done with it any more", async () => {
    const { payment, params, invoices } = await mistyped("Done with");
    await shop.send(payments.voidPayment, { params, body: {} });
    const found = async (search: string): Promise<unknown> =>
      (await shop.send(payments.listPayments, { query: { search } })).items;
    const it = { id: payment.id, status: "void", void_reason: null };
    expect(await found(payment.number)).toMatchObject([it]);
    expect(await found("Bank slip of Done with")).toMatchObject([it]);
    expect(await found("Bank slip of Done")).toEqual([]);
    expect(await found("PAY-")).toContainEqual(expect.objectContaining(it));
    expect(await shop.refusal(payments.voidPayment, { params, body: {} })).toMatchObject({
      ...{ status: 409, code: "payment.already_void", title: `${payment.number} is void already` },
    });
    const applied = { invoices: [{ invoice_id: invoices[0], amount: "1" }] };
    expect(await shop.refusal(payments.applyPayment, { params, body: applied })).toMatchObject({
      ...{ status: 409, code: "payment.void", title: `${payment.number} is void` },
    });
    const refund = { amount: "1", mode: "cash" as const };
    expect((await shop.refusal(payments.refundPayment, { params, body: refund })).code).toBe("payment.void");
    // What is right is recorded anew.
    const body = { customer_id: payment.customer_id, amount: "100", mode: "cash" as const };
    const again = { ...body, invoices: [{ invoice_id: invoices[0], amount: "100" }] };
    await shop.send(payments.recordPayment, { body: again });
    expect(await owedBy(payment.customer_id)).toMatchObject({ outstanding: "50.00", unused_credits: "0.00" });
  });

  test("given part of it was given back, when it is to be void, then that is refused with the amount, and all stays as it was", async () => {
    const { customer, params, payment } = await mistyped("Given back");
    await shop.send(payments.refundPayment, { params, body: { amount: "850", mode: "cash" } });
    expect(await shop.refusal(payments.voidPayment, { params, body: {} })).toMatchObject({
      ...{ status: 409, code: "payment.in_use", title: `850.00 USD of ${payment.number} was given back` },
    });
    expect(await owedBy(customer)).toMatchObject({ outstanding: "0.00", unused_credits: "0.00" });
  });

  test("given two void it at once, then one does", async () => {
    const { customer, params } = await mistyped("At once");
    const both = await Promise.allSettled([
      shop.send(payments.voidPayment, { params, body: {} }),
      shop.send(payments.voidPayment, { params, body: {} }),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect(both.find(({ status }) => status === "rejected")).toMatchObject({
      reason: { view: { code: "payment.already_void" } },
    });
    expect(await owedBy(customer)).toMatchObject({ outstanding: "150.00", unused_credits: "0.00" });
  });
});
