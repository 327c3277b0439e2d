import { afterAll, beforeAll, expect, test } from "vitest";
import { createCreditNote } from "#billing/credit-note/credit-note.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createEstimate } from "#billing/estimate/estimate.api.ts";
import { createInvoice, listInvoices } from "#billing/invoice/invoice.api.ts";
import { createPurchaseOrder } from "#billing/order/purchase-order.api.ts";
import { createSalesOrder } from "#billing/order/sales-order.api.ts";
import { listPayments, recordPayment } from "#billing/payment/payment.api.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { csvOf, movedIn, problemsIn } from "./move-in/move-in-world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

type Wrote = { exchange_rate: string };
type Send = (to: Organization, customer_id: string, exchange_rate: string) => Promise<Wrote>;
type Refused = (to: Organization, customer_id: string, exchange_rate: string) => Promise<unknown>;

const line_items = [{ name: "Seat", price: "100" }];

async function orderOf(shop: Organization, exchange_rate: string) {
  const { id: vendor_id } = await shop.send(createVendor, { body: { name: `Vendor at ${exchange_rate}` } });
  return { body: { vendor_id, line_items, exchange_rate } };
}

const written: [what: string, send: Send, refused: Refused][] = [
  ...([createInvoice, createCreditNote, createEstimate, createSalesOrder] as const).map(
    (endpoint): [string, Send, Refused] => [
      endpoint.path,
      (to, customer_id, exchange_rate) =>
        to.send(endpoint as typeof createInvoice, { body: { customer_id, line_items, exchange_rate } }),
      (to, customer_id, exchange_rate) =>
        to.refusal(endpoint as typeof createInvoice, { body: { customer_id, line_items, exchange_rate } }),
    ],
  ),
  [
    createPurchaseOrder.path,
    async (to, _, rate) => to.send(createPurchaseOrder, await orderOf(to, rate)),
    async (to, _, rate) => to.refusal(createPurchaseOrder, await orderOf(to, rate)),
  ],
  [
    recordPayment.path,
    (to, customer_id, rate) => to.send(recordPayment, payment(customer_id, rate)),
    (to, customer_id, rate) => to.refusal(recordPayment, payment(customer_id, rate)),
  ],
];

function payment(customer_id: string, exchange_rate: string) {
  return { body: { customer_id, amount: "100", mode: "cash" as const, exchange_rate, invoices: [] } };
}

test.each(written)(
  "given %s in the organization's own currency, when it names a rate other than 1, then that is refused by its field",
  async (_what, send, refused) => {
    const shop = await world.organization("Own currency", { currency: "EUR" });
    const { id } = await shop.send(createCustomer, { body: { display_name: "At home" } });
    for (const rate of ["2", "0.99", "1.0000001"])
      expect(await refused(shop, id, rate)).toMatchObject({
        code: "request.invalid",
        details: {
          fields: [
            {
              path: "exchange_rate",
              problem: "must be 1, because EUR is the organization's own currency; leave it out",
            },
          ],
        },
      });
    expect(await send(shop, id, "1.00")).toMatchObject({ exchange_rate: "1" });
  },
);

test("given a file with a rate for the organization's own currency, then each row says so and nothing comes in", async () => {
  const shop = await world.organization("Own currency moved in", { currency: "EUR" });
  await shop.send(createCustomer, { body: { display_name: "At home" } });
  const headings =
    "Invoice Date,Invoice Number,Invoice Status,Customer Name,Item Name,Quantity,Item Price,Total";
  const invoices = csvOf(
    `${headings},Exchange Rate`,
    "2025-03-31,R-1,Sent,At home,Seats,1,100.00,100.00,2",
    "2025-03-31,R-2,Sent,At home,Seats,1,100.00,100.00,1.000000",
  );
  const problem = "must be 1, because EUR is the organization's own currency; leave it out";
  expect(await problemsIn(shop, (await movedIn(shop, "invoices", invoices)).id)).toEqual([
    `2 Exchange Rate 2: ${problem}`,
  ]);
  const payments = csvOf(
    "Payment Number,Date,Customer Name,Mode,Amount,Exchange Rate",
    "41,2025-04-10,At home,Cash,60.00,3",
    "42,2025-04-10,At home,Cash,60.00,1",
  );
  expect(await problemsIn(shop, (await movedIn(shop, "payments", payments)).id)).toEqual([
    `2 Exchange Rate 3: ${problem}`,
  ]);
  const came = await shop.send(listInvoices, { query: {} });
  expect(came.items.map(({ number }) => number)).toEqual(["R-2"]);
  expect((await shop.send(listPayments, { query: {} })).items.map(({ number }) => number)).toEqual(["42"]);
});
