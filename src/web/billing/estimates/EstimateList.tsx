import { type EstimateListItem, exportEstimates, listEstimates } from "#billing/estimate/estimate.api.ts";
import type { EstimateStatus } from "#billing/estimate/estimate.ts";
import { addressOf } from "#platform/http/call.ts";
import { usePages } from "#web/api.ts";
import { dayColumn, documentColumns, numberWords } from "#web/billing/documents/list/columns.tsx";
import { CustomerDocuments } from "#web/billing/documents/list/CustomerDocuments.tsx";
import { DocumentList } from "#web/billing/documents/list/DocumentList.tsx";
import { useListSearch } from "#web/billing/documents/list/list-search.ts";
import { statusTabs } from "#web/billing/documents/status.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import { useEstimatePlaces } from "./places.ts";
import { estimateWords } from "./words.ts";

/** All estimates. */
export function EstimateList() {
  const search = useListSearch<EstimateStatus>();
  const places = useEstimatePlaces();
  return (
    <DocumentList
      title="Estimates"
      one="estimate"
      search={search}
      statuses={statusTabs(estimateWords)}
      columns={columnsOf(places.page)}
      pages={usePages(listEstimates, { query: search.query })}
      file={addressOf(exportEstimates, { query: { ...search.query, bom: "true" } })}
      rowName={(row) => `${numberWords(row)} for ${row.customer_name}`}
      places={places}
      none="There are no estimates yet. Write one for a customer; once it is accepted, it becomes an invoice."
    />
  );
}

/** The estimates of a customer. */
export function CustomerEstimates({ customer, mayWrite }: { customer: string; mayWrite: boolean }) {
  const places = useEstimatePlaces();
  return (
    <CustomerDocuments
      title="Estimates"
      one="estimate"
      customer={customer}
      mayWrite={mayWrite}
      columns={columnsOf(places.page)}
      pages={usePages(listEstimates, { query: { customer_id: customer } })}
      places={places}
      none="Nothing was offered to this customer yet."
    />
  );
}

function columnsOf(to: (id: string) => string): Column<EstimateListItem>[] {
  return documentColumns<EstimateListItem>({
    to,
    party: { id: "customer_name", title: "Customer", name: (row) => row.customer_name },
    status: ({ status }) => estimateWords[status],
    days: [dayColumn("expiry_date", "Expires", (row) => row.expiry_date)],
  });
}
