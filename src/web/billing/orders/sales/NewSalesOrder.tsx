import { getRouteApi } from "@tanstack/react-router";
import { createSalesOrder } from "#billing/order/sales-order.api.ts";
import { NewDocument } from "#web/billing/documents/form/NewDocument.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { useSalesOrderPlaces } from "#web/billing/orders/places.ts";
import { orderBody, salesOrderForm } from "./sales-order-form.ts";

const route = getRouteApi("/o/$org/billing/orders/sales/new");

/** A new sales order: a draft, until it is confirmed. */
export function NewSalesOrder() {
  const places = useSalesOrderPlaces();
  const doing = useDoing();
  return (
    <NewDocument
      kind={salesOrderForm}
      customer={route.useSearch().customer}
      create={async (customer_id, values) =>
        places.page((await doing(createSalesOrder, { body: { customer_id, ...orderBody(values) } })).id)
      }
      list={places.list}
    />
  );
}
