import type { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { ofKind } from "#billing/paper/of-kind.ts";
import { inApp } from "#web/billing/documents/in-app.ts";
import { Paper } from "#web/billing/documents/Paper.tsx";

/** An invoice as one would send it. */
export function InvoicePaper({ invoice }: { invoice: InvoiceView }) {
  return <Paper document={invoice} of={ofKind(inApp, "invoice", invoice)} />;
}
