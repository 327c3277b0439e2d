import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as creditNotes from "#billing/credit-note/credit-note.api.ts";
import { createCustomer, setCustomerStatus } from "#billing/customer/customer.api.ts";
import { listNumberSeries } from "#billing/document/number-series.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { listEmails } from "#billing/email/email.api.ts";
import { trialBalance } from "#billing/ledger/ledger.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { listPayments, recordPayment } from "#billing/payment/payment.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { type Organization, startWorld, type World } from "../../support/world.ts";
import { csvOf, movedIn, previewed, problemsIn, rowsOf, takenBack } from "./move-in-world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

const headings =
  "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer ID,Customer Name,Due Date,Currency Code,Is Inclusive Tax,Item Name,Quantity,Item Price,Discount,Discount Amount,Item Tax,Item Tax %,Item Total,Shipping Charge,Adjustment,SubTotal,Total,Balance";

const exported = csvOf(
  headings,
  "2025-03-31,9001,INV-2025-007,Closed,101,Akamai,2025-04-15,EUR,false,Seats,3,10.00,0,0,VAT,19,30.00,5.00,0,40.00,52.60,0",
  "2025-03-31,9001,INV-2025-007,Closed,101,Akamai,2025-04-15,EUR,false,Setup,1,10.00,0,0,VAT,19,10.00,5.00,0,40.00,52.60,0",
  '2025-05-02,9002,INV-2025-012,Overdue,102,Zorin Ltd,2025-05-17,EUR,false,Work,1,"1,000.00",10%,,,,900.00,0,0,900.00,900.00,300.00',
  "2025-06-01,9003,INV-2025-013,Void,101,Akamai,2025-06-15,EUR,false,Mistake,1,99.00,0,0,,,99.00,0,0,99.00,99.00,0",
  "2025-06-02,9004,INV-2025-014,Draft,101,Akamai,2025-06-16,EUR,false,Later,1,7.00,0,0,,,7.00,0,0,7.00,7.00,7.00",
);

const payments = csvOf(
  "CustomerPayment ID,Payment Number,Date,Customer ID,Customer Name,Mode,Amount,Unused Amount,Invoice Number,Amount Applied to Invoice",
  "7001,41,2025-04-10,101,Akamai,Bank Transfer,60.00,7.40,INV-2025-007,52.60",
  "7002,42,2025-06-10,102,Zorin Ltd,Credit Card,600.00,0,INV-2025-012,600.00",
);

async function shopOf(name: string): Promise<Organization> {
  const shop = await world.organization(name, { currency: "EUR" });
  await shop.send(createTax, { body: { name: "VAT", percentage: "19" } });
  const csv = csvOf("Customer ID,Display Name,Status", "101,Akamai,Active", "102,Zorin Ltd,Inactive");
  await movedIn(shop, "customers", csv);
  return shop;
}

async function byNumber(shop: Organization) {
  const { items } = await shop.send(invoices.listInvoices, { query: { limit: 100 } });
  return new Map(items.map((one) => [one.number ?? "draft", one]));
}

async function ledgerSum(shop: Organization): Promise<number> {
  const { accounts } = await shop.send(trialBalance, {});
  return accounts.reduce((sum, { amount }) => sum + Math.round(Number(amount) * 100), 0);
}

