import { Alert } from "@mantine/core";
import type { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { underWay } from "./words.ts";

/** Says before an invoice is settled otherwise that a charge of it waits for its outcome. */
export function UnderWay({ invoice }: { invoice: InvoiceView }) {
  const words = underWay(invoice);
  return words === undefined ? null : (
    <Alert color="conflict" variant="light" role="alert">
      {words}
    </Alert>
  );
}
