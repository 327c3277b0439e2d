import {
  exportPurchaseOrders,
  listPurchaseOrders,
  type PurchaseOrderListItem,
} from "#billing/order/purchase-order.api.ts";
import type { PurchaseOrderStatus } from "#billing/order/purchase-order.ts";
import { addressOf } from "#platform/http/call.ts";
import { usePages } from "#web/api.ts";
import { dayColumn, documentColumns, numberWords } from "#web/billing/documents/list/columns.tsx";
import { DocumentList } from "#web/billing/documents/list/DocumentList.tsx";
import { useListSearch } from "#web/billing/documents/list/list-search.ts";
import { statusTabs } from "#web/billing/documents/status.ts";
import { OrderTabs } from "#web/billing/orders/OrderTabs.tsx";
import { usePurchaseOrderPlaces } from "#web/billing/orders/places.ts";
import type { Column } from "#web/ui/DataTable.tsx";
import { purchaseOrderWords } from "./words.ts";

/** All purchase orders. */
export function PurchaseOrderList() {
  const search = useListSearch<PurchaseOrderStatus>();
  const places = usePurchaseOrderPlaces();
  const { customer_id: _none, ...query } = search.query;
  return (
    <DocumentList
      title="Purchase orders"
      one="purchase order"
      above={<OrderTabs here="purchase" />}
      party="vendor"
      search={search}
      statuses={statusTabs(purchaseOrderWords)}
      columns={purchaseOrderColumns(places.page)}
      pages={usePages(listPurchaseOrders, { query })}
      file={addressOf(exportPurchaseOrders, { query: { ...query, bom: "true" } })}
      rowName={(row) => `${numberWords(row)} to ${row.vendor_name}`}
      places={places}
      none="There are no purchase orders yet. Write one to a vendor; it stays a draft until you issue it."
    />
  );
}

/** The columns of the list; the number leads to the order's page. */
export function purchaseOrderColumns(to: (id: string) => string): Column<PurchaseOrderListItem>[] {
  return documentColumns<PurchaseOrderListItem>({
    to,
    party: { id: "vendor_name", title: "Vendor", name: (row) => row.vendor_name },
    status: ({ status }) => purchaseOrderWords[status],
    days: [dayColumn("delivery_date", "Delivery", (row) => row.delivery_date)],
  });
}
