import { afterAll, beforeAll, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import * as notes from "#billing/credit-note/credit-note.api.ts";
import * as estimates from "#billing/estimate/estimate.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import * as purchases from "#billing/order/purchase-order.api.ts";
import * as sales from "#billing/order/sales-order.api.ts";
import * as payments from "#billing/payment/payment.api.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
let customer_id: string;

const line_items = [{ name: "Seat", price: "20" }];

beforeAll(async () => {
  // It is the 11th in Tokyo already.
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T20:00:00.000Z" } });
  shop = await world.organization("Shop", { currency: "USD", timeZone: "Asia/Tokyo" });
  customer_id = (await shop.send(createCustomer, { body: { display_name: "Buyer" } })).id;
});

afterAll(() => world?.stop());

function named(path: string, problem: string) {
  return {
    status: 400,
    code: "request.invalid",
    details: { fields: [{ path, problem: expect.stringContaining(problem) }] },
  };
}

const money = { amount: "20", mode: "cash" as const };

test.each(["0001-01-01", "1969-12-31", "2127-01-01", "9999-12-31"])(
  "given the day %s, when a document or money is to be of it, then the answer names the field",
  async (date) => {
    const refused = named("date", "check the year");
    const body = { customer_id, line_items, date };
    expect(await shop.refusal(invoices.createInvoice, { body })).toMatchObject(refused);
    expect(await shop.refusal(estimates.createEstimate, { body })).toMatchObject(refused);
    expect(await shop.refusal(notes.createCreditNote, { body })).toMatchObject(refused);
    expect(
      await shop.refusal(payments.recordPayment, { body: { ...money, customer_id, date } }),
    ).toMatchObject(refused);
  },
);

test("given the last day that there is, then an invoice of it is due after it", async () => {
  const body = { customer_id, line_items, date: "2126-12-31" };
  expect(await shop.send(invoices.createInvoice, { body })).toMatchObject({ due_date: "2127-01-15" });
});

test("given an invoice is to be due before its day, then it is refused, new and changed, and due on its day it is not", async () => {
  const refused = named("due_date", "must not be before 2026-03-05");
  const body = { customer_id, line_items, date: "2026-03-05" };
  const wrong = { ...body, due_date: "2026-03-04" };
  expect(await shop.refusal(invoices.createInvoice, { body: wrong })).toMatchObject(refused);
  const { id: invoice } = await shop.send(invoices.createInvoice, {
    body: { ...body, due_date: "2026-03-05" },
  });
  const { customer_id: _, ...edit } = wrong;
  expect(await shop.refusal(invoices.editInvoice, { params: { invoice }, body: edit })).toMatchObject(
    refused,
  );
});

test("given an estimate is to expire before its day, also where that is today, then it is refused", async () => {
  const body = { customer_id, line_items, expiry_date: "2026-03-10" };
  const refused = named("expiry_date", "must not be before 2026-03-11");
  expect(await shop.refusal(estimates.createEstimate, { body })).toMatchObject(refused);
  await shop.send(estimates.createEstimate, { body: { ...body, date: "2026-03-10" } });
});

test("given an order is to be delivered before its day, also where that is today, then it is refused, new and changed", async () => {
  const { id: vendor_id } = await shop.send(createVendor, { body: { name: "Chairs" } });
  const early = { line_items, delivery_date: "2026-03-10" };
  const refused = named("delivery_date", "must not be before 2026-03-11");
  expect(await shop.refusal(purchases.createPurchaseOrder, { body: { vendor_id, ...early } })).toMatchObject(
    refused,
  );
  expect(await shop.refusal(sales.createSalesOrder, { body: { customer_id, ...early } })).toMatchObject(
    refused,
  );
  const onTime = { line_items, delivery_date: "2026-03-11" };
  const { id: purchase_order } = await shop.send(purchases.createPurchaseOrder, {
    body: { vendor_id, ...onTime },
  });
  expect(
    await shop.refusal(purchases.editPurchaseOrder, { params: { purchase_order }, body: early }),
  ).toMatchObject(refused);
  const { id: sales_order } = await shop.send(sales.createSalesOrder, { body: { customer_id, ...onTime } });
  expect(await shop.refusal(sales.editSalesOrder, { params: { sales_order }, body: early })).toMatchObject(
    refused,
  );
});

test("given money of a day to come, then it is refused; until tomorrow, as it is there, it is not", async () => {
  const pay = (date: string) => ({ body: { ...money, customer_id, date } });
  const refused = named("date", "must not be after 2026-03-12");
  expect(await shop.refusal(payments.recordPayment, pay("2026-03-13"))).toMatchObject(refused);
  const { id: payment } = await shop.send(payments.recordPayment, pay("2026-03-12"));
  const params = { payment };
  expect(
    await shop.refusal(payments.refundPayment, { params, body: { ...money, date: "2026-03-13" } }),
  ).toMatchObject(refused);
});

test("given a refund before there was anything to give back, then it is refused, of a payment and of a credit note", async () => {
  const of = { customer_id, date: "2026-03-05" };
  const { id: payment } = await shop.send(payments.recordPayment, { body: { ...money, ...of } });
  const { id: credit_note } = await shop.send(notes.createCreditNote, {
    body: { ...of, line_items, open: true },
  });
  const early = { ...money, date: "2026-03-04" };
  const refused = named("date", "must not be before 2026-03-05");
  expect(await shop.refusal(payments.refundPayment, { params: { payment }, body: early })).toMatchObject(
    refused,
  );
  expect(await shop.refusal(notes.refundCreditNote, { params: { credit_note }, body: early })).toMatchObject(
    refused,
  );
  await shop.send(payments.refundPayment, { params: { payment }, body: { ...early, date: "2026-03-05" } });
});
