import type { Id } from "#kernel/id.ts";
import { cursorOf } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import type { Act } from "#billing/act.ts";
import { actOf } from "#billing/act-of.routes.ts";
import { deleteDraft, editDraft, getDocument } from "#billing/document/document.commands.ts";
import { listDocuments } from "#billing/document/document-list.store.ts";
import { documentViewOf, listItemOf } from "#billing/document/document-view.ts";
import { listInvoicesOf } from "#billing/document/made-of.store.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { wholeInvoice } from "#billing/invoice/invoice.routes.ts";
import * as api from "./estimate.api.ts";
import * as commands from "./estimate.commands.ts";
import { whereStatus } from "./estimate-filter.store.ts";
import { estimateStatus } from "./estimate.ts";

/** The endpoints of estimates. */
export function estimateRoutes(): Route[] {
  return [...readingRoutes(), ...draftRoutes(), ...actionRoutes()];
}

function readingRoutes(): Route[] {
  return [
    route(api.listEstimates, (context, { query: { status, cursor, ...query } }) =>
      inCallersOrganization(context, async (tx) => {
        const { date } = await dayOf(tx, actOf(context));
        const where = status === undefined ? undefined : whereStatus(status, date);
        const page = await listDocuments(tx, { kind: "estimate", ...query, where, after: cursorOf(cursor) });
        const items = page.items.map((estimate) => {
          const shown = estimateStatus(estimate, date);
          return { ...listItemOf(estimate, shown), status: shown, expiry_date: estimate.due_date };
        });
        return { ...page, items };
      }),
    ),
    route(api.getEstimate, (context, { params }) =>
      inCallersOrganization(context, (tx) => wholeEstimate(tx, actOf(context), params.estimate)),
    ),
  ];
}

function draftRoutes(): Route[] {
  return [
    route(api.createEstimate, (context, { body: { customer_id, expiry_date, send, ...given } }) =>
      inCallersOrganization(context, async (tx) => {
        const act = actOf(context);
        const whole = { ...given, due_date: expiry_date };
        const { document } = await commands.createEstimate(tx, act, customer_id, whole);
        const id = document.id as Id<"est">;
        if (send) await commands.moveEstimate(tx, act, id, "send");
        return wholeEstimate(tx, act, id);
      }),
    ),
    route(
      api.editEstimate,
      (context, { params: { estimate: id }, body: { version, expiry_date, ...given } }) =>
        inCallersOrganization(context, async (tx) => {
          const act = actOf(context);
          await editDraft(tx, act, {
            kind: "estimate",
            id,
            version,
            given: { ...given, due_date: expiry_date },
          });
          return wholeEstimate(tx, act, id);
        }),
    ),
    route(api.deleteEstimate, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await deleteDraft(tx, actOf(context), { kind: "estimate", id: params.estimate });
        return { deleted: true as const };
      }),
    ),
  ];
}

function actionRoutes(): Route[] {
  const moves = [
    [api.sendEstimate, "send"],
    [api.acceptEstimate, "accept"],
    [api.declineEstimate, "decline"],
    [api.redraftEstimate, "redraft"],
  ] as const;
  return [
    ...moves.map(([endpoint, action]) =>
      route(endpoint, (context, { params }) =>
        inCallersOrganization(context, async (tx) => {
          const act = actOf(context);
          await commands.moveEstimate(tx, act, params.estimate, action);
          return wholeEstimate(tx, act, params.estimate);
        }),
      ),
    ),
    route(api.invoiceEstimate, (context, { params, body }) =>
      inCallersOrganization(context, async (tx) => {
        const act = actOf(context);
        return wholeInvoice(tx, act, await commands.invoiceEstimate(tx, act, params.estimate, body));
      }),
    ),
  ];
}

async function wholeEstimate(tx: Tx, act: Act, id: Id<"est">): Promise<api.EstimateView> {
  const { document, lines } = await getDocument(tx, { kind: "estimate", id });
  const { date, base } = await dayOf(tx, act);
  const status = estimateStatus(document, date);
  return {
    ...documentViewOf(document, lines, { status, base }),
    status,
    expiry_date: document.due_date,
    invoices: await listInvoicesOf(tx, id),
  };
}
