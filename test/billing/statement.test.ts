import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as notes from "#billing/credit-note/credit-note.api.ts";
import { setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { customerBalance } from "#billing/ledger/ledger.api.ts";
import * as payments from "#billing/payment/payment.api.ts";
import { customerStatement } from "#billing/statement/statement.api.ts";
import { setTestClock } from "#billing/subscription/test-clock.api.ts";
import { concord } from "../app/processes.ts";
import { pdfPages } from "../support/pdf-text.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
let buyer: string;
/** The day that it is. */
let today = "2026-01-10";

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => `${today}T12:00:00.000Z` } });
  shop = await world.organization("Statements", { currency: "USD", timeZone: "UTC" });
  buyer = await newCustomer("Buyer");
  await trade();
});
afterAll(() => world?.stop());

async function newCustomer(display_name: string, currency_code = "USD"): Promise<string> {
  return (await shop.send(createCustomer, { body: { display_name, currency_code } })).id;
}

function thing(price: string) {
  return [{ name: "Thing", quantity: "1", price }];
}

async function invoice(customer_id: string, price: string): Promise<string> {
  const body = { customer_id, line_items: thing(price), payment_terms: 30, send: true };
  return (await shop.send(invoices.createInvoice, { body })).id;
}

async function pay(customer_id: string, amount: string, settles: Record<string, string>): Promise<string> {
  const applied = Object.entries(settles).map(([invoice_id, part]) => ({ invoice_id, amount: part }));
  const body = { customer_id, amount, mode: "cash" as const, reference_number: "W-7", invoices: applied };
  return (await shop.send(payments.recordPayment, { body })).id;
}

/** A part payment, an overpayment, a credit note, a refund, a void invoice, a write-off and its end, a void credit note. */
async function trade(): Promise<void> {
  const first = await invoice(buyer, "100");
  today = "2026-01-20";
  await pay(buyer, "40", { [first]: "40" });
  today = "2026-02-05";
  const second = await invoice(buyer, "60");
  today = "2026-02-10";
  const payment = await pay(buyer, "150", { [first]: "60", [second]: "60" });
  today = "2026-02-15";
  const body = { customer_id: buyer, line_items: thing("25"), open: true };
  const { id: credit_note } = await shop.send(notes.createCreditNote, { body });
  today = "2026-02-20";
  await shop.send(payments.refundPayment, { params: { payment }, body: { amount: "10", mode: "cash" } });
  today = "2026-03-01";
  const third = await invoice(buyer, "45");
  await shop.send(notes.applyCreditNote, {
    params: { credit_note },
    body: { invoices: [{ invoice_id: third, amount: "25" }] },
  });
  today = "2026-03-02";
  await shop.send(invoices.voidInvoice, { params: { invoice: second }, body: {} });
  today = "2026-03-06";
  await shop.send(invoices.writeOffInvoice, { params: { invoice: third } });
  today = "2026-03-07";
  await shop.send(invoices.cancelWriteOff, { params: { invoice: third } });
  today = "2026-03-08";
  const { settlements } = await shop.send(invoices.getInvoice, { params: { invoice: third } });
  await shop.send(notes.unapplyCreditNote, {
    params: { credit_note },
    body: { settlement: settlements[0]?.id ?? "" },
  });
  today = "2026-03-09";
  await shop.send(notes.voidCreditNote, { params: { credit_note }, body: {} });
  today = "2026-03-10";
}

function read(customer: string, query: { from?: string; to?: string } = {}) {
  return shop.send(customerStatement, { params: { customer }, query });
}

/** Day, transaction, number, invoiced, received, balance. */
type Row = [string, string, string | null, string | null, string | null, string];

const january: Row[] = [
  ["2026-01-10", "Invoice", "INV-000001", "100.00", null, "100.00"],
  ["2026-01-20", "Payment", "PAY-000001", null, "40.00", "60.00"],
];
const february: Row[] = [
  ["2026-02-05", "Invoice", "INV-000002", "60.00", null, "120.00"],
  ["2026-02-10", "Payment", "PAY-000002", null, "150.00", "-30.00"],
  ["2026-02-15", "Credit note", "CN-000001", "-25.00", null, "-55.00"],
  ["2026-02-20", "Refund", "PAY-000002", null, "-10.00", "-45.00"],
];
const march: Row[] = [
  ["2026-03-01", "Invoice", "INV-000003", "45.00", null, "0.00"],
  ["2026-03-02", "Void invoice", "INV-000002", "-60.00", null, "-60.00"],
  ["2026-03-06", "Write-off", "INV-000003", "-20.00", null, "-80.00"],
  ["2026-03-07", "Write-off cancelled", "INV-000003", "20.00", null, "-60.00"],
  ["2026-03-09", "Void credit note", "CN-000001", "25.00", null, "-35.00"],
];

