import type { InvoiceId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Input } from "#platform/http/endpoint.ts";
import type { Route } from "#platform/http/serve.ts";
import { askingRoute, tenantRoute } from "#billing/tenant-route.routes.ts";
import type { Act } from "#billing/act.ts";
import { listAttempts } from "#billing/collection/charge-attempt.store.ts";
import { collectByHand } from "#billing/collection/collect.commands.ts";
import { collectOne } from "#billing/collection/collect.job.ts";
import { creditedOf } from "#billing/credit-note/credit-note.store.ts";
import { leftToCredit } from "#billing/credit-note/credited-lines.ts";
import { documentExport, documentPage, shownDocument } from "#billing/document/document.routes.ts";
import { listItemOf } from "#billing/document/document-view.ts";
import type { Document } from "#billing/document/document.ts";
import { applyCredits } from "#billing/settlement/apply.commands.ts";
import { listSettlements } from "#billing/settlement/settlement.store.ts";
import * as api from "./invoice.api.ts";
import * as commands from "./invoice.commands.ts";
import { whereStatus } from "./invoice-filter.store.ts";
import { invoiceStatus } from "./invoice.ts";

/** The endpoints of invoices. */
export function invoiceRoutes(): Route[] {
  return [...readingRoutes(), ...draftRoutes(), ...actionRoutes()];
}

function readingRoutes(): Route[] {
  return [
    tenantRoute(api.listInvoices, ({ tx, act, query }) =>
      documentPage(tx, act, { kind: "invoice", where: whereStatus, item: listItem }, query),
    ),
    documentExport(api.exportInvoices, { kind: "invoice", where: whereStatus, statusOf: invoiceStatus }),
    tenantRoute(api.getInvoice, ({ tx, act, params }) => wholeInvoice(tx, act, params.invoice)),
  ];
}

function draftRoutes(): Route[] {
  return [
    tenantRoute(api.createInvoice, ({ tx, act, body }) => newInvoice(tx, act, body)),
    tenantRoute(api.editInvoice, async ({ tx, act, params, body: { version, ...given } }) => {
      await commands.editInvoice(tx, act, { id: params.invoice, version, given });
      return wholeInvoice(tx, act, params.invoice);
    }),
    tenantRoute(api.deleteInvoice, async ({ tx, act, params }) => {
      await commands.deleteInvoice(tx, act, params.invoice);
      return { deleted: true as const };
    }),
  ];
}

function actionRoutes(): Route[] {
  const actions = [
    [api.sendInvoice, commands.issueInvoice],
    [api.writeOffInvoice, commands.writeOffInvoice],
    [api.cancelWriteOff, commands.cancelWriteOff],
    [api.applyCredits, applyCredits],
  ] as const;
  return [
    ...actions.map(([endpoint, command]) =>
      tenantRoute(endpoint, async ({ tx, act, params }) => {
        await command(tx, act, params.invoice);
        return wholeInvoice(tx, act, params.invoice);
      }),
    ),
    askingRoute(api.collectInvoice, {
      write: ({ tx, act, params, body }) => collectByHand(tx, act, params.invoice, body.payment_method),
      ask: collectOne,
      show: ({ tx, act, params }) => wholeInvoice(tx, act, params.invoice),
    }),
    tenantRoute(api.voidInvoice, async ({ tx, act, params, body: { reason } }) => {
      await commands.voidInvoice(tx, act, params.invoice, reason);
      return wholeInvoice(tx, act, params.invoice);
    }),
  ];
}

function listItem(invoice: Document, today: string): api.InvoiceListItem {
  return {
    ...listItemOf(invoice, invoiceStatus(invoice, today)),
    due_date: invoice.due_date ?? invoice.date,
  };
}

/** Writes an invoice as it is asked for, and shows it. */
export async function newInvoice(
  tx: Tx,
  act: Act,
  { customer_id, send, ...given }: Input<typeof api.createInvoice>["body"],
): Promise<api.InvoiceView> {
  const { document } = await commands.createInvoice(tx, act, customer_id, given);
  const id = document.id as InvoiceId;
  if (send) await commands.issueInvoice(tx, act, id);
  return wholeInvoice(tx, act, id);
}

/** An invoice as it is shown by itself. */
export async function wholeInvoice(tx: Tx, act: Act, id: InvoiceId): Promise<api.InvoiceView> {
  const { document, view } = await shownDocument(tx, act, { kind: "invoice", id }, invoiceStatus);
  const money = (minor: bigint) => amountText(minor, document.currency_code);
  const settlements = await listSettlements(tx, { invoice_id: id });
  return {
    ...view,
    due_date: document.due_date ?? document.date,
    paid: money(document.paid),
    credited: money(document.credited),
    written_off: money(document.written_off),
    left_to_credit: money(leftToCredit(document, await creditedOf(tx, id))),
    settlements: settlements.map((one) => ({
      id: one.id,
      payment_id: one.payment_id,
      credit_note_id: one.credit_note_id,
      number: one.source_number,
      amount: money(one.amount),
      date: one.date,
    })),
    charges: (await listAttempts(tx, id)).map((one) => ({
      id: one.id,
      kind: one.kind,
      status: one.status,
      amount: money(one.amount),
      on: one.on_day,
      method: one.method_label,
      failure: one.failure,
      failure_code: one.failure_code,
      payment_id: one.payment_id,
      created_at: one.created_at,
      settled_at: one.settled_at,
    })),
  };
}
