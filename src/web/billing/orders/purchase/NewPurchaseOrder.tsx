import { getRouteApi } from "@tanstack/react-router";
import { createPurchaseOrder } from "#billing/order/purchase-order.api.ts";
import { getVendor } from "#billing/vendor/vendor.api.ts";
import { useCall } from "#web/api.ts";
import { NewDocument } from "#web/billing/documents/form/NewDocument.tsx";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import type { Picked } from "#web/billing/customers/CustomerPicker.tsx";
import { usePurchaseOrderPlaces } from "#web/billing/orders/places.ts";
import { orderBody } from "#web/billing/orders/sales/sales-order-form.ts";
import { purchaseOrderForm } from "./purchase-order-form.ts";

const route = getRouteApi("/o/$org/billing/orders/purchase/new");

/** A new purchase order: a draft, until it is issued. */
export function NewPurchaseOrder() {
  const { vendor } = route.useSearch();
  return vendor === undefined ? <Fill vendor={undefined} /> : <ForVendor id={vendor} />;
}

/** Begun on a vendor's page. */
function ForVendor({ id }: { id: string }) {
  const vendor = useCall(getVendor, { params: { vendor: id } });
  return (
    <OneDocument of={vendor} title="New purchase order">
      {({ name, currency_code }) => <Fill vendor={{ id, display_name: name, currency_code }} />}
    </OneDocument>
  );
}

function Fill({ vendor }: { vendor: Picked | undefined }) {
  const places = usePurchaseOrderPlaces();
  const doing = useDoing();
  return (
    <NewDocument
      kind={purchaseOrderForm}
      vendor={vendor}
      create={async (vendor_id, values) =>
        places.page((await doing(createPurchaseOrder, { body: { vendor_id, ...orderBody(values) } })).id)
      }
      list={places.list}
    />
  );
}
