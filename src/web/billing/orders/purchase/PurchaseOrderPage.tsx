import { Anchor } from "@mantine/core";
import { getRouteApi, Link } from "@tanstack/react-router";
import { getPurchaseOrder, type PurchaseOrderView } from "#billing/order/purchase-order.api.ts";
import { inApp } from "#web/billing/documents/in-app.ts";
import { useCall } from "#web/api.ts";
import { DocumentPage } from "#web/billing/documents/page/DocumentPage.tsx";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { Paper } from "#web/billing/documents/Paper.tsx";
import { ofKind } from "#billing/paper/of-kind.ts";
import { usePurchaseOrderPlaces, useVendorPlaces } from "#web/billing/orders/places.ts";
import { usePurchaseOrderDeeds } from "./purchase-order-deeds.ts";
import { asDocument } from "./purchase-order-form.ts";
import { purchaseOrderWords } from "./words.ts";

const route = getRouteApi("/o/$org/billing/orders/purchase/$purchase_order");

/** One purchase order: the document, and what the vendor billed of it. */
export function PurchaseOrderPage() {
  const params = route.useParams();
  const order = useCall(getPurchaseOrder, { params });
  return (
    <OneDocument of={order} title="Purchase order">
      {(found) => <Record key={found.id} order={found} />}
    </OneDocument>
  );
}

function Record({ order }: { order: PurchaseOrderView }) {
  const vendors = useVendorPlaces();
  const { status, reason } = order;
  return (
    <DocumentPage
      document={order}
      kind="purchase_order"
      one="a purchase order"
      status={purchaseOrderWords[status]}
      party={
        <Anchor key="vendor" component={Link} to={vendors.page(order.vendor_id)}>
          {order.vendor_name}
        </Anchor>
      }
      facts={reason === null ? [] : [`${purchaseOrderWords[status].word} because: ${reason}`]}
      edit={usePurchaseOrderPlaces().edit(order.id)}
      deeds={usePurchaseOrderDeeds(order)}
    >
      <Paper
        document={asDocument(order)}
        of={ofKind(inApp, "purchase_order", { ...order, due_date: order.delivery_date })}
      />
    </DocumentPage>
  );
}
