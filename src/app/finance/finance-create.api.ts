import { endpoint } from "#platform/http/endpoint.ts";
import { createEstimate } from "#billing/estimate/estimate.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { createPurchaseOrder } from "#billing/order/purchase-order.api.ts";
import { createSalesOrder } from "#billing/order/sales-order.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { recordIdInput } from "#crm/finance/finance.api.ts";

const refuses = [
  "crm.no_seat",
  "finance.module_off",
  "finance.forbidden",
  "finance.not_connected",
  "finance.record_unknown",
] as const;

const created = {
  method: "POST",
  tag: "CRM finance",
  access: "write",
} as const;

/** The account, contact or deal that something is made for; its customer is whom billing writes it to. */
const forRecord = { record: recordIdInput };

export const createInvoiceInCrm = endpoint({
  ...created,
  path: "/crm/finance/invoices",
  summary:
    "Write an invoice for a record of the CRM, as the caller; the salesperson is the record's owner where none is given",
  body: createInvoice.body.omit({ customer_id: true }).extend(forRecord),
  reply: createInvoice.reply,
  refuses: [...refuses, "finance.not_linked", ...createInvoice.refuses],
});

export const createEstimateInCrm = endpoint({
  ...created,
  path: "/crm/finance/estimates",
  summary: "Write an estimate for a record of the CRM, as the caller",
  body: createEstimate.body.omit({ customer_id: true }).extend(forRecord),
  reply: createEstimate.reply,
  refuses: [...refuses, "finance.not_linked", ...createEstimate.refuses],
});

export const createSalesOrderInCrm = endpoint({
  ...created,
  path: "/crm/finance/sales_orders",
  summary: "Write a sales order for a record of the CRM, as the caller",
  body: createSalesOrder.body.omit({ customer_id: true }).extend(forRecord),
  reply: createSalesOrder.reply,
  refuses: [...refuses, "finance.not_linked", ...createSalesOrder.refuses],
});

export const createPurchaseOrderInCrm = endpoint({
  ...created,
  path: "/crm/finance/purchase_orders",
  summary: "Write a purchase order to a vendor for a record of the CRM, as the caller",
  body: createPurchaseOrder.body.extend(forRecord),
  reply: createPurchaseOrder.reply,
  refuses: [...refuses, ...createPurchaseOrder.refuses],
});

export const createSubscriptionInCrm = endpoint({
  ...created,
  path: "/crm/finance/subscriptions",
  summary: "Sell a subscription to the customer of a record of the CRM, as the caller; or try that out",
  body: createSubscription.body.omit({ customer_id: true }).extend(forRecord),
  reply: createSubscription.reply,
  refuses: [...refuses, "finance.not_linked", ...createSubscription.refuses],
});
