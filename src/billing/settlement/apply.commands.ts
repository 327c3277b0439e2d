import { AppError } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import { findDocumentsForUpdate } from "#billing/document/document.store.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { notOpen } from "#billing/invoice/invoice.ts";
import { getInvoiceForUpdate } from "#billing/invoice/invoice.commands.ts";
import { recoverAfterPayment } from "#billing/subscription/recover.commands.ts";
import { atEntry, type Entry } from "./at-entry.ts";
import { settleWithCredits } from "./credits.commands.ts";
import { givenAmount } from "./given-amount.ts";
import { type On, settle, unsettle } from "./settle.commands.ts";
import { listSettlements } from "./settlement.store.ts";
import type { Source } from "./source.ts";

/** So much of a payment or a credit note for an invoice. */
export type Application = { invoice_id: Id<"inv">; amount: string };

/** Settles invoices with what a source has left. All of it happens, or nothing. */
export async function applySource(
  tx: Tx,
  act: Act,
  { lock, applications, on }: { lock: () => Promise<Source>; applications: Application[]; on: On },
): Promise<Source> {
  // Invoices are locked before what settles them, everywhere, so that nobody waits for each other.
  const invoices = await lockInvoices(tx, applications);
  let source = await lock();
  for (const [at, { invoice_id, amount: text }] of applications.entries()) {
    const invoice = invoices.get(invoice_id);
    const moved = await atEntry(entryAt(at), async () => {
      if (invoice === undefined) throw new AppError("invoice.not_found", { invoice: invoice_id });
      const amount = givenAmount(text, source.row.currency_code, entryAt(at).amount);
      return settle(tx, act, { invoice, source, amount }, on);
    });
    invoices.set(invoice_id, moved.invoice);
    source = moved.source;
    if (moved.invoice.balance === 0n) await recoverAfterPayment(tx, act, invoice_id);
  }
  return source;
}

function entryAt(at: number): Required<Entry> {
  return { amount: `invoices.${at}.amount`, invoice: `invoices.${at}.invoice_id` };
}

async function lockInvoices(
  tx: Tx,
  applications: readonly { invoice_id: Id<"inv"> }[],
): Promise<Map<string, CustomerDocument>> {
  const ids = applications.map(({ invoice_id }) => invoice_id);
  const invoices = await findDocumentsForUpdate(tx, "invoice", ids);
  return new Map(invoices.map((invoice) => [invoice.id, invoice as CustomerDocument]));
}

/** Takes back what a source settles of an invoice; the amount is the customer's credit then. */
export async function unapplySource(
  tx: Tx,
  act: Act,
  of: { payment_id: Id<"pay"> } | { credit_note_id: Id<"crn"> },
  settlementId: Id<"stl">,
): Promise<void> {
  const settlements = await listSettlements(tx, of);
  const settlement = settlements.find((one) => one.id === settlementId);
  if (settlement === undefined) throw new AppError("settlement.not_found", { settlement: settlementId });
  const invoice = await getInvoiceForUpdate(tx, settlement.invoice_id);
  await unsettle(tx, act, invoice, await dayOf(tx, act), settlementId);
}

/** Takes back all that a source settles; one that comes while its invoices are being locked stays. */
export async function unapplyAll(
  tx: Tx,
  act: Act,
  of: { payment_id: Id<"pay"> } | { credit_note_id: Id<"crn"> },
  on: On,
): Promise<void> {
  const invoices = await lockInvoices(tx, await listSettlements(tx, of));
  // Anew, because what somebody took back until its invoice was locked is not there any more.
  for (const { id, invoice_id } of await listSettlements(tx, of)) {
    const invoice = invoices.get(invoice_id);
    if (invoice === undefined) continue;
    invoices.set(invoice_id, await unsettle(tx, act, invoice, on, id));
  }
}

/** Settles an invoice with the credits of its customer that are unused, the oldest first, as far as they go. */
export async function applyCredits(tx: Tx, act: Act, id: Id<"inv">): Promise<void> {
  const invoice = await getInvoiceForUpdate(tx, id);
  if (invoice.status !== "sent" || invoice.balance === 0n)
    throw new AppError("invoice.not_open", notOpen(invoice));
  const { balance } = await settleWithCredits(tx, act, invoice, await dayOf(tx, act));
  if (balance === invoice.balance) throw await noCredits(tx, invoice);
  if (balance === 0n) await recoverAfterPayment(tx, act, id);
}

async function noCredits(
  tx: Tx,
  { id, number, customer_id, balance, currency_code: currency }: CustomerDocument,
): Promise<AppError> {
  const { display_name: name } = await getCustomer(tx, customer_id);
  return new AppError("invoice.no_credits", {
    invoice: id,
    message: `${name} has no unused credits for the ${amountText(balance, currency)} ${currency} open on ${number}`,
    remedy: `Record a payment of ${name}, or write a credit note.`,
  });
}
