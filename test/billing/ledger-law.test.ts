import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { CallError } from "#platform/http/call.ts";
import * as notes from "#billing/credit-note/credit-note.api.ts";
import { setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import * as ledger from "#billing/ledger/ledger.api.ts";
import * as payments from "#billing/payment/payment.api.ts";
import { customerStatement } from "#billing/statement/statement.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { checkTaxes, checkTrialBalance } from "./ledger-reports.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

const steps = [
  "invoice",
  "payment",
  "credit",
  "credit an invoice",
  "apply a payment",
  "apply a credit note",
  "apply credits",
  "unapply",
  "refund a payment",
  "void a payment",
  "refund a credit note",
  "void an invoice",
  "void a credit note",
  "write off",
  "cancel a write-off",
  "rate",
] as const;

/** One thing that somebody does: to which customer, to the how-manieth of its documents, with how much. */
type Step = { does: (typeof steps)[number]; customer: number; at: number; cents: number };

const step: fc.Arbitrary<Step> = fc.record({
  does: fc.constantFrom(...steps),
  customer: fc.nat(1),
  at: fc.nat(4),
  cents: fc.integer({ min: 1, max: 5_000 }),
});

type Book = { shop: Organization; customers: string[]; taxes: { id: string; percentage: string }[] };

/** The days of documents: two of months that are over, and today. */
const days = ["2026-01-31", "2026-02-14", "2026-03-10"] as const;

/** All documents of a customer, as the API tells them. */
async function documentsOf(shop: Organization, customer_id: string) {
  const query = { customer_id, limit: 200 };
  return {
    invoices: (await shop.send(invoices.listInvoices, { query })).items,
    notes: (await shop.send(notes.listCreditNotes, { query })).items,
    payments: (await shop.send(payments.listPayments, { query })).items,
  };
}

async function take({ shop, customers, taxes }: Book, { does, customer, at, cents }: Step): Promise<void> {
  const customer_id = customers[customer] ?? "";
  const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
  const all = await documentsOf(shop, customer_id);
  const pick = (rows: readonly { id: string }[]): string => rows[at % Math.max(rows.length, 1)]?.id ?? "none";
  const invoice = pick(all.invoices.filter(({ status }) => status !== "void"));
  const note = pick(all.notes.filter(({ status }) => status !== "void"));
  const payment = pick(all.payments);
  const quantity = `${(at % 3) + 1}`;
  const tax = (which: number) => taxes[which % (taxes.length + 1)]?.id ?? null;
  const line_items = [
    { name: "Thing", quantity, price: amount, tax_id: tax(at) },
    { name: "Other thing", quantity, price: "7.77", tax_id: tax(cents) },
  ];
  const written = { customer_id, date: days[cents % days.length] ?? "", line_items };
  const applied = { invoices: [{ invoice_id: invoice, amount }] };
  const money = { amount, mode: "cash" as const };
  const doing: Record<Step["does"], () => Promise<unknown>> = {
    invoice: () => shop.send(invoices.createInvoice, { body: { ...written, send: true } }),
    payment: () => shop.send(payments.recordPayment, { body: { customer_id, ...money } }),
    credit: () => shop.send(notes.createCreditNote, { body: { ...written, open: true } }),
    "credit an invoice": () =>
      shop.send(notes.creditInvoice, {
        params: { invoice },
        body: { open: true, ...(at % 2 ? { line_items: [{ line: 0, quantity: "1" }] } : {}) },
      }),
    "apply a payment": () => shop.send(payments.applyPayment, { params: { payment }, body: applied }),
    "apply a credit note": () =>
      shop.send(notes.applyCreditNote, { params: { credit_note: note }, body: applied }),
    "apply credits": () => shop.send(invoices.applyCredits, { params: { invoice } }),
    unapply: async () => {
      const { settlements } = await shop.send(invoices.getInvoice, { params: { invoice } });
      const { id: settlement = "", payment_id = null, credit_note_id = null } = settlements[0] ?? {};
      const body = { settlement };
      if (payment_id !== null)
        await shop.send(payments.unapplyPayment, { params: { payment: payment_id }, body });
      if (credit_note_id !== null)
        await shop.send(notes.unapplyCreditNote, { params: { credit_note: credit_note_id }, body });
    },
    "refund a payment": () => shop.send(payments.refundPayment, { params: { payment }, body: money }),
    "void a payment": () => shop.send(payments.voidPayment, { params: { payment }, body: {} }),
    "refund a credit note": () =>
      shop.send(notes.refundCreditNote, { params: { credit_note: note }, body: money }),
    "void an invoice": () => shop.send(invoices.voidInvoice, { params: { invoice }, body: {} }),
    "void a credit note": () => shop.send(notes.voidCreditNote, { params: { credit_note: note }, body: {} }),
    "write off": () => shop.send(invoices.writeOffInvoice, { params: { invoice } }),
    "cancel a write-off": () => shop.send(invoices.cancelWriteOff, { params: { invoice } }),
    rate: () =>
      shop.send(setExchangeRate, {
        body: { currency_code: "EUR", rate: `1.${String(cents).padStart(4, "0")}` },
      }),
  };
  try {
    await doing[does]();
  } catch (error) {
    // A refusal is a step like any other; it must leave nothing behind.
    if (!(error instanceof CallError) || error.status >= 500) throw error;
  }
}

const cents = (text: string): bigint => BigInt(text.replace(".", ""));
const sum = (texts: readonly string[]): bigint => texts.reduce((before, text) => before + cents(text), 0n);

async function check({ shop, customers }: Book): Promise<void> {
  const { accounts } = await shop.send(ledger.trialBalance, {});
  expect(sum(accounts.map(({ base_amount }) => base_amount))).toBe(0n);
  for (const currency of ["USD", "EUR"])
    expect(
      sum(accounts.filter(({ currency_code }) => currency_code === currency).map((one) => one.amount)),
    ).toBe(0n);
  for (const customer of customers) {
    const all = await documentsOf(shop, customer);
    const balance = await shop.send(ledger.customerBalance, { params: { customer } });
    const owed = all.invoices.filter(({ status }) => status !== "draft" && status !== "void");
    const open = all.notes.filter(({ status }) => status === "open");
    expect({
      outstanding: cents(balance.outstanding),
      unused_credits: cents(balance.unused_credits),
    }).toEqual({
      outstanding: sum(owed.map((invoice) => invoice.balance)),
      unused_credits: sum([
        ...open.map((note) => note.balance),
        ...all.payments.map((payment) => payment.unused),
      ]),
    });
    await checkStatement(shop, customer, balance);
  }
  await checkTaxes(shop);
  await checkTrialBalance(shop, days);
}

/** A statement's lines lead from its opening to its closing balance, which is what the ledger says. */
async function checkStatement(
  shop: Organization,
  customer: string,
  { outstanding, unused_credits }: { outstanding: string; unused_credits: string },
): Promise<void> {
  const statement = await shop.send(customerStatement, { params: { customer }, query: {} });
  const { opening, lines, closing } = statement;
  let owed = cents(opening.balance);
  for (const { invoiced, received, balance } of lines) {
    owed += cents(invoiced ?? "0.00") - cents(received ?? "0.00");
    expect(cents(balance)).toBe(owed);
  }
  expect(owed).toBe(cents(opening.balance) + cents(statement.invoiced) - cents(statement.received));
  expect(owed).toBe(cents(outstanding) - cents(unused_credits));
  expect(closing).toEqual({ balance: closing.balance, outstanding, unused_credits });
  expect(cents(closing.balance)).toBe(owed);
}

test("given anything that people do with invoices, payments and credit notes, then all accounts sum to zero, each customer's balance is what its documents say, its statement comes to it, the taxes of each month are what the ledger says, and the trial balance is level (F100)", async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 8, maxLength: 25 }), async (story) => {
      const shop = await world.organization("Law");
      await shop.send(setExchangeRate, { body: { currency_code: "EUR", date: "2026-01-01", rate: "1.1" } });
      const customers: string[] = [];
      for (const currency_code of ["USD", "EUR"]) {
        const body = { display_name: `In ${currency_code}`, currency_code };
        customers.push((await shop.send(createCustomer, { body })).id);
      }
      const taxes = [];
      for (const percentage of ["19", "7.7"])
        taxes.push(await shop.send(createTax, { body: { name: `VAT ${percentage} %`, percentage } }));
      const book = { shop, customers, taxes };
      for (const does of ["invoice", "payment", "credit"] as const)
        for (const customer of [0, 1]) await take(book, { does, customer, at: 1, cents: 4_321 });
      for (const one of story) await take(book, one);
      taken += story.length;
      await check(book);
    }),
    { numRuns: 30, endOnFailure: true },
  );
  console.log(`law: ${taken} steps`);
  expect(taken).toBeGreaterThanOrEqual(30 * 8);
}, 300_000);