test("B14 given invoices and payments as Zoho exports them, they come with numbers, days, states and amounts, and the ledger sums to zero", async () => {
  const shop = await shopOf("History");
  const done = await movedIn(shop, "invoices", exported);
  expect(await problemsIn(shop, done.id)).toEqual([]);
  expect(done).toMatchObject({ row_count: 5, record_count: 4, counts: { created: 4, failed: 0 } });
  const before = await byNumber(shop);
  expect(before.get("INV-2025-007")).toMatchObject({ date: "2025-03-31", total: "52.60", balance: "52.60" });
  expect(before.get("INV-2025-012")).toMatchObject({ status: "overdue", total: "900.00" });
  expect(before.get("INV-2025-013")).toMatchObject({ status: "void", date: "2025-06-01" });
  expect(before.get("draft")).toMatchObject({ status: "draft", total: "7.00" });
  await shop.send(editOrganization, { body: { email_invoices: true, email_receipts: true } });
  const paid = await movedIn(shop, "payments", payments);
  expect(await problemsIn(shop, paid.id)).toEqual([]);
  // Nobody gets a receipt of what was paid long ago.
  expect((await shop.send(listEmails, { query: {} })).items).toEqual([]);
  const after = await byNumber(shop);
  expect(after.get("INV-2025-007")).toMatchObject({ status: "paid", balance: "0.00" });
  expect(after.get("INV-2025-012")).toMatchObject({ status: "overdue", balance: "300.00" });
  expect((await shop.send(listPayments, { query: {} })).items).toMatchObject([
    { number: "42", mode: "card", date: "2025-06-10", unused: "0.00" },
    { number: "41", mode: "bank_transfer", date: "2025-04-10", unused: "7.40" },
  ]);
  expect(await ledgerSum(shop)).toBe(0);
  const series = new Map((await shop.send(listNumberSeries, {})).items.map(({ kind, next }) => [kind, next]));
  expect([series.get("invoice"), series.get("payment")]).toEqual(["INV-2025-014", "43"]);
  for (const [kind, csv] of [
    ["invoices", exported],
    ["payments", payments],
  ] as const)
    expect((await movedIn(shop, kind, csv)).counts).toMatchObject({ created: 0, failed: 0 });
  expect((await byNumber(shop)).size).toBe(4);
});

test("B14 given shipping that bore a tax in the export, then it does here, and without that tax the sums do not fit", async () => {
  const shop = await shopOf("Parcels");
  const heads =
    "Invoice Date,Invoice Number,Invoice Status,Customer ID,Item Name,Quantity,Item Price,Item Tax,Item Tax %,Shipping Charge,Shipping Charge Tax Name,Shipping Charge Tax %,Tax Total,Total";
  const row = (number: string, tax: string) =>
    `2025-03-31,${number},Sent,101,Book,1,100.00,VAT,19,5.00,${tax},19.95,124.95`;
  const done = await movedIn(
    shop,
    "invoices",
    csvOf(heads, row("INV-1", "VAT,19"), row("INV-2", ","), row("INV-3", "Parcel tax,7")),
  );
  const { items } = await shop.send(invoices.listInvoices, { query: {} });
  const invoice = await shop.send(invoices.getInvoice, { params: { invoice: items[0]?.id ?? "" } });
  expect(invoice).toMatchObject({
    ...{ number: "INV-1", total: "124.95", tax_total: "19.95" },
    shipping_charge_tax: { name: "VAT", amount: "0.95" },
  });
  expect(items).toHaveLength(1);
  expect(await problemsIn(shop, done.id)).toEqual([
    "3 Tax Total 19.95: is 19.95, and the lines come to 19.00",
    "3 Total 124.95: is 124.95, and the lines come to 124.00",
    "4 Shipping Charge Tax Name Parcel tax: Parcel tax of 7 % is not there",
  ]);
});

