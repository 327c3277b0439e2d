import { getRouteApi } from "@tanstack/react-router";
import { editSalesOrder, getSalesOrder } from "#billing/order/sales-order.api.ts";
import { useCall } from "#web/api.ts";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { EditDocument } from "#web/billing/documents/form/EditDocument.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { useSalesOrderPlaces } from "#web/billing/orders/places.ts";
import { orderBody, salesOrderForm } from "./sales-order-form.ts";

const route = getRouteApi("/o/$org/billing/orders/sales/$sales_order/edit");

/** Writes a draft of a sales order anew. */
export function EditSalesOrder() {
  const params = route.useParams();
  const doing = useDoing();
  const order = useCall(getSalesOrder, { params });
  const page = useSalesOrderPlaces().page(params.sales_order);
  return (
    <OneDocument of={order} title="Edit sales order">
      {(found) => (
        <EditDocument
          kind={salesOrderForm}
          document={found}
          reread={async () => (await order.refetch()).data ?? found}
          until={({ delivery_date }) => delivery_date}
          save={(version, values) =>
            doing(editSalesOrder, { params, body: { version, ...orderBody(values) } })
          }
          page={page}
        />
      )}
    </OneDocument>
  );
}
