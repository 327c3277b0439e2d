import type { Refusal } from "#kernel/decided.ts";
import type { Facts } from "#kernel/errors.ts";
import { amountText } from "#kernel/money.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Instant } from "#kernel/time.ts";
import type { CustomerDocument, Document } from "#billing/document/document.ts";
import { nameOf, notDraft } from "#billing/document/named.ts";
import type { InvoiceStatus } from "./invoice-status.ts";

type Decision = Result<CustomerDocument, Refusal>;

/**
 * The status of an invoice on a day: what was decided of it, and for one that was sent what its money and the day make
 * of it. Overdue is told before partially paid: it is what somebody has to act on.
 */
export function invoiceStatus(invoice: Document, today: string): InvoiceStatus {
  if (invoice.status === "draft" || invoice.status === "void") return invoice.status;
  if (invoice.balance === 0n) return invoice.written_off > 0n ? "written_off" : "paid";
  if (invoice.due_date !== null && invoice.due_date < today) return "overdue";
  return invoice.paid + invoice.credited > 0n ? "partially_paid" : "sent";
}

/** A draft that goes out, under its number. From here on its money does not change. */
export function issued(invoice: CustomerDocument, number: string, now: Instant): Decision {
  if (invoice.status !== "draft") return refuse({ code: "invoice.not_draft", facts: notDraft(invoice) });
  return accept({ ...next(invoice, now), status: "sent", number, issued_at: now });
}

/** An invoice that holds no longer. What had settled it must be taken from it before; a draft just ends. */
export function voided(invoice: CustomerDocument, reason: string | null, now: Instant): Decision {
  if (invoice.status === "void")
    return refuse({
      code: "invoice.already_void",
      facts: { invoice: invoice.id, message: `${nameOf(invoice)} is void already` },
    });
  if (invoice.paid + invoice.credited + invoice.written_off > 0n)
    throw new Error(`${invoice.id} is settled in part`);
  return accept({ ...next(invoice, now), status: "void", reason, closed_at: now });
}

/** An invoice of which nobody expects the rest any more. */
export function writtenOff(invoice: CustomerDocument, now: Instant): Decision {
  if (!isOpen(invoice)) return refuse({ code: "invoice.not_open", facts: notOpen(invoice) });
  return accept({
    ...next(invoice, now),
    written_off: invoice.written_off + invoice.balance,
    balance: 0n,
  });
}

/** The same taken back: what was written off is open again. */
export function writeOffCancelled(invoice: CustomerDocument, now: Instant): Decision {
  if (invoice.written_off === 0n || invoice.status !== "sent")
    return refuse({
      code: "invoice.not_written_off",
      facts: { invoice: invoice.id, message: `Nothing of ${invoice.number ?? "this draft"} was written off` },
    });
  const balance = invoice.balance + invoice.written_off;
  return accept({ ...next(invoice, now), written_off: 0n, balance });
}

/** An invoice of which a payment or a credit note settles so much more (or less, where that is taken back). */
export function settledBy(
  invoice: CustomerDocument,
  by: "paid" | "credited",
  amount: bigint,
  now: Instant,
): Decision {
  if (amount > 0n && !isOpen(invoice)) return refuse({ code: "invoice.not_open", facts: notOpen(invoice) });
  if (amount > invoice.balance) {
    const { id, number, currency_code: currency } = invoice;
    const balance = amountText(invoice.balance, currency);
    const message = `${amountText(amount, currency)} ${currency} is more than the ${balance} that is open on ${number}`;
    return refuse({ code: "payment.exceeds_balance", facts: { invoice: id, number, balance, message } });
  }
  return accept({
    ...next(invoice, now),
    [by]: invoice[by] + amount,
    balance: invoice.balance - amount,
  });
}

/** Why nothing can settle an invoice, as facts of `invoice.not_open`. */
export function notOpen({ id, number, status }: Document): Facts {
  const why = status === "sent" ? "" : `: it is ${status === "draft" ? "a draft" : "void"}`;
  const message = `Nothing is open on ${number ?? "this invoice"}${why}`;
  return { invoice: id, number, message };
}

function isOpen(invoice: Document): boolean {
  return invoice.status === "sent" && invoice.balance > 0n;
}

function next(invoice: CustomerDocument, now: Instant): CustomerDocument {
  return { ...invoice, version: invoice.version + 1, updated_at: now };
}
