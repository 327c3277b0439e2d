import { editInvoice } from "#billing/invoice/invoice.api.ts";
import { textBody } from "#web/billing/documents/form/document-values.ts";
import type { FormKind } from "#web/billing/documents/form/kind.ts";
import { bodyOf, type WrittenValues } from "#web/billing/documents/form/written-values.ts";

/** An invoice as the API takes it. */
export function invoiceBody(values: WrittenValues) {
  return { ...bodyOf(values), due_date: textBody(values.until) };
}

export const invoiceForm: FormKind = {
  name: "invoice",
  title: "Invoice",
  party: "customer",
  until: { label: "Due date", description: "By the customer's payment terms where left empty." },
  body: invoiceBody,
  schema: editInvoice.body,
};