test("B14 given documents that do not add up, or that name what is not there, each row says so with both figures and the remedy", async () => {
  const shop = await shopOf("Wrong");
  const line = (number: string, change: Record<string, string>) => {
    const given: Record<string, string> = {
      "Invoice Date": "2025-03-31",
      "Invoice Number": number,
      "Invoice Status": "Sent",
      "Customer ID": "101",
      "Item Name": "Seats",
      Quantity: "1",
      "Item Price": "10.00",
      Total: "10.00",
      Balance: "10.00",
      ...change,
    };
    return headings
      .split(",")
      .map((heading) => given[heading] ?? "")
      .join(",");
  };
  const csv = csvOf(
    headings,
    line("A1", { Total: "12.00" }),
    line("A2", { "Customer ID": "999", "Customer Name": "Nobody" }),
    line("A3", { "Item Tax": "GST", "Item Tax %": "5" }),
    line("A4", { "Currency Code": "USD" }),
    line("A5", { "Invoice Status": "Paid", Balance: "10.00" }),
    line("A6", { Balance: "11.00" }),
    line("A7", { "Invoice Status": "Sleeping" }),
    line("A8", { Total: "10.001" }),
    line("A9", { "Invoice Date": "31.02.2025" }),
    line("A10", {}),
    line("A10", { Total: "20.00" }),
    line("A11", {}),
    line("A12", { "Customer ID": "102a", "Customer Name": "Akamai" }),
  );
  const done = await movedIn(shop, "invoices", csv);
  expect(await problemsIn(shop, done.id)).toEqual([
    "2 Total 12: is 12.00, and the lines come to 10.00",
    "3 Customer Name Nobody: is no customer that is there",
    "4 Item Tax GST: GST of 5 % is not there",
    "5 Currency Code USD: is not the currency of Akamai, which is EUR",
    "6 Balance 10: is 10, and the status Paid means that nothing is open",
    "7 Balance 11: is 11.00, which is not between 0 and the total of 10.00",
    "8 Invoice Status Sleeping: is no status that can be moved",
    "9 Total 10.001: can have 2 decimal places in EUR, such as 1.01",
    "10 Invoice Date 31.02.2025: is no day",
    "12 Total 20: is 10 in row 11, which is of the same record",
    "14 Customer ID 102a: is no customer that is there: Akamai came in by another id",
  ]);
  expect((await rowsOf(shop, done.id, "created")).map(({ name }) => name)).toEqual(["A11"]);
  const wrong = csvOf(
    "Payment Number,Date,Customer ID,Amount,Unused Amount,Invoice Number,Amount Applied to Invoice",
    "1,2025-04-10,101,60.00,7.40,A11,10.00",
    "2,2025-04-10,101,10.00,0,B7,10.00",
    "3,2025-04-10,101,20.00,0,A11,20.00",
    "4,2025-04-10,102,10.00,0,A11,10.00",
    "5,2025-04-10,101,0,0,,",
  );
  const paid = await movedIn(shop, "payments", wrong);
  expect(await problemsIn(shop, paid.id)).toEqual([
    "2 Amount 60: is 60, and what is applied, unused and refunded comes to 17.4",
    "3 Invoice Number B7: is no invoice that is there",
    "4 Amount Applied to Invoice 20: is 20.00, and 10.00 of A11 is open",
    "5 Invoice Number A11: A11 belongs to another customer",
    "6 Amount 0: is not more than 0",
  ]);
  expect(await ledgerSum(shop)).toBe(0);
});

test("B14 given an invoice that is due before its day, then its row says so with the column, the value and the remedy, and on its day it comes in", async () => {
  const shop = await shopOf("Due before");
  const due = (number: string, day: string) =>
    `2025-10-31,,${number},Sent,101,Akamai,${day},EUR,false,Work,1,10.00,0,0,,,10.00,0,0,10.00,10.00,10.00`;
  const rows = ["2025-10-30", "2025-10-31", ""].map((day, at) => due(`D${at}`, day));
  const done = await movedIn(shop, "invoices", csvOf(headings, ...rows));
  expect(done.counts).toMatchObject({ created: 2, failed: 1 });
  const [row] = await rowsOf(shop, done.id, "failed");
  expect(row?.problems).toEqual([
    {
      heading: "Due Date",
      value: "2025-10-30",
      problem: "must not be before 2025-10-31, the day of the document",
      remedy:
        "Write 2025-10-31 or a later day, or leave it empty: then the payment terms say when it is due.",
    },
  ]);
});

