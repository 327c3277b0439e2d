import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { customerBalance, trialBalance } from "#billing/ledger/ledger.api.ts";
import { listCustomers } from "#billing/customer/customer.api.ts";
import { listPayments } from "#billing/payment/payment.api.ts";
import { type Organization, startWorld, type World } from "../../support/world.ts";
import { csvOf, movedIn, problemsIn } from "./move-in-world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

/** Cents as a file writes them, with separators of thousands or without. */
function text(cents: number, isGrouped: boolean): string {
  const whole = String(Math.floor(cents / 100));
  const groups = isGrouped ? whole.replaceAll(/\B(?=(\d{3})+$)/g, ",") : whole;
  return `"${groups}.${String(cents % 100).padStart(2, "0")}"`;
}

function cents(amount: string): number {
  return Math.round(Number(amount) * 100);
}

const line = fc.record({
  price: fc.integer({ min: 0, max: 5_000_000 }),
  quantity: fc.integer({ min: 1, max: 9 }),
});
const invoice = fc.record({
  customer: fc.constantFrom("101", "102"),
  lines: fc.array(line, { minLength: 1, maxLength: 4 }),
  /** Of what it comes to, in hundredths. */
  paid: fc.constantFrom(0, 0, 37, 100),
  status: fc.constantFrom("Sent", "Overdue", "Void"),
  isGrouped: fc.boolean(),
});
type Invoice = typeof invoice extends fc.Arbitrary<infer Value> ? Value : never;

function totalOf({ lines }: Invoice): number {
  return lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
}

function paidOf(one: Invoice): number {
  return one.status === "Void" ? 0 : Math.floor((totalOf(one) * one.paid) / 100);
}

function filesOf(invoices: readonly Invoice[]): { ofInvoices: string; ofPayments: string } {
  const rows = invoices.flatMap((one, at) =>
    one.lines.map(({ price, quantity }) =>
      [
        ...[`L-${at}`, "2025-03-31", one.status, one.customer, "Work", quantity],
        ...[text(price, one.isGrouped), text(totalOf(one), one.isGrouped)],
      ].join(","),
    ),
  );
  const paid = invoices.flatMap((one, at) => {
    const amount = text(paidOf(one), one.isGrouped);
    return paidOf(one) === 0 ? [] : [`${at + 1},2025-04-10,${one.customer},${amount},0,L-${at},${amount}`];
  });
  return {
    ofInvoices: csvOf(
      "Invoice Number,Invoice Date,Invoice Status,Customer ID,Item Name,Quantity,Item Price,Total",
      ...rows,
    ),
    ofPayments: csvOf(
      "Payment Number,Date,Customer ID,Amount,Unused Amount,Invoice Number,Amount Applied to Invoice",
      ...paid,
      "999,2025-04-11,101,1.00,1.00,,",
    ),
  };
}

async function sumOf(shop: Organization, field: "total" | "balance"): Promise<number> {
  const { items } = await shop.send(listInvoices, { query: { limit: 200 } });
  const open = items.filter(({ status }) => status !== "void");
  return open.reduce((sum, one) => sum + cents(one[field]), 0);
}

test("B14 given any files of invoices and payments, then what came in is what the files come to, to the cent, in documents and in the ledger", async () => {
  let number = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(invoice, { minLength: 1, maxLength: 12 }), async (invoices) => {
      const shop = await world.organization(`Sums ${(number += 1)}`, { currency: "EUR" });
      await movedIn(shop, "customers", csvOf("Customer ID,Display Name", "101,Akamai", "102,Zorin"));
      const { ofInvoices, ofPayments } = filesOf(invoices);
      for (const [kind, csv] of [
        ["invoices", ofInvoices],
        ["payments", ofPayments],
      ] as const)
        expect(await problemsIn(shop, (await movedIn(shop, kind, csv)).id)).toEqual([]);
      const total = invoices.reduce((sum, one) => sum + (one.status === "Void" ? 0 : totalOf(one)), 0);
      const paid = invoices.reduce((sum, one) => sum + paidOf(one), 0);
      expect([await sumOf(shop, "total"), await sumOf(shop, "balance")]).toEqual([total, total - paid]);
      const { items: payments } = await shop.send(listPayments, { query: { limit: 200 } });
      expect(payments.reduce((sum, { amount }) => sum + cents(amount), 0)).toBe(paid + 100);
      const { items: customers } = await shop.send(listCustomers, { query: {} });
      const owed = customers.map(({ id }) => shop.send(customerBalance, { params: { customer: id } }));
      const balances = await Promise.all(owed);
      expect(balances.reduce((sum, { outstanding }) => sum + cents(outstanding), 0)).toBe(total - paid);
      const { accounts } = await shop.send(trialBalance, {});
      expect(accounts.reduce((sum, { amount }) => sum + cents(amount), 0)).toBe(0);
    }),
    // Each file is of an organization of its own.
    { numRuns: 3 },
  );
});
