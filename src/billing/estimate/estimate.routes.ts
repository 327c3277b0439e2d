import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Input } from "#platform/http/endpoint.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import type { Act } from "#billing/act.ts";
import {
  deletedDraft,
  documentExport,
  documentPage,
  shownDocument,
} from "#billing/document/document.routes.ts";
import { listItemOf } from "#billing/document/document-view.ts";
import type { Document } from "#billing/document/document.ts";
import { offersOf } from "#billing/document/offered.ts";
import { saleOutcome } from "#billing/subscription/subscription.routes.ts";
import { findSubscriptionOf } from "#billing/subscription/subscription.store.ts";
import { offerView } from "./offer-view.ts";
import { listInvoicesOf } from "#billing/document/made-of.store.ts";
import { wholeInvoice } from "#billing/invoice/invoice.routes.ts";
import * as api from "./estimate.api.ts";
import * as commands from "./estimate.commands.ts";
import { whereStatus } from "./estimate-filter.store.ts";
import { subscribeEstimate } from "./subscribe.commands.ts";
import { estimateStatus } from "./estimate.ts";

/** The endpoints of estimates. */
export function estimateRoutes(): Route[] {
  return [...readingRoutes(), ...draftRoutes(), ...actionRoutes()];
}

function readingRoutes(): Route[] {
  return [
    tenantRoute(api.listEstimates, ({ tx, act, query }) =>
      documentPage(tx, act, { kind: "estimate", where: whereStatus, item: listItem }, query),
    ),
    documentExport(api.exportEstimates, { kind: "estimate", where: whereStatus, statusOf: estimateStatus }),
    tenantRoute(api.getEstimate, ({ tx, act, params }) => wholeEstimate(tx, act, params.estimate)),
  ];
}

function draftRoutes(): Route[] {
  return [
    tenantRoute(api.createEstimate, ({ tx, act, body }) => newEstimate(tx, act, body)),
    tenantRoute(
      api.editEstimate,
      async ({ tx, act, params: { estimate: id }, body: { version, expiry_date, ...given } }) => {
        await commands.editEstimate(tx, act, { id, version, given: { ...given, due_date: expiry_date } });
        return wholeEstimate(tx, act, id);
      },
    ),
    tenantRoute(api.deleteEstimate, ({ tx, act, params }) =>
      deletedDraft(tx, act, { kind: "estimate", id: params.estimate }),
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
      tenantRoute(endpoint, async ({ tx, act, params }) => {
        await commands.moveEstimate(tx, act, params.estimate, action);
        return wholeEstimate(tx, act, params.estimate);
      }),
    ),
    tenantRoute(api.invoiceEstimate, async ({ tx, act, params, body }) => {
      return wholeInvoice(tx, act, await commands.invoiceEstimate(tx, act, params.estimate, body));
    }),
    route(api.subscribeEstimate, (context, { params, body: { preview, ...terms } }) =>
      saleOutcome(context, preview, (tx, act) => subscribeEstimate(tx, act, params.estimate, terms)),
    ),
  ];
}

function listItem(estimate: Document, today: string): api.EstimateListItem {
  return { ...listItemOf(estimate, estimateStatus(estimate, today)), expiry_date: estimate.due_date };
}

/** Writes an estimate as it is asked for, and shows it. */
export async function newEstimate(
  tx: Tx,
  act: Act,
  { customer_id, expiry_date, send, ...given }: Input<typeof api.createEstimate>["body"],
): Promise<api.EstimateView> {
  const whole = { ...given, due_date: expiry_date };
  const { document } = await commands.createEstimate(tx, act, customer_id, whole);
  const id = document.id as Id<"est">;
  if (send) await commands.moveEstimate(tx, act, id, "send");
  return wholeEstimate(tx, act, id);
}

/** An estimate as it is shown by itself. */
export async function wholeEstimate(tx: Tx, act: Act, id: Id<"est">): Promise<api.EstimateView> {
  const { document, lines, view } = await shownDocument(tx, act, { kind: "estimate", id }, estimateStatus);
  return {
    ...view,
    expiry_date: document.due_date,
    offers: offersOf(lines).map((offer) => offerView(offer, document.currency_code)),
    invoices: await listInvoicesOf(tx, id),
    subscription: (await findSubscriptionOf(tx, id)) ?? null,
  };
}