test("B14 given days that may be read in two ways, then they are asked for and not guessed", async () => {
  const shop = await shopOf("Days");
  const csv = csvOf(
    "Invoice Number,Invoice Date,Invoice Status,Customer ID,Item Name,Item Price,Total",
    "D1,01/02/2025,Sent,101,Work,1,1",
    "D2,03/04/2025,Sent,101,Work,1,1",
  );
  const preview = await previewed(shop, "invoices", csv);
  expect(preview).toMatchObject({ ambiguous_dates: 2, counts: { created: 0, failed: 2 } });
  await movedIn(shop, "invoices", csv, { date_order: "day_first" });
  const days = [...(await byNumber(shop)).values()].map(({ number, date }) => [number, date]);
  expect(Object.fromEntries(days)).toEqual({ D1: "2025-02-01", D2: "2025-04-03" });
});

test.each([
  ["point", "1.50"],
  ["comma", "1500.00"],
] as const)(
  "B14 given amounts that may be read in two ways, then they are asked for, and with a decimal %s they are %s",
  async (decimal_sign, amount) => {
    const shop = await shopOf(`Amounts by ${decimal_sign}`);
    const csv = csvOf(
      "Payment Number;Date;Customer ID;Mode;Amount",
      "PZ1;20.01.2026;101;Cash;1.500",
      "PZ2;20.01.2026;101;Cash;15",
    );
    const preview = await previewed(shop, "payments", csv);
    expect(preview).toMatchObject({
      ambiguous_amounts: 1,
      read_as: { decimals: "unknown" },
      counts: { created: 1, failed: 1 },
    });
    expect((await rowsOf(shop, preview.id, "failed"))[0]?.problems).toEqual([
      {
        ...{ heading: "Amount", value: "1.500", problem: "may be 1.5 or 1500" },
        remedy: "Choose the decimal sign for this file.",
      },
    ]);
    const done = await movedIn(shop, "payments", csv, { decimal_sign });
    expect(done).toMatchObject({ ambiguous_amounts: 0, counts: { created: 2, failed: 0 } });
    const { items } = await shop.send(listPayments, { query: {} });
    expect(items.map((one) => one.amount).toSorted()).toEqual(["15.00", amount].toSorted());
  },
);

test("B14 given an amount with more places than its currency has, then thousands that it may mean are not rounded away", async () => {
  const shop = await shopOf("Places");
  const csv = csvOf(
    "Payment Number,Date,Customer ID,Mode,Amount",
    "P1,2026-01-20,101,Cash,1.234",
    "P2,2026-01-20,101,Cash,1.50",
  );
  const preview = await previewed(shop, "payments", csv);
  expect((await rowsOf(shop, preview.id, "failed"))[0]?.problems).toMatchObject([
    { value: "1.234", remedy: expect.stringContaining("Where thousands are meant") },
  ]);
});

test("B14 given credit notes, they come open, spent or void; and an undone import of documents leaves the ledger at zero and the numbers free", async () => {
  const shop = await shopOf("Notes");
  await movedIn(shop, "invoices", exported);
  const notes = csvOf(
    "CreditNotes ID,Credit Note Number,Credit Note Date,Credit Note Status,Customer ID,Item Name,Quantity,Item Price,Total,Balance,Applied Invoice Number,Refunded Amount",
    "801,CN-00004,2025-07-01,Closed,102,Back,1,100.00,100.00,0,INV-2025-012,40.00",
    "802,CN-00005,2025-07-02,Open,101,Back,1,5.00,5.00,5.00,,",
    "803,CN-00006,2025-07-03,Void,101,Back,1,5.00,5.00,0,,",
  );
  const done = await movedIn(shop, "credit_notes", notes);
  expect(await problemsIn(shop, done.id)).toEqual([]);
  const { items } = await shop.send(creditNotes.listCreditNotes, { query: {} });
  const found = items.map(({ number, status, balance }) => [number, status, balance]);
  expect(found.toReversed()).toEqual([
    ["CN-00004", "closed", "0.00"],
    ["CN-00005", "open", "5.00"],
    ["CN-00006", "void", expect.any(String)],
  ]);
  expect((await byNumber(shop)).get("INV-2025-012")).toMatchObject({ balance: "840.00" });
  const back = await takenBack(shop, done.id);
  expect(back.counts).toMatchObject({ undone: 3, kept: 0 });
  expect((await byNumber(shop)).get("INV-2025-012")).toMatchObject({ balance: "900.00" });
  expect(await ledgerSum(shop)).toBe(0);
  expect((await movedIn(shop, "credit_notes", notes)).counts).toMatchObject({ created: 3, skipped: 0 });
});

