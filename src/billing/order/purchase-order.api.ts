import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import { documentInput, documentListItem, documentView } from "#billing/document/document-schema.api.ts";
import { idParam } from "#billing/id-param.ts";
import { purchaseOrderStatuses } from "./purchase-order.ts";

const tag = "Purchase orders";

export const PurchaseOrderRef = z.object({ purchase_order: idParam("por") });

// Its other side is a vendor.
const { customer_id: _listed, customer_name: _listedName, ...listItem } = documentListItem;
const { customer_id: _viewed, customer_name: _viewedName, ...view } = documentView;

const own = {
  vendor_id: z.string(),
  vendor_name: z.string(),
  status: z.enum(purchaseOrderStatuses),
  /** The day on which it is to be delivered. */
  delivery_date: z.string().nullable(),
};

/** A purchase order in a list. */
export const PurchaseOrderListItem = z.object({ ...listItem, ...own });
export type PurchaseOrderListItem = z.output<typeof PurchaseOrderListItem>;

/** A purchase order with its lines. */
export const PurchaseOrderView = z.object({ ...view, ...own });
export type PurchaseOrderView = z.output<typeof PurchaseOrderView>;

const purchaseOrderInput = { ...documentInput, delivery_date: dayInput.nullable().optional() };

export const listPurchaseOrders = endpoint({
  method: "GET",
  path: "/purchase-orders",
  summary:
    "Purchase orders, the newest date first; a search finds numbers that begin with it and the reference that is it",
  tag,
  access: "read",
  query: z.object({
    status: z.enum(purchaseOrderStatuses).optional(),
    vendor_id: idParam("ven").optional(),
    search: z.string().trim().max(100).optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(PurchaseOrderListItem), next_cursor: z.string().nullable() }),
});

export const getPurchaseOrder = endpoint({
  method: "GET",
  path: "/purchase-orders/{purchase_order}",
  summary: "One purchase order with its lines",
  tag,
  access: "read",
  params: PurchaseOrderRef,
  reply: PurchaseOrderView,
  refuses: ["purchase_order.not_found"],
});

export const createPurchaseOrder = endpoint({
  method: "POST",
  path: "/purchase-orders",
  summary: "A draft for a vendor; `issue` issues it at once",
  tag,
  access: "write",
  body: z.strictObject({
    vendor_id: idParam("ven"),
    ...purchaseOrderInput,
    issue: z.boolean().default(false),
  }),
  reply: PurchaseOrderView,
  refuses: ["vendor.not_found", "document.without_lines", "exchange_rate.missing"],
});

export const editPurchaseOrder = endpoint({
  method: "PUT",
  path: "/purchase-orders/{purchase_order}",
  summary: "Write a draft anew",
  tag,
  access: "write",
  params: PurchaseOrderRef,
  body: z.strictObject({ version: z.int().min(1).optional(), ...purchaseOrderInput }),
  reply: PurchaseOrderView,
  refuses: [
    "purchase_order.not_found",
    "purchase_order.not_draft",
    "document.changed_meanwhile",
    "document.without_lines",
    "exchange_rate.missing",
  ],
});

export const deletePurchaseOrder = endpoint({
  method: "DELETE",
  path: "/purchase-orders/{purchase_order}",
  summary: "Delete a draft",
  tag,
  access: "write",
  params: PurchaseOrderRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["purchase_order.not_found", "purchase_order.not_draft"],
});

const move = {
  method: "POST",
  tag,
  access: "write",
  params: PurchaseOrderRef,
  reply: PurchaseOrderView,
  refuses: ["purchase_order.not_found", "purchase_order.wrong_status"],
} as const;

/** Why somebody ends an order. */
const Reason = z.strictObject({ reason: z.string().trim().min(1, "Say why").max(500) });

export const issuePurchaseOrder = endpoint({
  ...move,
  path: "/purchase-orders/{purchase_order}/actions/issue",
  summary: "Issue a draft to the vendor: it gets its number",
});

export const billPartOfPurchaseOrder = endpoint({
  ...move,
  path: "/purchase-orders/{purchase_order}/actions/mark-as-partially-billed",
  summary: "The vendor billed part of an order",
});

export const billPurchaseOrder = endpoint({
  ...move,
  path: "/purchase-orders/{purchase_order}/actions/mark-as-billed",
  summary: "The vendor billed all of an order",
});

export const closePurchaseOrder = endpoint({
  ...move,
  path: "/purchase-orders/{purchase_order}/actions/close",
  summary: "Close an order of which nothing more is expected, and say why",
  body: Reason,
});

export const cancelPurchaseOrder = endpoint({
  ...move,
  path: "/purchase-orders/{purchase_order}/actions/cancel",
  summary: "Cancel an order of which nothing was billed, and say why",
  body: Reason,
});
