import {
  exportSalesOrders,
  listSalesOrders,
  type SalesOrderListItem,
} from "#billing/order/sales-order.api.ts";
import type { SalesOrderStatus } from "#billing/order/sales-order.ts";
import { addressOf } from "#platform/http/call.ts";
import { usePages } from "#web/api.ts";
import { dayColumn, documentColumns, numberWords } from "#web/billing/documents/list/columns.tsx";
import { CustomerDocuments } from "#web/billing/documents/list/CustomerDocuments.tsx";
import { DocumentList } from "#web/billing/documents/list/DocumentList.tsx";
import { useListSearch } from "#web/billing/documents/list/list-search.ts";
import { statusTabs } from "#web/billing/documents/status.ts";
import { OrderTabs } from "#web/billing/orders/OrderTabs.tsx";
import { useSalesOrderPlaces } from "#web/billing/orders/places.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import { salesOrderWords } from "./words.ts";

/** All sales orders. */
export function SalesOrderList() {
  const search = useListSearch<SalesOrderStatus>();
  const places = useSalesOrderPlaces();
  return (
    <DocumentList
      title="Sales orders"
      one="sales order"
      above={<OrderTabs here="sales" />}
      search={search}
      statuses={statusTabs(salesOrderWords)}
      columns={columnsOf(places.page)}
      pages={usePages(listSalesOrders, { query: search.query })}
      file={addressOf(exportSalesOrders, { query: { ...search.query, bom: "true" } })}
      rowName={(row) => `${numberWords(row)} for ${row.customer_name}`}
      places={places}
      none="There are no sales orders yet. Write one for a customer; once it is confirmed, it becomes an invoice."
    />
  );
}

/** The sales orders of a customer. */
export function CustomerSalesOrders({ customer, mayWrite }: { customer: string; mayWrite: boolean }) {
  const places = useSalesOrderPlaces();
  return (
    <CustomerDocuments
      title="Sales orders"
      one="sales order"
      customer={customer}
      mayWrite={mayWrite}
      columns={columnsOf(places.page)}
      pages={usePages(listSalesOrders, { query: { customer_id: customer } })}
      places={places}
      none="This customer has ordered nothing yet."
    />
  );
}

function columnsOf(to: (id: string) => string): Column<SalesOrderListItem>[] {
  return documentColumns<SalesOrderListItem>({
    to,
    party: { id: "customer_name", title: "Customer", name: (row) => row.customer_name },
    status: ({ status }) => salesOrderWords[status],
    days: [dayColumn("delivery_date", "Delivery", (row) => row.delivery_date)],
  });
}
