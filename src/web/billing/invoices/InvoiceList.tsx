import { exportInvoices, listInvoices } from "#billing/invoice/invoice.api.ts";
import { addressOf } from "#platform/http/call.ts";
import { usePages } from "#web/api.ts";
import { DocumentList } from "#web/billing/documents/list/DocumentList.tsx";
import { useListSearch } from "#web/billing/documents/list/list-search.ts";
import { invoiceColumns } from "./columns.tsx";
import { InvoicePanel } from "./detail/InvoicePanel.tsx";
import { useInvoicePlaces } from "./places.ts";
import { choiceWords, invoiceName, type StatusChoice, statusChoices } from "./words.ts";

/** All invoices. */
export function InvoiceList() {
  const search = useListSearch<StatusChoice>();
  const { invoice, create } = useInvoicePlaces();
  return (
    <DocumentList
      title="Invoices"
      one="invoice"
      search={search}
      statuses={statusChoices.map((choice) => ({ value: choice, label: choiceWords(choice) }))}
      columns={invoiceColumns(invoice)}
      pages={usePages(listInvoices, { query: search.query })}
      file={addressOf(exportInvoices, { query: { ...search.query, bom: "true" } })}
      rowName={(row) => `${invoiceName(row)} for ${row.customer_name}`}
      places={{ create, page: invoice }}
      none="There are no invoices yet. Write one for a customer; it stays a draft until you mark it as sent."
      panel={InvoicePanel}
    />
  );
}
