import { dayAt, plusDays } from "#kernel/calendar.ts";
import { instantFromMs } from "#kernel/time.ts";
import { listCustomers } from "#billing/customer/customer.api.ts";
import { createInvoice, type InvoiceListItem, listInvoices } from "#billing/invoice/invoice.api.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { type Caller, call } from "#platform/http/call.ts";
import type { Tally } from "./crm.ts";

/** One invoice: how many days ago it was written, for what, and how much of it was paid; a draft where it was not sent. */
type DemoInvoice = {
  reference: string;
  daysAgo: number;
  lines: { name: string; quantity: string; price: string }[];
  paid?: string;
  isDraft?: boolean;
};

const seats = (quantity: string) => ({ name: "Team plan, seat", quantity, price: "29.00" });
const onboarding = { name: "Onboarding", quantity: "1", price: "450.00" };

/** Paid, overdue, partially paid, sent, and one that somebody is still at. */
const invoices: readonly DemoInvoice[] = [
  { reference: "PO 1001", daysAgo: 75, lines: [seats("12"), onboarding], paid: "798.00" },
  { reference: "PO 1002", daysAgo: 48, lines: [seats("25")] },
  { reference: "PO 1003", daysAgo: 12, lines: [seats("40"), onboarding], paid: "600.00" },
  { reference: "PO 1004", daysAgo: 3, lines: [seats("8")] },
  { reference: "PO 1005", daysAgo: 0, lines: [seats("16"), onboarding], isDraft: true },
];

/** Writes invoices and payments for customers that billing knew before the sync, each once: it is known by its reference. */
export async function addInvoices(caller: Caller, emails: readonly string[], tally: Tally): Promise<void> {
  const { time_zone } = await call(caller, getOrganization, {});
  const today = dayAt(instantFromMs(Date.now()), time_zone);
  for (const [at, invoice] of invoices.entries()) {
    const search = emails[at % emails.length] ?? "";
    const { items } = await call(caller, listCustomers, { query: { search } });
    const customer = items.find(({ email }) => email === search);
    if (customer) await addInvoice(caller, customer.id, invoice, plusDays(today, -invoice.daysAgo));
    tally(at + 1, invoices.length);
  }
}

async function addInvoice(
  caller: Caller,
  customer_id: string,
  { reference, lines, paid, isDraft = false }: DemoInvoice,
  date: string,
): Promise<void> {
  const { items } = await call(caller, listInvoices, { query: { search: reference } });
  const body = { customer_id, date, reference_number: reference, line_items: lines, send: !isDraft };
  const known: Pick<InvoiceListItem, "id" | "balance" | "total"> =
    items.find(({ reference_number }) => reference_number === reference) ??
    (await call(caller, createInvoice, { body }));
  if (paid === undefined || known.balance !== known.total) return;
  const payment = { customer_id, amount: paid, date: plusDays(date, 10), mode: "bank_transfer" as const };
  await call(caller, recordPayment, {
    body: { ...payment, reference_number: reference, invoices: [{ invoice_id: known.id, amount: paid }] },
  });
}
