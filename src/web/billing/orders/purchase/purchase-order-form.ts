import { editPurchaseOrder, type PurchaseOrderView } from "#billing/order/purchase-order.api.ts";
import type { FormKind } from "#web/billing/documents/form/kind.ts";
import { orderBody } from "#web/billing/orders/sales/sales-order-form.ts";

export const purchaseOrderForm: FormKind = {
  name: "purchase order",
  title: "Purchase order",
  party: "vendor",
  until: { label: "Delivery date", description: "When it is to be delivered." },
  body: orderBody,
  schema: editPurchaseOrder.body,
};

/** An order to a vendor as what all documents share: the vendor stands where others have their customer. */
export function asDocument({ vendor_id, vendor_name, ...order }: PurchaseOrderView) {
  return { ...order, customer_id: vendor_id, customer_name: vendor_name };
}