/** Balance, outstanding, unused credits. */
type Standing = [string, string, string];
const nothing: Standing = ["0.00", "0.00", "0.00"];

describe("a statement of account", () => {
  test.each<[string, { from?: string; to?: string }, Standing, Row[], [string, string], Standing]>([
    [
      "the days before any transaction",
      { from: "2025-12-01", to: "2025-12-31" },
      nothing,
      [],
      ["0.00", "0.00"],
      nothing,
    ],
    [
      "a month with a part payment",
      { from: "2026-01-01", to: "2026-01-31" },
      nothing,
      january,
      ["100.00", "40.00"],
      ["60.00", "60.00", "0.00"],
    ],
    [
      "a month with an overpayment, a credit note and a refund",
      { from: "2026-02-01", to: "2026-02-28" },
      ["60.00", "60.00", "0.00"],
      february,
      ["35.00", "140.00"],
      ["-45.00", "0.00", "45.00"],
    ],
    [
      "the last day of which is that of a payment",
      { from: "2026-02-06", to: "2026-02-10" },
      ["120.00", "120.00", "0.00"],
      february.slice(1, 2),
      ["0.00", "150.00"],
      ["-30.00", "0.00", "30.00"],
    ],
    [
      "a day between two transactions",
      { from: "2026-02-12", to: "2026-02-12" },
      ["-30.00", "0.00", "30.00"],
      [],
      ["0.00", "0.00"],
      ["-30.00", "0.00", "30.00"],
    ],
    [
      "this month, where no days are given",
      {},
      ["-45.00", "0.00", "45.00"],
      march,
      ["10.00", "0.00"],
      ["-35.00", "45.00", "80.00"],
    ],
    [
      "all of it",
      { from: "2026-01-01", to: "2026-03-10" },
      nothing,
      [...january, ...february, ...march],
      ["145.00", "180.00"],
      ["-35.00", "45.00", "80.00"],
    ],
  ])("given %s, then its lines lead from one balance to the other", async (_what, query, ...expected) => {
    const { opening, lines, invoiced, received, closing } = await read(buyer, query);
    const standing = (of: typeof opening) => [of.balance, of.outstanding, of.unused_credits];
    expect([
      standing(opening),
      lines.map((line) => [line.date, line.title, line.number, line.invoiced, line.received, line.balance]),
      [invoiced, received],
      standing(closing),
    ]).toEqual(expected);
  });

  test("given today, then what it closes with is what the ledger says the customer owes", async () => {
    const { to, closing } = await read(buyer);
    const balance = await shop.send(customerBalance, { params: { customer: buyer } });
    expect(to).toBe(today);
    expect(balance).toEqual({ currency_code: "USD", outstanding: "45.00", unused_credits: "80.00" });
    expect(closing).toMatchObject({ outstanding: "45.00", unused_credits: "80.00" });
  });

  test("given its lines, then an invoice has its due day, a payment its reference, and each leads to what it is about", async () => {
    const { lines } = await read(buyer, { from: "2026-01-01", to: "2026-01-31" });
    expect(lines).toMatchObject([
      { kind: "invoice", document_kind: "invoice", payment_id: null, due_date: "2026-02-09" },
      { kind: "payment", document_id: null, due_date: null, reference_number: "W-7" },
    ]);
    expect(lines[0]?.document_id).toMatch(/^inv_/);
    expect(lines[1]?.payment_id).toMatch(/^pay_/);
  });

  test("given a customer in another currency, then it is in that, to the cent, whatever rates make of it", async () => {
    const rates = [
      ["2026-03-01", "1.1"],
      ["2026-03-10", "1.3"],
    ] as const;
    for (const [date, rate] of rates)
      await shop.send(setExchangeRate, { body: { currency_code: "EUR", date, rate } });
    const european = await newCustomer("European", "EUR");
    today = "2026-03-05";
    const owed = await invoice(european, "33.33");
    today = "2026-03-10";
    await pay(european, "20.01", { [owed]: "20.01" });
    const { currency_code, lines, closing } = await read(european);
    expect(currency_code).toBe("EUR");
    expect(lines.map(({ balance }) => balance)).toEqual(["33.33", "13.32"]);
    expect(closing).toEqual({ balance: "13.32", outstanding: "13.32", unused_credits: "0.00" });
  });

  test("given a currency without decimals, then its amounts have none", async () => {
    await shop.send(setExchangeRate, { body: { currency_code: "JPY", date: "2026-01-01", rate: "0.007" } });
    const japanese = await newCustomer("Japanese", "JPY");
    await invoice(japanese, "1200");
    expect((await read(japanese)).closing.balance).toBe("1200");
  });

  test("given a customer whose own clock is ahead, then its month is that of its clock", async () => {
    const ahead = await newCustomer("Ahead");
    await shop.send(setTestClock, { params: { customer: ahead }, body: { today: "2027-05-20" } });
    expect(await read(ahead)).toMatchObject({ from: "2027-05-01", to: "2027-05-20" });
  });

  test("given it is asked for as a file, then that has both balances and each line between", async () => {
    const query = { from: "2026-02-01", to: "2026-02-28", format: "csv" } as const;
    const file = (await shop.send(customerStatement, { params: { customer: buyer }, query })) as unknown;
    const rows = parse(String(file), { bom: true });
    expect(rows).toEqual([
      ["Date", "Transaction", "Number", "Reference", "Due", "Invoiced", "Received", "Balance", "Currency"],
      ["2026-02-01", "Opening balance", "", "", "", "", "", "60.00", "USD"],
      ["2026-02-05", "Invoice", "INV-000002", "", "2026-03-07", "60.00", "", "120.00", "USD"],
      ["2026-02-10", "Payment", "PAY-000002", "W-7", "", "", "150.00", "-30.00", "USD"],
      ["2026-02-15", "Credit note", "CN-000001", "", "", "-25.00", "", "-55.00", "USD"],
      ["2026-02-20", "Refund", "PAY-000002", "", "", "", "-10.00", "-45.00", "USD"],
      ["2026-02-28", "Closing balance", "", "", "", "", "", "-45.00", "USD"],
    ]);
  });

  test("given days that are none, then it is refused with what is wrong", async () => {
    const turned = { from: "2026-02-02", to: "2026-02-01" };
    const refused = await shop.refusal(customerStatement, { params: { customer: buyer }, query: turned });
    expect(refused).toMatchObject({ status: 400, code: "request.invalid" });
    expect(JSON.stringify(refused)).toContain("must be 2026-02-01 or before");
    const nobody = { params: { customer: `cus_${"z".repeat(26)}` }, query: {} };
    expect(await shop.refusal(customerStatement, nobody)).toMatchObject({ code: "customer.not_found" });
  });

  test("given its PDF, then that has who writes to whom, every line and what it comes to", async () => {
    const days = "from=2026-02-01&to=2026-02-28";
    const response = await fetch(`${world.url}/api/v1/customers/${buyer}/statement/pdf?${days}`, {
      headers: { authorization: `Bearer ${shop.key}` },
    });
    expect(response.headers.get("content-type")).toBe("application/pdf");
    expect(response.headers.get("content-disposition")).toContain("statement-2026-02-01-2026-02-28.pdf");
    const text = (await pdfPages(await response.arrayBuffer())).join(" ").replaceAll(/\s+/g, " ");
    for (const part of [
      ...["Statements", "Buyer", "1 Feb 2026", "28 Feb 2026", "Opening balance US$60.00"],
      ...["5 Feb 2026 Invoice INV-000002 Due 7 Mar 2026 US$60.00 US$120.00"],
      ...["10 Feb 2026 Payment PAY-000002 W-7 US$150.00 -US$30.00"],
      ...["15 Feb 2026 Credit note CN-000001 -US$25.00 -US$55.00"],
      ...["20 Feb 2026 Refund PAY-000002 -US$10.00 -US$45.00"],
      ...["Invoiced US$35.00", "Received -US$140.00", "Balance -US$45.00"],
    ])
      expect(text).toContain(part);
  });

  test("given the command line, then it prints the same, and writes both files", async () => {
    const env = { CONCORD_URL: world.url, CONCORD_API_KEY: shop.key };
    const asked = ["customers", "statement", buyer, "--from", "2026-01-01", "--to", "2026-01-31"];
    const { stdout } = await concord(asked, env);
    expect(stdout).toMatch(/^Buyer, 2026-01-01 to 2026-01-31, USD\n/);
    expect(stdout).toMatch(/2026-01-20 +Payment +PAY-000001 +40\.00 +60\.00\n/);
    expect(stdout).toMatch(/2026-01-31 +Closing balance +60\.00\n/);
    const [csv, pdf] = [`${world.dataDir}/statement.csv`, `${world.dataDir}/statement.pdf`];
    const written = await concord([...asked, "--csv", csv, "--pdf", pdf], env);
    expect(written.stdout).toBe(`The statement is in ${csv}\nThe statement is in ${pdf}\n`);
    expect(readFileSync(csv, "utf8")).toContain("Closing balance,,,,,,60.00,USD");
    expect((await pdfPages(readFileSync(pdf))).join(" ")).toContain("Closing balance");
  });
});
