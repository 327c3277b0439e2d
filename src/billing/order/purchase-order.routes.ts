import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Input } from "#platform/http/endpoint.ts";
import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import type { Act } from "#billing/act.ts";
import type { Document } from "#billing/document/document.ts";
import {
  deletedDraft,
  documentExport,
  documentPage,
  shownDocument,
  whereStored,
} from "#billing/document/document.routes.ts";
import { listItemOf } from "#billing/document/document-view.ts";
import * as api from "./purchase-order.api.ts";
import * as commands from "./purchase-order.commands.ts";
import type { PurchaseOrderStatus } from "./purchase-order.ts";

/** The endpoints of purchase orders. */
export function purchaseOrderRoutes(): Route[] {
  return [...readingRoutes(), ...draftRoutes(), ...actionRoutes()];
}

function readingRoutes(): Route[] {
  return [
    tenantRoute(api.listPurchaseOrders, ({ tx, act, query }) =>
      documentPage(tx, act, { kind: "purchase_order", where: whereStored, item: listItem }, query),
    ),
    documentExport(api.exportPurchaseOrders, {
      kind: "purchase_order",
      where: whereStored,
      statusOf: statusOf,
    }),
    tenantRoute(api.getPurchaseOrder, ({ tx, act, params }) =>
      wholePurchaseOrder(tx, act, params.purchase_order),
    ),
  ];
}

function draftRoutes(): Route[] {
  return [
    tenantRoute(api.createPurchaseOrder, ({ tx, act, body }) => newPurchaseOrder(tx, act, body)),
    tenantRoute(
      api.editPurchaseOrder,
      async ({ tx, act, params, body: { version, delivery_date, ...given } }) => {
        const id = params.purchase_order;
        const whole = { ...given, due_date: delivery_date };
        await commands.editPurchaseOrder(tx, act, { id, version, given: whole });
        return wholePurchaseOrder(tx, act, id);
      },
    ),
    tenantRoute(api.deletePurchaseOrder, ({ tx, act, params }) =>
      deletedDraft(tx, act, { kind: "purchase_order", id: params.purchase_order }),
    ),
  ];
}

function actionRoutes(): Route[] {
  const moves = [
    [api.issuePurchaseOrder, "issue"],
    [api.billPartOfPurchaseOrder, "bill_part"],
    [api.billPurchaseOrder, "bill"],
  ] as const;
  const endings = [
    [api.closePurchaseOrder, "close"],
    [api.cancelPurchaseOrder, "cancel"],
  ] as const;
  return [
    ...moves.map(([endpoint, action]) =>
      tenantRoute(endpoint, async ({ tx, act, params }) => {
        await commands.movePurchaseOrder(tx, act, params.purchase_order, { action });
        return wholePurchaseOrder(tx, act, params.purchase_order);
      }),
    ),
    ...endings.map(([endpoint, action]) =>
      tenantRoute(endpoint, async ({ tx, act, params, body: { reason } }) => {
        await commands.movePurchaseOrder(tx, act, params.purchase_order, { action, reason });
        return wholePurchaseOrder(tx, act, params.purchase_order);
      }),
    ),
  ];
}

function statusOf({ status }: Document): PurchaseOrderStatus {
  return status as PurchaseOrderStatus;
}

function listItem(order: Document): api.PurchaseOrderListItem {
  return forVendor(order, listItemOf(order, statusOf(order)));
}

/** Writes a purchase order as it is asked for, and shows it. */
export async function newPurchaseOrder(
  tx: Tx,
  act: Act,
  { vendor_id, delivery_date, issue, ...given }: Input<typeof api.createPurchaseOrder>["body"],
): Promise<api.PurchaseOrderView> {
  const whole = { ...given, due_date: delivery_date };
  const id = await commands.createPurchaseOrder(tx, act, vendor_id, whole);
  if (issue) await commands.movePurchaseOrder(tx, act, id, { action: "issue" });
  return wholePurchaseOrder(tx, act, id);
}

/** A purchase order as it is shown by itself. */
export async function wholePurchaseOrder(tx: Tx, act: Act, id: Id<"por">): Promise<api.PurchaseOrderView> {
  const { document, view } = await shownDocument(tx, act, { kind: "purchase_order", id }, statusOf);
  return forVendor(document, view);
}

/** What is shown of a document, with the vendor where others have their customer. */
function forVendor<Shown extends { customer_id: string; customer_name: string }>(
  { vendor_id, due_date }: Document,
  { customer_id: _none, customer_name: vendor_name, ...shown }: Shown,
) {
  return { ...shown, vendor_id: vendor_id ?? "", vendor_name, delivery_date: due_date };
}
