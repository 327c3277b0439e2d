import { editSalesOrder } from "#billing/order/sales-order.api.ts";
import { textBody } from "#web/billing/documents/form/document-values.ts";
import type { FormKind } from "#web/billing/documents/form/kind.ts";
import { bodyOf, type WrittenValues } from "#web/billing/documents/form/written-values.ts";

/** An order as the API takes it: one for a customer, or one to a vendor. */
export function orderBody(values: WrittenValues) {
  return { ...bodyOf(values), delivery_date: textBody(values.until) };
}

export const salesOrderForm: FormKind = {
  name: "sales order",
  title: "Sales order",
  party: "customer",
  until: { label: "Delivery date", description: "When it is to be delivered." },
  body: orderBody,
  schema: editSalesOrder.body,
};
