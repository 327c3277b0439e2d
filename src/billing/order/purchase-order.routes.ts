import type { Id } from "#kernel/id.ts";
import { cursorOf } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import type { Act } from "#billing/act.ts";
import { actOf } from "#billing/act-of.routes.ts";
import { deleteDraft, getDocument } from "#billing/document/document.commands.ts";
import type { Document } from "#billing/document/document.ts";
import { type DocumentWhere, listDocuments } from "#billing/document/document-list.store.ts";
import { documentViewOf, listItemOf } from "#billing/document/document-view.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import * as api from "./purchase-order.api.ts";
import * as commands from "./purchase-order.commands.ts";
import type { PurchaseOrderStatus } from "./purchase-order.ts";

/** The endpoints of purchase orders. */
export function purchaseOrderRoutes(): Route[] {
  return [...readingRoutes(), ...draftRoutes(), ...actionRoutes()];
}

function readingRoutes(): Route[] {
  return [
    route(api.listPurchaseOrders, (context, { query: { status, cursor, ...query } }) =>
      inCallersOrganization(context, async (tx) => {
        const where: DocumentWhere | undefined =
          status === undefined ? undefined : (row) => row("status", "=", status);
        const after = cursorOf(cursor);
        const page = await listDocuments(tx, { kind: "purchase_order", ...query, where, after });
        return { ...page, items: page.items.map(listItem) };
      }),
    ),
    route(api.getPurchaseOrder, (context, { params }) =>
      inCallersOrganization(context, (tx) => wholeOrder(tx, actOf(context), params.purchase_order)),
    ),
  ];
}

function draftRoutes(): Route[] {
  return [
    route(api.createPurchaseOrder, (context, { body: { vendor_id, delivery_date, issue, ...given } }) =>
      inCallersOrganization(context, async (tx) => {
        const act = actOf(context);
        const whole = { ...given, due_date: delivery_date };
        const id = await commands.createPurchaseOrder(tx, act, vendor_id, whole);
        if (issue) await commands.movePurchaseOrder(tx, act, id, { action: "issue" });
        return wholeOrder(tx, act, id);
      }),
    ),
    route(api.editPurchaseOrder, (context, { params, body: { version, delivery_date, ...given } }) =>
      inCallersOrganization(context, async (tx) => {
        const act = actOf(context);
        const id = params.purchase_order;
        const whole = { ...given, due_date: delivery_date };
        await commands.editPurchaseOrder(tx, act, { id, version, given: whole });
        return wholeOrder(tx, act, id);
      }),
    ),
    route(api.deletePurchaseOrder, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await deleteDraft(tx, actOf(context), { kind: "purchase_order", id: params.purchase_order });
        return { deleted: true as const };
      }),
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
      route(endpoint, (context, { params }) =>
        inCallersOrganization(context, async (tx) => {
          const act = actOf(context);
          await commands.movePurchaseOrder(tx, act, params.purchase_order, { action });
          return wholeOrder(tx, act, params.purchase_order);
        }),
      ),
    ),
    ...endings.map(([endpoint, action]) =>
      route(endpoint, (context, { params, body: { reason } }) =>
        inCallersOrganization(context, async (tx) => {
          const act = actOf(context);
          await commands.movePurchaseOrder(tx, act, params.purchase_order, { action, reason });
          return wholeOrder(tx, act, params.purchase_order);
        }),
      ),
    ),
  ];
}

function listItem(order: Document): api.PurchaseOrderListItem {
  const { customer_id: _none, customer_name: vendor_name, ...item } = listItemOf(order, order.status);
  return { ...item, ...ownOf(order), vendor_name };
}

function ownOf({ status, vendor_id, due_date }: Document) {
  return {
    status: status as PurchaseOrderStatus,
    vendor_id: vendor_id ?? "",
    delivery_date: due_date,
  };
}

async function wholeOrder(tx: Tx, act: Act, id: Id<"por">): Promise<api.PurchaseOrderView> {
  const { document, lines } = await getDocument(tx, { kind: "purchase_order", id });
  const { base } = await dayOf(tx, act);
  const whole = documentViewOf(document, lines, { status: document.status, base });
  const { customer_id: _none, customer_name: vendor_name, ...view } = whole;
  return { ...view, ...ownOf(document), vendor_name };
}