test("B14 given a customer who is out of use and whose name two have, history comes in by the id, and not by the name", async () => {
  const shop = await shopOf("Names");
  const twin = await shop.send(createCustomer, { body: { display_name: "Zorin Ltd" } });
  await shop.send(setCustomerStatus, { body: { customers: [twin.id], status: "inactive" } });
  const csv = csvOf(
    "Invoice Number,Invoice Date,Invoice Status,Customer ID,Customer Name,Item Name,Item Price,Total",
    "N1,2025-01-31,Sent,102,Zorin Ltd,Work,1,1",
    "N2,2025-01-31,Sent,,Zorin Ltd,Work,1,1",
  );
  const done = await movedIn(shop, "invoices", csv);
  expect(done.counts).toMatchObject({ created: 1, failed: 1 });
  expect(await problemsIn(shop, done.id)).toEqual(["3 Customer Name Zorin Ltd: is the name of 2 customers"]);
});

test("B14 given numbers that our own records have, then those of other customers, days or amounts are told and not skipped; what came in before is", async () => {
  const shop = await shopOf("Numbers of ours");
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: "Ours" } });
  const line_items = [{ name: "Seat", price: "50" }];
  const ours = { customer_id, date: "2025-03-31", line_items };
  await shop.send(invoices.createInvoice, { body: { ...ours, send: true } });
  await shop.send(creditNotes.createCreditNote, { body: { ...ours, open: true } });
  await shop.send(recordPayment, {
    body: { customer_id, date: "2025-03-31", amount: "50", mode: "cash", invoices: [] },
  });
  const short =
    "Invoice Number,Invoice Date,Invoice Status,Customer Name,Item Name,Item Price,Total,Invoice ID";
  const csv = csvOf(
    short,
    "INV-000001,2025-03-31,Sent,Akamai,Seats,80.00,80.00,9101",
    "X-2,2025-03-31,Sent,Akamai,Seats,80.00,80.00,9102",
  );
  const done = await movedIn(shop, "invoices", csv);
  expect(await problemsIn(shop, done.id)).toEqual([
    "2 Invoice Number INV-000001: is that of another one that is there (Ours, 2025-03-31, 50.00 EUR), and not of this one (Akamai, 2025-03-31, 80 EUR)",
  ]);
  expect(done.counts).toMatchObject({ created: 1, skipped: 0, failed: 1 });
  const again = await movedIn(shop, "invoices", csv);
  expect(again.counts).toMatchObject({ created: 0, skipped: 1, failed: 1 });
  // Another record of the same number, and our own as it is.
  const more = csvOf(
    short,
    "X-2,2025-04-01,Sent,Akamai,Seats,80.00,80.00,9103",
    "INV-000001,2025-03-31,Sent,Ours,Seat,50.00,50.00,9104",
  );
  expect((await movedIn(shop, "invoices", more)).counts).toMatchObject({ skipped: 1, failed: 1 });
  const note = csvOf(
    "CreditNote Number,Credit Note Date,Credit Note Status,Customer Name,Item Name,Item Price,Total",
    "CN-000001,2025-03-31,Open,Akamai,Seats,50.00,50.00",
  );
  expect((await movedIn(shop, "credit_notes", note)).counts).toMatchObject({ skipped: 0, failed: 1 });
  const paid = csvOf(
    "Payment Number,Date,Customer Name,Mode,Amount",
    "PAY-000001,2025-03-31,Akamai,Cash,50.00",
    "PAY-000001A,2025-03-31,Akamai,Cash,50.00",
  );
  for (const counts of [
    { created: 1, skipped: 0, failed: 1 },
    { created: 0, skipped: 1, failed: 1 },
  ])
    expect((await movedIn(shop, "payments", paid)).counts).toMatchObject(counts);
});

