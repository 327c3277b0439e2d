import type { InvoiceListItem } from "#billing/invoice/invoice.api.ts";
import type { Meaning } from "#web/ui/theme.ts";

export type InvoiceStatus = InvoiceListItem["status"];

/** Which invoices a list shows: of one status, or all on which something is open. */
export type StatusChoice = InvoiceStatus | "unpaid";

const statuses: Record<InvoiceStatus, { word: string; meaning: Meaning }> = {
  draft: { word: "Draft", meaning: "gray" },
  sent: { word: "Sent", meaning: "change" },
  overdue: { word: "Overdue", meaning: "fail" },
  partially_paid: { word: "Partially paid", meaning: "change" },
  paid: { word: "Paid", meaning: "agree" },
  written_off: { word: "Written off", meaning: "conflict" },
  void: { word: "Void", meaning: "gray" },
};

/** An invoice's status in a word and a meaning. */
export function statusOf({ status }: Pick<InvoiceListItem, "status">): { word: string; meaning: Meaning } {
  return statuses[status];
}

/** The choices of the list, in the order of an invoice's life. */
export const statusChoices = [
  "draft",
  "unpaid",
  "sent",
  "overdue",
  "partially_paid",
  "paid",
  "written_off",
  "void",
] as const satisfies readonly StatusChoice[];

/** What a choice is called. */
export function choiceWords(choice: StatusChoice): string {
  return choice === "unpaid" ? "Unpaid" : statuses[choice].word;
}

/** What to call an invoice: its number, which a draft has not got yet. */
export function invoiceName({ number }: { number: string | null }): string {
  return number ?? "Draft";
}

/** Tags whose answers are others after a document or a payment was changed. */
export const touchedByMoney: string[] = [
  "Invoices",
  "Payments",
  "Credit notes",
  "Estimates",
  "Sales orders",
  "Subscriptions",
  "Ledger",
  "Customers",
  "Statements",
  "Payment methods",
  "E-mail",
  "Reports",
];
