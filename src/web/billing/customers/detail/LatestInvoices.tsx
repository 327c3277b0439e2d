import { useNavigate } from "@tanstack/react-router";
import { numberWords } from "#web/billing/documents/list/columns.tsx";
import { invoiceColumns } from "#web/billing/invoices/columns.tsx";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { useLatestInvoices } from "./latest.ts";
import { Shown } from "./Shown.tsx";

/** The invoices that are open, and the newest ones. */
export function LatestInvoices({ customer }: { customer: string }) {
  const navigate = useNavigate();
  const places = useInvoicePlaces();
  return (
    <Shown
      title="Latest invoices"
      all="All invoices"
      part="invoices"
      columns={invoiceColumns(places.invoice)}
      pages={useLatestInvoices(customer)}
      rowName={numberWords}
      onOpen={({ id }) => void navigate({ to: places.invoice(id) })}
      none="Nothing was invoiced to this customer yet."
    />
  );
}
