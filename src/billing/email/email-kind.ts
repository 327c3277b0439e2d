import type { DocumentKind } from "#billing/document/kind.ts";

/** The kinds of e-mails, each with words of its own. */
export const emailKinds = [
  "invoice",
  "invoice_reminder",
  "payment_receipt",
  "payment_failed",
  "estimate",
  "credit_note",
  "sales_order",
  "purchase_order",
] as const;
export type EmailKind = (typeof emailKinds)[number];

/** What each kind is called. */
export const emailKindNames: Readonly<Record<EmailKind, string>> = {
  invoice: "Invoice",
  invoice_reminder: "Overdue invoice",
  payment_receipt: "Payment receipt",
  payment_failed: "Failed charge",
  estimate: "Estimate",
  credit_note: "Credit note",
  sales_order: "Sales order",
  purchase_order: "Purchase order",
};

/** The e-mail that a document is sent with, by what is shown of it. */
export function emailKindOf(kind: DocumentKind, status: string): EmailKind {
  return kind === "invoice" && status === "overdue" ? "invoice_reminder" : kind;
}
