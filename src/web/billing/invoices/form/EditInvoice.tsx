import { getRouteApi } from "@tanstack/react-router";
import { editInvoice, getInvoice } from "#billing/invoice/invoice.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { EditDocument } from "#web/billing/documents/form/EditDocument.tsx";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";
import { invoiceBody, invoiceForm } from "./invoice-form.ts";

const route = getRouteApi("/o/$org/billing/invoices/$invoice/edit");

/** Writes a draft of an invoice anew. */
export function EditInvoice() {
  const params = route.useParams();
  const invoice = useCall(getInvoice, { params });
  const { mutateAsync } = useSend(editInvoice, { refreshes: touchedByMoney });
  // What the form does not show stays.
  const label = invoice.data?.payment_terms_label ?? null;
  const page = useInvoicePlaces().invoice(params.invoice);
  return (
    <OneDocument of={invoice} title="Edit invoice">
      {(found) => (
        <EditDocument
          kind={invoiceForm}
          document={found}
          reread={async () => (await invoice.refetch()).data ?? found}
          until={({ due_date }) => due_date}
          save={(version, values) =>
            mutateAsync({
              params,
              body: {
                version,
                ...invoiceBody(values),
                ...(label === null ? {} : { payment_terms_label: label }),
              },
            })
          }
          page={page}
        />
      )}
    </OneDocument>
  );
}
