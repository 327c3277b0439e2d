import type { Id } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Route } from "#platform/http/serve.ts";
import { askingRoute, tenantRoute } from "#billing/tenant-route.routes.ts";
import type { Act } from "#billing/act.ts";
import { refundOne } from "#billing/collection/refund.job.ts";
import {
  deletedDraft,
  documentExport,
  documentPage,
  shownDocument,
} from "#billing/document/document.routes.ts";
import { listItemOf } from "#billing/document/document-view.ts";
import { findSource } from "#billing/document/made-of.store.ts";
import type { Document, Draft } from "#billing/document/document.ts";
import { spendingOf } from "#billing/settlement/spending.commands.ts";
import { creditInvoice } from "./credit-invoice.commands.ts";
import * as api from "./credit-note.api.ts";
import * as commands from "./credit-note.commands.ts";
import { openCreditNote } from "./open.commands.ts";
import { whereStatus } from "./credit-note.store.ts";
import { creditNoteStatus } from "./credit-note.ts";

/** The endpoints of credit notes. */
export function creditNoteRoutes(): Route[] {
  return [...readingRoutes(), ...draftRoutes(), ...actionRoutes()];
}

function readingRoutes(): Route[] {
  return [
    tenantRoute(api.listCreditNotes, ({ tx, act, query }) =>
      documentPage(tx, act, { kind: "credit_note", where: whereStatus, item: listItem }, query),
    ),
    documentExport(api.exportCreditNotes, {
      kind: "credit_note",
      where: whereStatus,
      statusOf: creditNoteStatus,
    }),
    tenantRoute(api.getCreditNote, ({ tx, act, params }) => wholeNote(tx, act, params.credit_note)),
  ];
}

function draftRoutes(): Route[] {
  return [
    tenantRoute(api.createCreditNote, async ({ tx, act, body: { customer_id, open, ...given } }) =>
      made(tx, act, await commands.createCreditNote(tx, act, customer_id, given), { open }),
    ),
    tenantRoute(api.creditInvoice, async ({ tx, act, params, body: { open, ...given } }) =>
      made(tx, act, await creditInvoice(tx, act, params.invoice, given), { open }),
    ),
    tenantRoute(
      api.editCreditNote,
      async ({ tx, act, params: { credit_note: id }, body: { version, ...given } }) => {
        await commands.editCreditNote(tx, act, { id, version, given });
        return wholeNote(tx, act, id);
      },
    ),
    tenantRoute(api.deleteCreditNote, ({ tx, act, params }) =>
      deletedDraft(tx, act, { kind: "credit_note", id: params.credit_note }),
    ),
  ];
}

function actionRoutes(): Route[] {
  return [
    tenantRoute(api.openCreditNote, async ({ tx, act, params: { credit_note: id } }) => {
      await openCreditNote(tx, act, id);
      return wholeNote(tx, act, id);
    }),
    tenantRoute(api.voidCreditNote, async ({ tx, act, params: { credit_note: id }, body }) => {
      await commands.voidCreditNote(tx, act, id, body.reason);
      return wholeNote(tx, act, id);
    }),
    tenantRoute(api.applyCreditNote, async ({ tx, act, params: { credit_note: id }, body }) => {
      await commands.applyCreditNote(tx, act, id, body.invoices);
      return wholeNote(tx, act, id);
    }),
    tenantRoute(api.unapplyCreditNote, async ({ tx, act, params: { credit_note: id }, body }) => {
      await commands.unapplyCreditNote(tx, act, id, body.settlement);
      return wholeNote(tx, act, id);
    }),
    askingRoute(api.refundCreditNote, {
      write: ({ tx, act, params, body }) => commands.refundCreditNote(tx, act, params.credit_note, body),
      ask: refundOne,
      show: ({ tx, act, params }) => wholeNote(tx, act, params.credit_note),
    }),
  ];
}

/** A draft that was written, opened where asked to, as it is answered. */
async function made(
  tx: Tx,
  act: Act,
  { document }: Draft,
  { open }: { open: boolean },
): Promise<api.CreditNoteView> {
  const id = document.id as Id<"crn">;
  if (open) await openCreditNote(tx, act, id);
  return wholeNote(tx, act, id);
}

function listItem(note: Document): api.CreditNoteListItem {
  return listItemOf(note, creditNoteStatus(note));
}

/** A credit note as it is shown by itself. */
export async function wholeNote(tx: Tx, act: Act, id: Id<"crn">): Promise<api.CreditNoteView> {
  const { document, view } = await shownDocument(tx, act, { kind: "credit_note", id }, creditNoteStatus);
  const { currency_code: currency } = document;
  return {
    ...view,
    invoice: (await findSource(tx, document)) ?? null,
    applied: amountText(document.applied, currency),
    refunded: amountText(document.refunded, currency),
    ...(await spendingOf(tx, { credit_note_id: id }, currency)),
  };
}
