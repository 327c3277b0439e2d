import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import {
  addCustomerDraft,
  editDraft,
  getDocument,
  getDocumentForUpdate,
  tellOfDocument,
} from "#billing/document/document.commands.ts";
import type { Draft } from "#billing/document/document.ts";
import { markLinesVoid, updateDocument } from "#billing/document/document.store.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import type { GivenDocument } from "#billing/document/resolve.commands.ts";
import { getInvoice } from "#billing/invoice/invoice.commands.ts";
import { takeBack } from "#billing/ledger/take-back.commands.ts";
import { type Application, applySource, unapplySource } from "#billing/settlement/apply.commands.ts";
import { type GivenRefund, refundSource } from "#billing/settlement/refund.commands.ts";
import type { Source } from "#billing/settlement/source.ts";
import { voided } from "./credit-note.ts";

type NoteId = Id<"crn">;

/** Writes a draft by hand, for a customer. */
export async function createCreditNote(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  given: GivenDocument,
): Promise<Draft> {
  return addCustomerDraft(tx, act, { kind: "credit_note", id: act.ids("crn"), customerId, given });
}

/** Writes a draft anew that was made by hand; one of an invoice has the invoice's lines. */
export async function editCreditNote(
  tx: Tx,
  act: Act,
  { id, ...edit }: { id: NoteId; version?: number | undefined; given: GivenDocument },
): Promise<void> {
  const { document } = await getDocument(tx, { kind: "credit_note", id });
  if (document.source_id !== null) {
    const { document: invoice } = await getInvoice(tx, document.source_id as Id<"inv">);
    const message = `This draft credits ${invoice.number}, line by line`;
    throw new AppError("credit_note.of_invoice", { credit_note: id, invoice: invoice.id, message });
  }
  await editDraft(tx, act, { kind: "credit_note", id, ...edit });
}

/** Takes a credit note out of force of which nothing is used, and the ledger takes back what it said. */
export async function voidCreditNote(
  tx: Tx,
  act: Act,
  id: NoteId,
  reason: string | null,
  given?: string,
): Promise<void> {
  const date = given ?? (await dayOf(tx, act)).date;
  const note = decided(voided(await getDocumentForUpdate(tx, { kind: "credit_note", id }), reason, act.now));
  await updateDocument(tx, note);
  await markLinesVoid(tx, id, true);
  await takeBack(tx, act, note, "credit_note", date);
  await tellOfDocument(tx, act, note, "voided", reason);
}

async function lockNote(tx: Tx, id: NoteId): Promise<Source> {
  return { kind: "credit_note", row: await getDocumentForUpdate(tx, { kind: "credit_note", id }) };
}

/** Settles invoices with what a credit note has left. */
export async function applyCreditNote(
  tx: Tx,
  act: Act,
  id: NoteId,
  applications: Application[],
  date?: string,
): Promise<void> {
  const today = await dayOf(tx, act);
  const on = { ...today, date: date ?? today.date };
  await applySource(tx, act, { lock: () => lockNote(tx, id), applications, on });
}

/** Takes back what a credit note settles of an invoice. */
export async function unapplyCreditNote(tx: Tx, act: Act, id: NoteId, settlement: Id<"stl">): Promise<void> {
  await getDocument(tx, { kind: "credit_note", id });
  await unapplySource(tx, act, { credit_note_id: id }, settlement);
}

/** Gives back so much of what a credit note has left. */
export async function refundCreditNote(tx: Tx, act: Act, id: NoteId, given: GivenRefund): Promise<Id<"rfd">> {
  return refundSource(tx, act, await lockNote(tx, id), given);
}
