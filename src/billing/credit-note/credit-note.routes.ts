import type { Id } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import { cursorOf } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import type { Act } from "#billing/act.ts";
import { actOf } from "#billing/act-of.routes.ts";
import { deleteDraft, getDocument } from "#billing/document/document.commands.ts";
import { listDocuments } from "#billing/document/document-list.store.ts";
import { documentViewOf, listItemOf } from "#billing/document/document-view.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { spendingOf } from "#billing/settlement/spending.commands.ts";
import { creditInvoice } from "./credit-invoice.commands.ts";
import * as api from "./credit-note.api.ts";
import * as commands from "./credit-note.commands.ts";
import { openCreditNote } from "./open.commands.ts";
import { whereStatus } from "./credit-note.store.ts";
import { creditNoteStatus } from "./credit-note.ts";

type Context = Parameters<typeof actOf>[0] & Parameters<typeof inCallersOrganization>[0];

/** The endpoints of credit notes. */
export function creditNoteRoutes(): Route[] {
  return [...readingRoutes(), ...draftRoutes(), ...actionRoutes()];
}

function readingRoutes(): Route[] {
  return [
    route(api.listCreditNotes, (context, { query: { status, cursor, ...query } }) =>
      inCallersOrganization(context, async (tx) => {
        const where = status === undefined ? undefined : whereStatus(status);
        const after = cursorOf(cursor);
        const page = await listDocuments(tx, { kind: "credit_note", ...query, where, after });
        const items = page.items.map((note) => {
          const shown = creditNoteStatus(note);
          return { ...listItemOf(note, shown), status: shown };
        });
        return { ...page, items };
      }),
    ),
    route(api.getCreditNote, (context, { params }) =>
      inCallersOrganization(context, (tx) => wholeNote(tx, actOf(context), params.credit_note)),
    ),
  ];
}

function draftRoutes(): Route[] {
  return [
    route(api.createCreditNote, (context, { body: { customer_id, open, ...given } }) =>
      made(context, open, (tx, act) => commands.createCreditNote(tx, act, customer_id, given)),
    ),
    route(api.creditInvoice, (context, { params, body: { open, ...given } }) =>
      made(context, open, (tx, act) => creditInvoice(tx, act, params.invoice, given)),
    ),
    route(api.editCreditNote, (context, { params: { credit_note: id }, body: { version, ...given } }) =>
      done(context, id, (tx, act) => commands.editCreditNote(tx, act, { id, version, given })),
    ),
    route(api.deleteCreditNote, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await deleteDraft(tx, actOf(context), { kind: "credit_note", id: params.credit_note });
        return { deleted: true as const };
      }),
    ),
  ];
}

function actionRoutes(): Route[] {
  return [
    route(api.openCreditNote, (context, { params: { credit_note: id } }) =>
      done(context, id, (tx, act) => openCreditNote(tx, act, id)),
    ),
    route(api.voidCreditNote, (context, { params: { credit_note: id }, body: { reason } }) =>
      done(context, id, (tx, act) => commands.voidCreditNote(tx, act, id, reason)),
    ),
    route(api.applyCreditNote, (context, { params: { credit_note: id }, body: { invoices } }) =>
      done(context, id, (tx, act) => commands.applyCreditNote(tx, act, id, invoices)),
    ),
    route(api.unapplyCreditNote, (context, { params: { credit_note: id }, body: { settlement } }) =>
      done(context, id, (tx, act) => commands.unapplyCreditNote(tx, act, id, settlement)),
    ),
    route(api.refundCreditNote, (context, { params: { credit_note: id }, body }) =>
      done(context, id, (tx, act) => commands.refundCreditNote(tx, act, id, body)),
    ),
  ];
}

/** Makes a draft, opens it where asked to, and answers it. */
function made(
  context: Context,
  open: boolean,
  make: (tx: Tx, act: Act) => Promise<{ document: { id: string } }>,
): Promise<api.CreditNoteView> {
  return inCallersOrganization(context, async (tx) => {
    const act = actOf(context);
    const { document } = await make(tx, act);
    const id = document.id as Id<"crn">;
    if (open) await openCreditNote(tx, act, id);
    return wholeNote(tx, act, id);
  });
}

/** Does something with a credit note, and answers it as it is then. */
function done(
  context: Context,
  id: Id<"crn">,
  work: (tx: Tx, act: Act) => Promise<void>,
): Promise<api.CreditNoteView> {
  return inCallersOrganization(context, async (tx) => {
    const act = actOf(context);
    await work(tx, act);
    return wholeNote(tx, act, id);
  });
}

/** A credit note as it is shown by itself. */
export async function wholeNote(tx: Tx, act: Act, id: Id<"crn">): Promise<api.CreditNoteView> {
  const { document, lines } = await getDocument(tx, { kind: "credit_note", id });
  const { base } = await dayOf(tx, act);
  const status = creditNoteStatus(document);
  const { currency_code: currency } = document;
  return {
    ...documentViewOf(document, lines, { status, base }),
    status,
    applied: amountText(document.applied, currency),
    refunded: amountText(document.refunded, currency),
    ...(await spendingOf(tx, { credit_note_id: id }, currency)),
  };
}
