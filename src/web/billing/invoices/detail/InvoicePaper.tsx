import type { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { isNothing, negated } from "#web/billing/documents/money-words.ts";
import { Paper } from "#web/billing/documents/Paper.tsx";
import type { Sum } from "#web/billing/documents/PaperTotals.tsx";
import { showDay } from "#web/ui/show.ts";

/** An invoice as one would send it. */
export function InvoicePaper({ invoice }: { invoice: InvoiceView }) {
  return (
    <Paper
      document={invoice}
      kind="Invoice"
      facts={[
        { name: "Date", value: showDay(invoice.date) },
        { name: "Due", value: showDay(invoice.due_date) },
        { name: "Terms", value: invoice.payment_terms_label },
        { name: "Reference", value: invoice.reference_number },
        { name: "Salesperson", value: invoice.salesperson },
      ]}
      sums={settledSums(invoice)}
    />
  );
}

function settledSums({ status, paid, credited, written_off, balance }: InvoiceView): Sum[] {
  if (status === "draft" || status === "void") return [];
  const taken = [
    { name: "Paid", amount: negated(paid) },
    { name: "Credited", amount: negated(credited) },
    { name: "Written off", amount: negated(written_off) },
  ].filter(({ amount }) => !isNothing(amount));
  return [...taken, { name: "Balance due", amount: balance, isTotal: true }];
}
