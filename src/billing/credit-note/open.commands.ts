import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getDocument, getDraftForUpdate, tellOfDocument } from "#billing/document/document.commands.ts";
import { nameOf } from "#billing/document/named.ts";
import type { Draft } from "#billing/document/document.ts";
import { listLines, updateDocument } from "#billing/document/document.store.ts";
import { numberFor } from "#billing/document/number-series.commands.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { getInvoiceForUpdate } from "#billing/invoice/invoice.commands.ts";
import { post } from "#billing/ledger/ledger.store.ts";
import { creditNotePostings } from "./credit-note-posting.ts";
import { creditedOf } from "./credit-note.store.ts";
import { opened } from "./credit-note.ts";
import { withinBilled } from "./credited-lines.ts";

type NoteId = Id<"crn">;

/** Opens a draft: it gets its number, or keeps the one that it had elsewhere; its total is the customer's credit, and the ledger says so. */
export async function openCreditNote(tx: Tx, act: Act, id: NoteId, number?: string): Promise<void> {
  const which = { kind: "credit_note", id } as const;
  const { source_id } = (await getDocument(tx, which)).document;
  // The invoice is locked first, so that two of its credit notes are not opened at once.
  const invoice = source_id === null ? undefined : await getBilled(tx, source_id as Id<"inv">);
  const draft = await getDraftForUpdate(tx, which);
  const lines = await listLines(tx, id);
  if (invoice) await refuseBeyond(tx, invoice, { document: draft, lines });
  const { base } = await dayOf(tx, act);
  const note = opened(draft, await numberFor(tx, act, "credit_note", number), act.now);
  await updateDocument(tx, note);
  const { customer_id } = note;
  await post(tx, act, creditNotePostings(note, lines, base), { document_id: id, customer_id });
  await tellOfDocument(tx, act, note, "opened");
}

/** An invoice that bills something, with its lines, locked; refuses a draft and a void one. */
export async function getBilled(tx: Tx, id: Id<"inv">): Promise<Draft> {
  const document = await getInvoiceForUpdate(tx, id);
  if (document.status !== "sent")
    throw new AppError("credit_note.invoice_not_billed", {
      invoice: id,
      message: `${nameOf(document)} bills nothing${document.status === "void" ? ": it is void" : ""}`,
    });
  return { document, lines: await listLines(tx, id) };
}

/** Refuses a credit note of an invoice, which is locked, that would give back more than it billed. */
export async function refuseBeyond(tx: Tx, invoice: Draft, note: Draft): Promise<void> {
  decided(withinBilled(invoice, note, await creditedOf(tx, invoice.document.id as Id<"inv">)));
}
