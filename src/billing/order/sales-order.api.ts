import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import {
  documentInput,
  documentListItem,
  documentView,
  MadeInvoice,
} from "#billing/document/document-schema.api.ts";
import { idParam } from "#billing/id-param.ts";
import { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { salesOrderStatuses } from "./sales-order.ts";

const tag = "Sales orders";

export const SalesOrderRef = z.object({ sales_order: idParam("sor") });

const own = {
  status: z.enum(salesOrderStatuses),
  /** The day on which it is to be delivered. */
  delivery_date: z.string().nullable(),
};

/** A sales order in a list. */
export const SalesOrderListItem = z.object({ ...documentListItem, ...own });
export type SalesOrderListItem = z.output<typeof SalesOrderListItem>;

/** A sales order with its lines, and the invoice that was made of it. */
export const SalesOrderView = z.object({ ...documentView, ...own, invoices: z.array(MadeInvoice) });
export type SalesOrderView = z.output<typeof SalesOrderView>;

const salesOrderInput = { ...documentInput, delivery_date: dayInput.nullable().optional() };

export const listSalesOrders = endpoint({
  method: "GET",
  path: "/sales-orders",
  summary:
    "Sales orders, the newest date first; a search finds numbers that begin with it and the reference that is it",
  tag,
  access: "read",
  query: z.object({
    status: z.enum(salesOrderStatuses).optional(),
    customer_id: idParam("cus").optional(),
    search: z.string().trim().max(100).optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(SalesOrderListItem), next_cursor: z.string().nullable() }),
});

export const getSalesOrder = endpoint({
  method: "GET",
  path: "/sales-orders/{sales_order}",
  summary: "One sales order with its lines",
  tag,
  access: "read",
  params: SalesOrderRef,
  reply: SalesOrderView,
  refuses: ["sales_order.not_found"],
});

export const createSalesOrder = endpoint({
  method: "POST",
  path: "/sales-orders",
  summary: "A draft for a customer; `confirm` confirms it at once",
  tag,
  access: "write",
  body: z.strictObject({
    customer_id: idParam("cus"),
    ...salesOrderInput,
    confirm: z.boolean().default(false),
  }),
  reply: SalesOrderView,
  refuses: [
    "customer.not_found",
    "customer.merged",
    "document.customer_inactive",
    "document.without_lines",
    "exchange_rate.missing",
  ],
});

export const editSalesOrder = endpoint({
  method: "PUT",
  path: "/sales-orders/{sales_order}",
  summary: "Write a draft anew",
  tag,
  access: "write",
  params: SalesOrderRef,
  body: z.strictObject({ version: z.int().min(1).optional(), ...salesOrderInput }),
  reply: SalesOrderView,
  refuses: [
    "sales_order.not_found",
    "sales_order.not_draft",
    "document.changed_meanwhile",
    "document.customer_inactive",
    "document.without_lines",
    "exchange_rate.missing",
  ],
});

export const deleteSalesOrder = endpoint({
  method: "DELETE",
  path: "/sales-orders/{sales_order}",
  summary: "Delete a draft",
  tag,
  access: "write",
  params: SalesOrderRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["sales_order.not_found", "sales_order.not_draft"],
});

const move = {
  method: "POST",
  tag,
  access: "write",
  params: SalesOrderRef,
  reply: SalesOrderView,
  refuses: ["sales_order.not_found", "sales_order.wrong_status"],
} as const;

/** Why somebody ends an order. */
const Reason = z.strictObject({ reason: z.string().trim().min(1, "Say why").max(500) });

export const confirmSalesOrder = endpoint({
  ...move,
  path: "/sales-orders/{sales_order}/actions/confirm",
  summary: "Confirm a draft: it gets its number",
});

export const holdSalesOrder = endpoint({
  ...move,
  path: "/sales-orders/{sales_order}/actions/hold",
  summary: "Put a confirmed order on hold: it is not invoiced until it is released",
});

export const releaseSalesOrder = endpoint({
  ...move,
  path: "/sales-orders/{sales_order}/actions/release",
  summary: "Release an order that is on hold",
});

export const closeSalesOrder = endpoint({
  ...move,
  path: "/sales-orders/{sales_order}/actions/close",
  summary: "Close an order without an invoice, and say why",
  body: Reason,
});

export const reopenSalesOrder = endpoint({
  ...move,
  path: "/sales-orders/{sales_order}/actions/reopen",
  summary: "Open a closed order again, unless an invoice of it holds",
});

export const voidSalesOrder = endpoint({
  ...move,
  path: "/sales-orders/{sales_order}/actions/void",
  summary: "Take an order out of force, and say why",
  body: Reason,
});

export const invoiceSalesOrder = endpoint({
  ...move,
  path: "/sales-orders/{sales_order}/actions/convert-to-invoice",
  summary: "Make the invoice of a confirmed order, which closes with it; `send` sends it out at once",
  body: z.strictObject({ send: z.boolean().default(false) }),
  reply: InvoiceView,
  refuses: [...move.refuses, "customer.merged", "document.customer_inactive"],
});
