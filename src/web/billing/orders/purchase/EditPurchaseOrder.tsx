import { getRouteApi } from "@tanstack/react-router";
import { editPurchaseOrder, getPurchaseOrder } from "#billing/order/purchase-order.api.ts";
import { useCall } from "#web/api.ts";
import { EditDocument } from "#web/billing/documents/form/EditDocument.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { usePurchaseOrderPlaces } from "#web/billing/orders/places.ts";
import { orderBody } from "#web/billing/orders/sales/sales-order-form.ts";
import { asDocument, purchaseOrderForm } from "./purchase-order-form.ts";

const route = getRouteApi("/o/$org/billing/orders/purchase/$purchase_order/edit");

/** Writes a draft of a purchase order anew. */
export function EditPurchaseOrder() {
  const params = route.useParams();
  const doing = useDoing();
  const order = useCall(getPurchaseOrder, { params });
  const page = usePurchaseOrderPlaces().page(params.purchase_order);
  return (
    <OneDocument of={order} title="Edit purchase order">
      {(found) => (
        <EditDocument
          kind={purchaseOrderForm}
          document={asDocument(found)}
          reread={async () => asDocument((await order.refetch()).data ?? found)}
          until={({ delivery_date }) => delivery_date}
          save={(version, values) =>
            doing(editPurchaseOrder, { params, body: { version, ...orderBody(values) } })
          }
          page={page}
        />
      )}
    </OneDocument>
  );
}
