import { getRouteApi } from "@tanstack/react-router";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { useSend } from "#web/api.ts";
import { NewDocument } from "#web/billing/documents/form/NewDocument.tsx";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";
import { invoiceBody, invoiceForm } from "./invoice-form.ts";

const route = getRouteApi("/o/$org/billing/invoices/new");

/** A new invoice: a draft, until it is marked as sent. */
export function NewInvoice() {
  const places = useInvoicePlaces();
  const { mutateAsync } = useSend(createInvoice, { refreshes: touchedByMoney });
  return (
    <NewDocument
      kind={invoiceForm}
      customer={route.useSearch().customer}
      create={async (customer_id, values) =>
        places.invoice((await mutateAsync({ body: { customer_id, ...invoiceBody(values) } })).id)
      }
      list={places.list}
    />
  );
}
