import { getRouteApi } from "@tanstack/react-router";
import { getSalesOrder, type SalesOrderView } from "#billing/order/sales-order.api.ts";
import { inApp } from "#web/billing/documents/in-app.ts";
import { useCall } from "#web/api.ts";
import { DocumentPage } from "#web/billing/documents/page/DocumentPage.tsx";
import { MadeInvoices } from "#web/billing/documents/page/MadeInvoices.tsx";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { CustomerLink } from "#web/billing/documents/page/PartyLink.tsx";
import { Paper } from "#web/billing/documents/Paper.tsx";
import { ofKind } from "#billing/paper/of-kind.ts";
import { useSalesOrderPlaces } from "#web/billing/orders/places.ts";
import { useSalesOrderDeeds } from "./sales-order-deeds.ts";
import { salesOrderWords } from "./words.ts";

const route = getRouteApi("/o/$org/billing/orders/sales/$sales_order");

/** One sales order: the document, and the invoice that it closed with. */
export function SalesOrderPage() {
  const params = route.useParams();
  const order = useCall(getSalesOrder, { params });
  return (
    <OneDocument of={order} title="Sales order">
      {(found) => <Record key={found.id} order={found} />}
    </OneDocument>
  );
}

function Record({ order }: { order: SalesOrderView }) {
  const { status, reason } = order;
  const word = salesOrderWords[status].word;
  return (
    <DocumentPage
      document={order}
      kind="sales_order"
      one="a sales order"
      status={salesOrderWords[status]}
      party={<CustomerLink key="customer" of={order} />}
      facts={reason === null ? [] : [`${word} because: ${reason}`]}
      edit={useSalesOrderPlaces().edit(order.id)}
      deeds={useSalesOrderDeeds(order)}
    >
      <Paper
        document={order}
        of={ofKind(inApp, "sales_order", { ...order, due_date: order.delivery_date })}
      />
      <MadeInvoices of={order.invoices} />
    </DocumentPage>
  );
}