test("B14 given what a rule refuses while it comes in, then it is told at the column that it is about, with what stands there", async () => {
  const shop = await shopOf("At its column");
  await movedIn(shop, "customers", csvOf("Customer ID,Display Name,Currency Code", "103,Abroad,USD"));
  const short =
    "Invoice Date,Invoice Number,Invoice Status,Customer ID,Exchange Rate,Item Name,Item Price,Discount Amount,Total";
  const documents = csvOf(
    short,
    "2025-03-31,C1,Sent,103,,Seats,10.00,,10.00",
    "2025-03-31,C2,Sent,101,1.1,Seats,10.00,,10.00",
    "2025-03-31,C3,Sent,101,,Seats,10.00,11.00,-1.00",
    "2025-03-31,C4,Void,101,,Seats,10.00,,10.00",
    "2525-03-31,C5,Sent,101,,Seats,10.00,,10.00",
  );
  expect(await problemsIn(shop, (await movedIn(shop, "invoices", documents)).id)).toEqual([
    "2 Exchange Rate -: No exchange rate from USD to EUR is known for 2025-03-31",
    "3 Exchange Rate 1.1: must be 1, because EUR is the organization's own currency; leave it out",
    "4 Discount Amount 11: must not be more than the amount that it is taken off",
    "6 Invoice Date 2525-03-31: must be from 1970-01-01 to 2126-12-31; check the year",
  ]);
  const settled = csvOf(
    "Payment Number,Date,Customer ID,Amount,Exchange Rate,Invoice Number,Amount Applied to Invoice",
    "1,2025-04-10,101,10.00,1.2,,",
    "2,2025-04-10,101,10.00,,C4,10.00",
  );
  expect(await problemsIn(shop, (await movedIn(shop, "payments", settled)).id)).toEqual([
    "2 Exchange Rate 1.2: must be 1, because EUR is the organization's own currency; leave it out",
    "3 Invoice Number C4: Nothing is open on C4: it is void",
  ]);
});

test("given a document that a rule refuses, then the file of errors says it in whole sentences, at its column where it has one", async () => {
  const shop = await shopOf("Sentences");
  await movedIn(shop, "customers", csvOf("Customer ID,Display Name,Currency Code", "103,Abroad,USD"));
  const csv = csvOf(
    "Invoice Date,Invoice Number,Invoice Status,Customer ID,Currency Code,Item Name,Quantity,Item Price,Total",
    "2025-03-31,B1,Sent,103,USD,Seats,1,10.00,10.00",
    "2025-03-31,B2,Sent,101,EUR,Seats,1,-10.00,-10.00",
    "2025-03-31,B3,Sent,101,EUR,Seats,1,10.00,20.00",
    "2025-03-31,B3,Sent,101,EUR,Seats,some,10.00,20.00",
    "2025-03-31,B3,Sent,101,EUR,Seats,1,10.00,20.00",
  );
  const { id } = await movedIn(shop, "invoices", csv);
  const answer = await fetch(`${world.url}/api/v1/move-ins/${id}/errors.csv`, {
    headers: { authorization: `Bearer ${shop.key}` },
  });
  const errors = parse(await answer.text(), { bom: true })
    .slice(1)
    .map((row) => row.at(-1));
  expect(errors).toEqual([
    "Currency Code: No exchange rate from USD to EUR is known for 2025-03-31. Give the file a column Exchange Rate, or add a rate for that day or an earlier one at Settings > Exchange rates.",
    "Total is -10.00 EUR and must not be below 0; look at prices, discount and adjustment. Correct it in the file.",
    "Left out with row 5, which is of the same record",
    "Quantity is no number. Write it as 1234.50.",
    "Left out with row 5, which is of the same record",
  ]);
});
