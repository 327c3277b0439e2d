import type { InvoiceId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import { cursorOf } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import type { Act } from "#billing/act.ts";
import { actOf } from "#billing/act-of.routes.ts";
import { listDocuments } from "#billing/document/document-list.store.ts";
import { documentViewOf, listItemOf } from "#billing/document/document-view.ts";
import type { Document } from "#billing/document/document.ts";
import { dayOf } from "#billing/document/party.commands.ts";
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
    route(api.listInvoices, (context, { query: { status, cursor, ...query } }) =>
      inCallersOrganization(context, async (tx) => {
        const { date } = await dayOf(tx, actOf(context));
        const where = status === undefined ? undefined : whereStatus(status, date);
        const page = await listDocuments(tx, { kind: "invoice", ...query, where, after: cursorOf(cursor) });
        return { ...page, items: page.items.map((invoice) => listItem(invoice, date)) };
      }),
    ),
    route(api.getInvoice, (context, { params }) =>
      inCallersOrganization(context, (tx) => wholeInvoice(tx, actOf(context), params.invoice)),
    ),
  ];
}

function draftRoutes(): Route[] {
  return [
    route(api.createInvoice, (context, { body: { customer_id, send, ...given } }) =>
      inCallersOrganization(context, async (tx) => {
        const act = actOf(context);
        const { document } = await commands.createInvoice(tx, act, customer_id, given);
        const id = document.id as InvoiceId;
        if (send) await commands.issueInvoice(tx, act, id);
        return wholeInvoice(tx, act, id);
      }),
    ),
    route(api.editInvoice, (context, { params, body: { version, ...given } }) =>
      inCallersOrganization(context, async (tx) => {
        const act = actOf(context);
        await commands.editInvoice(tx, act, { id: params.invoice, version, given });
        return wholeInvoice(tx, act, params.invoice);
      }),
    ),
    route(api.deleteInvoice, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await commands.deleteInvoice(tx, actOf(context), params.invoice);
        return { deleted: true as const };
      }),
    ),
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
      route(endpoint, (context, { params }) =>
        inCallersOrganization(context, async (tx) => {
          const act = actOf(context);
          await command(tx, act, params.invoice);
          return wholeInvoice(tx, act, params.invoice);
        }),
      ),
    ),
    route(api.voidInvoice, (context, { params, body: { reason } }) =>
      inCallersOrganization(context, async (tx) => {
        const act = actOf(context);
        await commands.voidInvoice(tx, act, params.invoice, reason);
        return wholeInvoice(tx, act, params.invoice);
      }),
    ),
  ];
}

function listItem(invoice: Document, today: string): api.InvoiceListItem {
  const status = invoiceStatus(invoice, today);
  return { ...listItemOf(invoice, status), status, due_date: invoice.due_date ?? invoice.date };
}

/** An invoice as it is shown by itself. */
export async function wholeInvoice(tx: Tx, act: Act, id: InvoiceId): Promise<api.InvoiceView> {
  const { document, lines } = await commands.getInvoice(tx, id);
  const { date, base } = await dayOf(tx, act);
  const status = invoiceStatus(document, date);
  const money = (minor: bigint) => amountText(minor, document.currency_code);
  const settlements = await listSettlements(tx, { invoice_id: id });
  return {
    ...documentViewOf(document, lines, { status, base }),
    status,
    due_date: document.due_date ?? document.date,
    paid: money(document.paid),
    credited: money(document.credited),
    written_off: money(document.written_off),
    settlements: settlements.map((one) => ({
      id: one.id,
      payment_id: one.payment_id,
      credit_note_id: one.credit_note_id,
      number: one.source_number,
      amount: money(one.amount),
      date: one.date,
    })),
  };
}
