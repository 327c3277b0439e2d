import type { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { ofKind } from "#billing/paper/of-kind.ts";
import { Paper } from "#web/billing/documents/Paper.tsx";
import { show } from "#web/ui/show.ts";

/** An invoice as one would send it. */
export function InvoicePaper({ invoice }: { invoice: InvoiceView }) {
  return <Paper document={invoice} of={ofKind(show, "invoice", invoice)} />;
}
