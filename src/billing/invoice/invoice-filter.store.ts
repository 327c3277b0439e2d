import type { DocumentWhere } from "#billing/document/document-list.store.ts";
import type { InvoiceStatus } from "./invoice-status.ts";

type Meaning = (today: string) => DocumentWhere;

const isSent: DocumentWhere = (row) => row("status", "=", "sent");
const isOpen: DocumentWhere = (row) => row.and([isSent(row), row("balance", ">", "0")]);
const isSettled: DocumentWhere = (row) => row.and([isSent(row), row("balance", "=", "0")]);
const isTouched: DocumentWhere = (row) => row.or([row("paid", ">", "0"), row("credited", ">", "0")]);

/** What each status means of the columns: it says of a row what `invoiceStatus` says of the invoice. */
const meanings: Readonly<Record<InvoiceStatus | "unpaid", Meaning>> = {
  draft: () => (row) => row("status", "=", "draft"),
  void: () => (row) => row("status", "=", "void"),
  unpaid: () => isOpen,
  overdue: (today) => (row) => row.and([isOpen(row), row("due_date", "<", today)]),
  partially_paid: (today) => (row) => row.and([isOpen(row), row("due_date", ">=", today), isTouched(row)]),
  sent: (today) => (row) => row.and([isOpen(row), row("due_date", ">=", today), row.not(isTouched(row))]),
  paid: () => (row) => row.and([isSettled(row), row("written_off", "=", "0")]),
  written_off: () => (row) => row.and([isSettled(row), row("written_off", ">", "0")]),
};

/** The rows that have a status on a day; `unpaid` is all on which something is open. */
export function whereStatus(status: InvoiceStatus | "unpaid", today: string): DocumentWhere {
  return meanings[status](today);
}
