/** What is shown of an invoice. */
export const invoiceStatuses = [
  "draft",
  "sent",
  "overdue",
  "partially_paid",
  "paid",
  "written_off",
  "void",
] as const;
export type InvoiceStatus = (typeof invoiceStatuses)[number];
