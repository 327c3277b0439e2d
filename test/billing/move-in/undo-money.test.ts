import { afterAll, beforeAll, expect, test } from "vitest";
import { listCreditNotes } from "#billing/credit-note/credit-note.api.ts";
import { listInvoices, writeOffInvoice } from "#billing/invoice/invoice.api.ts";
import { trialBalance } from "#billing/ledger/ledger.api.ts";
import { applyPayment, listPayments, refundPayment } from "#billing/payment/payment.api.ts";
import { customerStatement } from "#billing/statement/statement.api.ts";
import { type Organization, startWorld, type World } from "../../support/world.ts";
import { csvOf, movedIn, rowsOf, takenBack } from "./move-in-world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

const invoices = csvOf(
  "Invoice Number,Invoice Date,Invoice Status,Customer ID,Item Name,Item Price,Total,Currency Code,Exchange Rate",
  "A1,2025-01-31,Sent,101,Seats,50.00,50.00,USD,0.91",
  "A2,2025-02-28,Sent,101,Seats,50.00,50.00,USD,0.93",
  "A3,2025-03-31,Sent,101,Seats,50.00,50.00,USD,0.97",
);

const payments = csvOf(
  "Payment Number,Date,Customer ID,Amount,Unused Amount,Refunded Amount,Exchange Rate,Invoice Number,Amount Applied to Invoice",
  "1,2025-04-10,101,90.01,9.00,1.01,0.89,A1,50.00",
  "1,2025-04-10,101,90.01,9.00,1.01,0.89,A2,30.00",
  "2,2025-04-11,101,20.00,0,0,0.88,A2,20.00",
);

async function shopOf(name: string): Promise<Organization> {
  const shop = await world.organization(name, { currency: "EUR" });
  await movedIn(shop, "customers", csvOf("Customer ID,Display Name,Currency Code", "101,Akamai,USD"));
  return shop;
}

async function balances(shop: Organization): Promise<Record<string, string>> {
  const { items } = await shop.send(listInvoices, { query: {} });
  return Object.fromEntries(
    items.flatMap(({ number, balance }) => (number === null ? [] : [[number, balance]])),
  );
}

/** The sums of the accounts, in their own currency and in the organization's; none where all were taken back. */
async function ledger(shop: Organization): Promise<unknown> {
  const { accounts } = await shop.send(trialBalance, {});
  return accounts.filter(({ amount, base_amount }) => Number(amount) !== 0 || Number(base_amount) !== 0);
}

async function kept(shop: Organization, id: string): Promise<string[]> {
  return (await rowsOf(shop, id, "kept")).map(({ name, note }) => `${name}: ${note}`);
}

test("B14 given payments in another currency that settled invoices and were given back in part, when their import is undone, then invoices and ledger are as they were before, and all can come in again", async () => {
  const shop = await shopOf("Back to before");
  const documents = await movedIn(shop, "invoices", invoices);
  const before = await ledger(shop);
  const done = await movedIn(shop, "payments", payments);
  expect(done.counts).toMatchObject({ created: 2, failed: 0 });
  expect(await balances(shop)).toEqual({ A1: "0.00", A2: "0.00", A3: "50.00" });
  expect((await takenBack(shop, documents.id)).counts).toMatchObject({ undone: 1, kept: 2 });
  expect(await kept(shop, documents.id)).toEqual([
    "A1: Payment 1 settles it. Take that back first, then undo the import once more.",
    "A2: Payment 1 and 1 more settle it. Take that back first, then undo the import once more.",
  ]);
  expect((await takenBack(shop, done.id)).counts).toMatchObject({ undone: 2, kept: 0 });
  expect(await balances(shop)).toEqual({ A1: "50.00", A2: "50.00" });
  expect((await shop.send(listPayments, { query: {} })).items).toEqual([]);
  await movedIn(shop, "invoices", invoices);
  expect(await ledger(shop)).toEqual(before);
  const again = await movedIn(shop, "payments", payments);
  expect(again.counts).toMatchObject({ created: 2 });
  expect((await takenBack(shop, again.id)).counts).toMatchObject({ undone: 2 });
  expect((await takenBack(shop, documents.id)).counts).toMatchObject({ undone: 3, kept: 0 });
  const { items } = await shop.send(listInvoices, { query: {} });
  const customer = items[0]?.customer_id ?? "";
  const params = { customer };
  const statement = await shop.send(customerStatement, {
    params,
    query: { from: "2025-01-01", to: "2026-12-31" },
  });
  expect(statement).toMatchObject({ received: "0.00" });
});

test("B14 given payments that something builds on, when their import is undone, then each stays and says what", async () => {
  const shop = await shopOf("Built on");
  await movedIn(shop, "invoices", invoices);
  const own = csvOf(
    "Payment Number,Date,Customer ID,Amount,Exchange Rate,Invoice Number,Amount Applied to Invoice",
    "1,2025-04-10,101,60.00,0.89,A1,50.00",
    "2,2025-04-10,101,10.00,0.89,A2,10.00",
    "3,2025-04-10,101,5.00,0.89,,",
    "4,2025-04-10,101,7.00,0.89,A3,7.00",
  );
  const done = await movedIn(shop, "payments", own);
  const { items } = await shop.send(listInvoices, { query: {} });
  const idOf = (number: string) => items.find((one) => one.number === number)?.id ?? "";
  const paid = (await shop.send(listPayments, { query: {} })).items;
  const payment = (number: string) => ({ payment: paid.find((one) => one.number === number)?.id ?? "" });
  await shop.send(applyPayment, {
    params: payment("1"),
    body: { invoices: [{ invoice_id: idOf("A3"), amount: "10" }] },
  });
  await shop.send(writeOffInvoice, { params: { invoice: idOf("A2") } });
  await shop.send(refundPayment, { params: payment("3"), body: { amount: "5", mode: "cash" } });
  const before = await ledger(shop);
  expect((await takenBack(shop, done.id)).counts).toMatchObject({ undone: 1, kept: 3 });
  expect(await kept(shop, done.id)).toEqual([
    "1: It was applied to A3 after it was imported. Take that back first, then undo the import once more.",
    "2: The rest of A2 was written off. Cancel the write-off on its page, then undo once more.",
    "3: Some of it was given back after it was imported. Keep it.",
  ]);
  expect(await balances(shop)).toEqual({ A1: "0.00", A2: "0.00", A3: "40.00" });
  expect(before).not.toEqual([]);
});

test("B14 given credit notes that settled invoices, when their import is undone, then invoices are open again; one that was applied here stays", async () => {
  const shop = await shopOf("Applied notes");
  await movedIn(shop, "invoices", invoices);
  const notes = csvOf(
    "Credit Note Number,Credit Note Date,Credit Note Status,Customer ID,Exchange Rate,Item Name,Item Price,Total,Balance,Applied Invoice Number,Refunded Amount",
    "CN-1,2025-04-30,Closed,101,0.9,Back,20.00,20.00,0.00,A1,5.00",
  );
  const done = await movedIn(shop, "credit_notes", notes);
  expect(await balances(shop)).toMatchObject({ A1: "35.00" });
  expect((await takenBack(shop, done.id)).counts).toMatchObject({ undone: 1, kept: 0 });
  expect(await balances(shop)).toMatchObject({ A1: "50.00" });
  const { items } = await shop.send(listCreditNotes, { query: {} });
  expect(items).toMatchObject([{ status: "void", number: null }]);
});
