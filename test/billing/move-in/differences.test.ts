import { afterAll, beforeAll, expect, test } from "vitest";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { listMoveInDifferences } from "#billing/move-in/difference.api.ts";
import { applyPayment, listPayments, recordPayment } from "#billing/payment/payment.api.ts";
import { type Organization, startWorld, type World } from "../../support/world.ts";
import { csvOf, movedIn, previewed, takenBack } from "./move-in-world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

const invoices = csvOf(
  "Invoice Number,Invoice Date,Invoice Status,Customer ID,Item Name,Item Price,Total,Balance",
  "A1,2025-01-31,Closed,101,Seats,50.00,50.00,0.00",
  "A2,2025-02-28,Partially Paid,101,Seats,50.00,50.00,20.00",
  "A3,2025-03-31,Sent,102,Seats,50.00,50.00,50.00",
  "A4,2025-03-31,Void,102,Seats,50.00,50.00,0.00",
);

const paymentHeadings = "Payment Number,Date,Customer ID,Amount,Invoice Number,Amount Applied to Invoice";

async function shopOf(name: string, ...customers: string[]): Promise<Organization> {
  const shop = await world.organization(name, { currency: "EUR" });
  const headings = "Customer ID,Display Name,Outstanding Receivable Amount,Unused Credits";
  await movedIn(shop, "customers", csvOf(headings, ...customers));
  return shop;
}

/** Differences as `A2 balance: 20.00 in the file, 50.00 here`. */
async function told(shop: Organization, move_in?: string): Promise<string[]> {
  const { items } = await shop.send(listMoveInDifferences, { query: move_in ? { move_in } : {} });
  return items.map(
    ({ name, figure, in_file, here }) => `${name} ${figure}: ${in_file} in the file, ${here} here`,
  );
}

async function reasons(shop: Organization): Promise<string[]> {
  const { items } = await shop.send(listMoveInDifferences, { query: {} });
  return items.map(({ reason, remedy }) => `${reason}. ${remedy}`);
}

test("B14 given invoices whose file says that some is paid, then each that differs is told with both figures until its payments come in", async () => {
  const shop = await shopOf("Until paid", "101,Akamai,,", "102,Zorin,,");
  const preview = await previewed(shop, "invoices", invoices);
  expect(preview.differences).toBeNull();
  expect(await told(shop)).toEqual([]);
  const done = await movedIn(shop, "invoices", invoices);
  expect(done.differences).toBe(2);
  expect(await told(shop, done.id)).toEqual([
    "A1 balance: 0.00 in the file, 50.00 here",
    "A2 balance: 20.00 in the file, 50.00 here",
  ]);
  expect(await reasons(shop)).toEqual([
    "What settled 50.00 EUR of it where it comes from did not come in: no payments came in yet. Import the payments, then the credit notes.",
    "What settled 30.00 EUR of it where it comes from did not come in: no payments came in yet. Import the payments, then the credit notes.",
  ]);
  const wrong = csvOf(paymentHeadings, "1,2025-02-10,101,50.00,A1,50.00", "2,2025-03-10,101,30.00,A2,31.00");
  const paid = await movedIn(shop, "payments", wrong);
  expect(paid.counts).toMatchObject({ created: 1, failed: 1 });
  expect(await reasons(shop)).toEqual([
    "What settled 30.00 EUR of it where it comes from did not come in: row 3 of export.csv names it and was left out. Correct that row, and import it.",
  ]);
  await movedIn(shop, "payments", csvOf(paymentHeadings, "2,2025-03-10,101,30.00,A2,30.00"));
  expect(await told(shop)).toEqual([]);
});

test("B14 given what was moved in, when it is settled here afterwards, then that explains it and nothing is told", async () => {
  const shop = await shopOf("Settled here", "101,Akamai,70.00,5.00", "102,Zorin,50.00,0.00");
  await movedIn(shop, "invoices", invoices);
  expect(await told(shop)).toEqual([
    "Akamai outstanding: 70.00 in the file, 100.00 here",
    "Akamai unused_credits: 5.00 in the file, 0.00 here",
    "A1 balance: 0.00 in the file, 50.00 here",
    "A2 balance: 20.00 in the file, 50.00 here",
  ]);
  const paid = csvOf(paymentHeadings, "1,2025-02-10,101,55.00,A1,50.00", "2,2025-03-10,101,30.00,A2,30.00");
  await movedIn(shop, "payments", paid);
  expect(await told(shop)).toEqual(["Akamai outstanding: 70.00 in the file, 20.00 here"]);
  expect(await reasons(shop)).toEqual([
    "Invoices with 50.00 EUR that is open did not come in. Import the invoices; an opening balance is entered as an invoice.",
  ]);
  const { items } = await shop.send(listInvoices, { query: {} });
  const [a2, a3] = ["A2", "A3"].map((number) => items.find((one) => one.number === number));
  await shop.send(recordPayment, {
    body: {
      ...{ customer_id: a3?.customer_id ?? "", amount: "50", mode: "cash" },
      invoices: [{ invoice_id: a3?.id ?? "", amount: "50" }],
    },
  });
  const [unused] = (await shop.send(listPayments, { query: {} })).items.filter(
    (one) => one.unused === "5.00",
  );
  await shop.send(applyPayment, {
    params: { payment: unused?.id ?? "" },
    body: { invoices: [{ invoice_id: a2?.id ?? "", amount: "5" }] },
  });
  expect(await told(shop)).toEqual(["Akamai outstanding: 70.00 in the file, 15.00 here"]);
});

test("B14 given payments that settle more than the file of invoices says, or a void invoice that is not void here, then that is told; an undone import tells nothing", async () => {
  const shop = await shopOf("Older", "101,Akamai,,", "102,Zorin,,");
  const done = await movedIn(shop, "invoices", invoices);
  await movedIn(shop, "payments", csvOf(paymentHeadings, "1,2025-02-10,102,50.00,A3,50.00"));
  const later = csvOf(
    "Invoice Number,Invoice Date,Invoice Status,Customer ID,Item Name,Item Price,Total,Balance",
    "A1,2025-01-31,Void,101,Seats,50.00,50.00,0.00",
    "A2,2025-02-28,Sent,101,Seats,50.00,50.00,50.00",
  );
  const again = await movedIn(shop, "invoices", later);
  expect(again.counts).toMatchObject({ skipped: 2 });
  expect(await reasons(shop)).toEqual([
    "Payments and credit notes that came in settle 50.00 EUR more than the file says. Its file may be older than theirs: export both on one day, and compare them.",
    "It is void in the file, and not here. Void it on its page.",
  ]);
  const back = await takenBack(shop, done.id);
  expect(back.counts).toMatchObject({ undone: 3, kept: 1 });
  expect(await told(shop)).toEqual(["A3 balance: 50.00 in the file, 0.00 here"]);
});

test("B14 given a credit note that is used and a file that does not say for what, then it is told", async () => {
  const shop = await shopOf("Notes", "101,Akamai,,");
  const notes = csvOf(
    "Credit Note Number,Credit Note Date,Credit Note Status,Customer ID,Item Name,Item Price,Total,Balance",
    "CN-1,2025-03-31,Closed,101,Back,50.00,50.00,0.00",
    "CN-2,2025-03-31,Open,101,Back,50.00,50.00,50.00",
  );
  await movedIn(shop, "credit_notes", notes);
  expect(await told(shop)).toEqual(["CN-1 balance: 0.00 in the file, 50.00 here"]);
  expect(await reasons(shop)).toEqual([
    "50.00 EUR of it is used where it comes from, and the file does not say for which invoice. Apply it to that invoice on its page, or refund it.",
  ]);
});
