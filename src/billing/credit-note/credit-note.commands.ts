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
  getDraftForUpdate,
  tellOfDocument,
} from "#billing/document/document.commands.ts";
import type { Draft } from "#billing/document/document.ts";
import { listLines, markLinesVoid, updateDocument } from "#billing/document/document.store.ts";
import { takeNumber } from "#billing/document/number-series.store.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import type { GivenDocument } from "#billing/document/resolve.commands.ts";
import { getInvoiceForUpdate } from "#billing/invoice/invoice.commands.ts";
import { listPostings, post } from "#billing/ledger/ledger.store.ts";
import { reversed } from "#billing/ledger/posting.ts";
import { type Application, applySource, unapplySource } from "#billing/settlement/apply.commands.ts";
import { type GivenRefund, refundSource } from "#billing/settlement/refund.commands.ts";
import type { Source } from "#billing/settlement/source.ts";
import { creditNotePostings } from "./credit-note-posting.ts";
import { creditedOf } from "./credit-note.store.ts";
import { opened, voided } from "./credit-note.ts";
import { withinBilled } from "./credited-lines.ts";

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
  if (document.source_id !== null) throw new AppError("credit_note.of_invoice", { credit_note: id });
  await editDraft(tx, act, { kind: "credit_note", id, ...edit });
}

/** Opens a draft: it gets its number, its total is the customer's credit, and the ledger says so. */
export async function openCreditNote(tx: Tx, act: Act, id: NoteId): Promise<void> {
  const which = { kind: "credit_note", id } as const;
  const { source_id } = (await getDocument(tx, which)).document;
  // The invoice is locked first, so that two of its credit notes are not opened at once.
  const invoice = source_id === null ? undefined : await getBilled(tx, source_id as Id<"inv">);
  const draft = await getDraftForUpdate(tx, which);
  const lines = await listLines(tx, id);
  if (invoice) await refuseBeyond(tx, invoice, { document: draft, lines });
  const { base } = await dayOf(tx, act);
  const note = opened(draft, await takeNumber(tx, act.organizationId, "credit_note"), act.now);
  await updateDocument(tx, note);
  const { customer_id } = note;
  for (const posting of creditNotePostings(note, lines, base))
    await post(tx, act, posting, { document_id: id, customer_id });
  await tellOfDocument(tx, act, note, "opened");
}

/** An invoice that bills something, with its lines, locked; refuses a draft and a void one. */
export async function getBilled(tx: Tx, id: Id<"inv">): Promise<Draft> {
  const document = await getInvoiceForUpdate(tx, id);
  if (document.status !== "sent") throw new AppError("credit_note.invoice_not_billed", { invoice: id });
  return { document, lines: await listLines(tx, id) };
}

/** Refuses a credit note of an invoice, which is locked, that would give back more than it billed. */
export async function refuseBeyond(tx: Tx, invoice: Draft, note: Draft): Promise<void> {
  decided(withinBilled(invoice, note, await creditedOf(tx, invoice.document.id as Id<"inv">)));
}

/** Takes a credit note out of force of which nothing is used, and the ledger takes back what it said. */
export async function voidCreditNote(tx: Tx, act: Act, id: NoteId, reason: string | null): Promise<void> {
  const { date } = await dayOf(tx, act);
  const note = decided(voided(await getDocumentForUpdate(tx, { kind: "credit_note", id }), reason, act.now));
  await updateDocument(tx, note);
  await markLinesVoid(tx, id, true);
  const about = { document_id: id, customer_id: note.customer_id };
  for (const posting of await listPostings(tx, { document_id: id }))
    if (posting.kind === "credit_note" || posting.kind === "recognition")
      await post(tx, act, reversed(posting, "void", posting.date > date ? posting.date : date), about);
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
): Promise<void> {
  await applySource(tx, act, { lock: () => lockNote(tx, id), applications, on: await dayOf(tx, act) });
}

/** Takes back what a credit note settles of an invoice. */
export async function unapplyCreditNote(tx: Tx, act: Act, id: NoteId, settlement: Id<"stl">): Promise<void> {
  await getDocument(tx, { kind: "credit_note", id });
  await unapplySource(tx, act, { credit_note_id: id }, settlement);
}

/** Gives back so much of what a credit note has left. */
export async function refundCreditNote(tx: Tx, act: Act, id: NoteId, given: GivenRefund): Promise<void> {
  await refundSource(tx, act, await lockNote(tx, id), given);
}
