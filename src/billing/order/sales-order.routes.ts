import type { Id } from "#kernel/id.ts";
import { cursorOf } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import type { Act } from "#billing/act.ts";
import { actOf } from "#billing/act-of.routes.ts";
import { deleteDraft, editDraft, getDocument } from "#billing/document/document.commands.ts";
import { type DocumentWhere, listDocuments } from "#billing/document/document-list.store.ts";
import { documentViewOf, listItemOf } from "#billing/document/document-view.ts";
import { listInvoicesOf } from "#billing/document/made-of.store.ts";
import { dayOf } from "#billing/document/party.commands.ts";
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
    route(api.listSalesOrders, (context, { query: { status, cursor, ...query } }) =>
      inCallersOrganization(context, async (tx) => {
        const where: DocumentWhere | undefined =
          status === undefined ? undefined : (row) => row("status", "=", status);
        const page = await listDocuments(tx, {
          kind: "sales_order",
          ...query,
          where,
          after: cursorOf(cursor),
        });
        const items = page.items.map((order) => {
          const shown = order.status as SalesOrderStatus;
          return { ...listItemOf(order, shown), status: shown, delivery_date: order.due_date };
        });
        return { ...page, items };
      }),
    ),
    route(api.getSalesOrder, (context, { params }) =>
      inCallersOrganization(context, (tx) => wholeOrder(tx, actOf(context), params.sales_order)),
    ),
  ];
}

function draftRoutes(): Route[] {
  return [
    route(api.createSalesOrder, (context, { body: { customer_id, delivery_date, confirm, ...given } }) =>
      inCallersOrganization(context, async (tx) => {
        const act = actOf(context);
        const whole = { ...given, due_date: delivery_date };
        const { document } = await commands.createSalesOrder(tx, act, customer_id, whole);
        const id = document.id as Id<"sor">;
        if (confirm) await commands.moveSalesOrder(tx, act, id, { action: "confirm" });
        return wholeOrder(tx, act, id);
      }),
    ),
    route(
      api.editSalesOrder,
      (context, { params: { sales_order: id }, body: { version, delivery_date, ...given } }) =>
        inCallersOrganization(context, async (tx) => {
          const act = actOf(context);
          await editDraft(tx, act, {
            kind: "sales_order",
            id,
            version,
            given: { ...given, due_date: delivery_date },
          });
          return wholeOrder(tx, act, id);
        }),
    ),
    route(api.deleteSalesOrder, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await deleteDraft(tx, actOf(context), { kind: "sales_order", id: params.sales_order });
        return { deleted: true as const };
      }),
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
      route(endpoint, (context, { params }) =>
        inCallersOrganization(context, async (tx) => {
          const act = actOf(context);
          await commands.moveSalesOrder(tx, act, params.sales_order, { action });
          return wholeOrder(tx, act, params.sales_order);
        }),
      ),
    ),
    ...endings.map(([endpoint, action]) =>
      route(endpoint, (context, { params, body: { reason } }) =>
        inCallersOrganization(context, async (tx) => {
          const act = actOf(context);
          await commands.moveSalesOrder(tx, act, params.sales_order, { action, reason });
          return wholeOrder(tx, act, params.sales_order);
        }),
      ),
    ),
    route(api.invoiceSalesOrder, (context, { params, body }) =>
      inCallersOrganization(context, async (tx) => {
        const act = actOf(context);
        return wholeInvoice(tx, act, await commands.invoiceSalesOrder(tx, act, params.sales_order, body));
      }),
    ),
  ];
}

async function wholeOrder(tx: Tx, act: Act, id: Id<"sor">): Promise<api.SalesOrderView> {
  const { document, lines } = await getDocument(tx, { kind: "sales_order", id });
  const { base } = await dayOf(tx, act);
  const status = document.status as SalesOrderStatus;
  return {
    ...documentViewOf(document, lines, { status, base }),
    status,
    delivery_date: document.due_date,
    invoices: await listInvoicesOf(tx, id),
  };
}
