import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Input } from "#platform/http/endpoint.ts";
import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import type { Act } from "#billing/act.ts";
import { editDraft } from "#billing/document/document.commands.ts";
import {
  deletedDraft,
  documentExport,
  documentPage,
  shownDocument,
  whereStored,
} from "#billing/document/document.routes.ts";
import { listItemOf } from "#billing/document/document-view.ts";
import type { Document } from "#billing/document/document.ts";
import { listInvoicesOf } from "#billing/document/made-of.store.ts";
import { wholeInvoice } from "#billing/invoice/invoice.routes.ts";
import * as api from "./sales-order.api.ts";
import * as commands from "./sales-order.commands.ts";
import type { SalesOrderStatus } from "./sales-order.ts";

/** The endpoints of sales orders. */
export function salesOrderRoutes(): Route[] {
  return [...readingRoutes(), ...draftRoutes(), ...actionRoutes()];
}

function readingRoutes(): Route[] {
  return [
    tenantRoute(api.listSalesOrders, ({ tx, act, query }) =>
      documentPage(tx, act, { kind: "sales_order", where: whereStored, item: listItem }, query),
    ),
    documentExport(api.exportSalesOrders, { kind: "sales_order", where: whereStored, statusOf: statusOf }),
    tenantRoute(api.getSalesOrder, ({ tx, act, params }) => wholeSalesOrder(tx, act, params.sales_order)),
  ];
}

function draftRoutes(): Route[] {
  return [
    tenantRoute(api.createSalesOrder, ({ tx, act, body }) => newSalesOrder(tx, act, body)),
    tenantRoute(
      api.editSalesOrder,
      async ({ tx, act, params: { sales_order: id }, body: { version, delivery_date, ...given } }) => {
        await editDraft(tx, act, {
          kind: "sales_order",
          id,
          version,
          given: { ...given, due_date: delivery_date },
        });
        return wholeSalesOrder(tx, act, id);
      },
    ),
    tenantRoute(api.deleteSalesOrder, ({ tx, act, params }) =>
      deletedDraft(tx, act, { kind: "sales_order", id: params.sales_order }),
    ),
  ];
}

function actionRoutes(): Route[] {
  const moves = [
    [api.confirmSalesOrder, "confirm"],
    [api.holdSalesOrder, "hold"],
    [api.releaseSalesOrder, "release"],
    [api.reopenSalesOrder, "reopen"],
  ] as const;
  const endings = [
    [api.closeSalesOrder, "close"],
    [api.voidSalesOrder, "void"],
  ] as const;
  return [
    ...moves.map(([endpoint, action]) =>
      tenantRoute(endpoint, async ({ tx, act, params }) => {
        await commands.moveSalesOrder(tx, act, params.sales_order, { action });
        return wholeSalesOrder(tx, act, params.sales_order);
      }),
    ),
    ...endings.map(([endpoint, action]) =>
      tenantRoute(endpoint, async ({ tx, act, params, body: { reason } }) => {
        await commands.moveSalesOrder(tx, act, params.sales_order, { action, reason });
        return wholeSalesOrder(tx, act, params.sales_order);
      }),
    ),
    tenantRoute(api.invoiceSalesOrder, async ({ tx, act, params, body }) => {
      return wholeInvoice(tx, act, await commands.invoiceSalesOrder(tx, act, params.sales_order, body));
    }),
  ];
}

function statusOf({ status }: Document): SalesOrderStatus {
  return status as SalesOrderStatus;
}

function listItem(order: Document): api.SalesOrderListItem {
  return { ...listItemOf(order, statusOf(order)), delivery_date: order.due_date };
}

/** Writes a sales order as it is asked for, and shows it. */
export async function newSalesOrder(
  tx: Tx,
  act: Act,
  { customer_id, delivery_date, confirm, ...given }: Input<typeof api.createSalesOrder>["body"],
): Promise<api.SalesOrderView> {
  const whole = { ...given, due_date: delivery_date };
  const { document } = await commands.createSalesOrder(tx, act, customer_id, whole);
  const id = document.id as Id<"sor">;
  if (confirm) await commands.moveSalesOrder(tx, act, id, { action: "confirm" });
  return wholeSalesOrder(tx, act, id);
}

/** A sales order as it is shown by itself. */
export async function wholeSalesOrder(tx: Tx, act: Act, id: Id<"sor">): Promise<api.SalesOrderView> {
  const { document, view } = await shownDocument(tx, act, { kind: "sales_order", id }, statusOf);
  return { ...view, delivery_date: document.due_date, invoices: await listInvoicesOf(tx, id) };
}
