import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import { customerRefuses, documentEndpoints } from "#billing/document/document-endpoints.api.ts";
import {
  documentInput,
  documentListItem,
  documentView,
  MadeInvoice,
  ReasonInput,
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

export const {
  list: listSalesOrders,
  export: exportSalesOrders,
  get: getSalesOrder,
  create: createSalesOrder,
  edit: editSalesOrder,
  remove: deleteSalesOrder,
} = documentEndpoints({
  kind: "sales_order",
  path: "/sales-orders",
  tag,
  words: {
    get: "One sales order with its lines",
    create: "A draft for a customer; `confirm` confirms it at once",
    edit: "Write a draft anew",
  },
  statuses: own.status,
  filter: { customer_id: idParam("cus").optional() },
  ref: SalesOrderRef,
  item: SalesOrderListItem,
  view: SalesOrderView,
  create: z.strictObject({
    customer_id: idParam("cus"),
    ...salesOrderInput,
    confirm: z.boolean().default(false),
  }),
  edit: z.strictObject({ version: z.int().min(1).optional(), ...salesOrderInput }),
  refuses: customerRefuses,
});

const move = {
  method: "POST",
  tag,
  access: "write",
  params: SalesOrderRef,
  reply: SalesOrderView,
  refuses: ["sales_order.not_found", "sales_order.wrong_status"],
} as const;

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
  body: ReasonInput,
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
  body: ReasonInput,
});

export const invoiceSalesOrder = endpoint({
  ...move,
  path: "/sales-orders/{sales_order}/actions/convert-to-invoice",
  summary: "Make the invoice of a confirmed order, which closes with it; `send` sends it out at once",
  body: z.strictObject({ send: z.boolean().default(false) }),
  reply: InvoiceView,
  refuses: [...move.refuses, "customer.merged", "document.customer_inactive"],
});
