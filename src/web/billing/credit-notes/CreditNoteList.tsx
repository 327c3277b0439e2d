import {
  type CreditNoteListItem,
  exportCreditNotes,
  listCreditNotes,
} from "#billing/credit-note/credit-note.api.ts";
import type { CreditNoteStatus } from "#billing/credit-note/credit-note-status.ts";
import { addressOf } from "#platform/http/call.ts";
import { usePages } from "#web/api.ts";
import { documentColumns, numberWords } from "#web/billing/documents/list/columns.tsx";
import { CustomerDocuments } from "#web/billing/documents/list/CustomerDocuments.tsx";
import { DocumentList } from "#web/billing/documents/list/DocumentList.tsx";
import { useListSearch } from "#web/billing/documents/list/list-search.ts";
import { statusTabs } from "#web/billing/documents/status.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import { showAmount, showText } from "#web/ui/show.ts";
import { useCreditNotePlaces } from "./places.ts";
import { creditNoteWords } from "./words.ts";

/** All credit notes. */
export function CreditNoteList() {
  const search = useListSearch<CreditNoteStatus>();
  const places = useCreditNotePlaces();
  return (
    <DocumentList
      title="Credit notes"
      one="credit note"
      search={search}
      statuses={statusTabs(creditNoteWords)}
      columns={columnsOf(places.page)}
      pages={usePages(listCreditNotes, { query: search.query })}
      file={addressOf(exportCreditNotes, { query: { ...search.query, bom: "true" } })}
      rowName={(row) => `${numberWords(row)} for ${row.customer_name}`}
      places={places}
      none="There are no credit notes yet. Write one by hand, or credit an invoice on its page."
    />
  );
}

/** The credit notes of a customer. */
export function CustomerCreditNotes({ customer, mayWrite }: { customer: string; mayWrite: boolean }) {
  const places = useCreditNotePlaces();
  return (
    <CustomerDocuments
      title="Credit notes"
      one="credit note"
      customer={customer}
      mayWrite={mayWrite}
      columns={columnsOf(places.page)}
      pages={usePages(listCreditNotes, { query: { customer_id: customer } })}
      places={places}
      none="Nothing was credited to this customer yet."
    />
  );
}

function columnsOf(to: (id: string) => string): Column<CreditNoteListItem>[] {
  return documentColumns<CreditNoteListItem>({
    to,
    party: { id: "customer_name", title: "Customer", name: (row) => row.customer_name },
    status: ({ status }) => creditNoteWords[status],
    money: [
      {
        id: "balance",
        title: "Unused",
        width: 132,
        align: "right",
        cell: ({ status, balance, currency_code }) =>
          status === "open" ? showAmount(balance, currency_code) : showText(null),
      },
    ],
  });
}
