import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import { documentEndpoints } from "#billing/document/document-endpoints.api.ts";
import {
  documentInput,
  documentListItem,
  documentView,
  ReasonInput,
} from "#billing/document/document-schema.api.ts";
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

export const {
  list: listPurchaseOrders,
  export: exportPurchaseOrders,
  get: getPurchaseOrder,
  create: createPurchaseOrder,
  edit: editPurchaseOrder,
  remove: deletePurchaseOrder,
} = documentEndpoints({
  kind: "purchase_order",
  path: "/purchase-orders",
  tag,
  words: {
    get: "One purchase order with its lines",
    create: "A draft for a vendor; `issue` issues it at once",
    edit: "Write a draft anew",
  },
  statuses: own.status,
  filter: { vendor_id: idParam("ven").optional() },
  ref: PurchaseOrderRef,
  item: PurchaseOrderListItem,
  view: PurchaseOrderView,
  create: z.strictObject({
    vendor_id: idParam("ven"),
    ...purchaseOrderInput,
    issue: z.boolean().default(false),
  }),
  edit: z.strictObject({ version: z.int().min(1).optional(), ...purchaseOrderInput }),
  refuses: { create: ["vendor.not_found"], edit: ["document.changed_meanwhile"] },
});

const move = {
  method: "POST",
  tag,
  access: "write",
  params: PurchaseOrderRef,
  reply: PurchaseOrderView,
  refuses: ["purchase_order.not_found", "purchase_order.wrong_status"],
} as const;

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
  body: ReasonInput,
});

export const cancelPurchaseOrder = endpoint({
  ...move,
  path: "/purchase-orders/{purchase_order}/actions/cancel",
  summary: "Cancel an order of which nothing was billed, and say why",
  body: ReasonInput,
});
