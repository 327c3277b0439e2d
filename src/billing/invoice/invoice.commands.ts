import { plusDays } from "#kernel/calendar.ts";
import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { CustomerId, Id } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { creditedOf, creditsOf } from "#billing/credit-note/credit-note.store.ts";
import { leftToCredit } from "#billing/credit-note/credited-lines.ts";
import { uninvoiced } from "#billing/document/deal.commands.ts";
import {
  addCustomerDraft,
  customerDraft,
  deleteDraft,
  editDraft,
  getDocument,
  getDocumentForUpdate,
  getDraftForUpdate,
  tellOfDocument,
} from "#billing/document/document.commands.ts";
import type { CustomerDocument, DocumentValues, Draft } from "#billing/document/document.ts";
import { nameDocuments } from "#billing/document/named.store.ts";
import {
  insertDocument,
  listLines,
  markLinesVoid,
  updateDocument,
} from "#billing/document/document.store.ts";
import { numberFor } from "#billing/document/number-series.commands.ts";
import { dayOf, type Parties } from "#billing/document/party.commands.ts";
import type { GivenDocument } from "#billing/document/resolve.commands.ts";
import { post } from "#billing/ledger/ledger.store.ts";
import { takeBack } from "#billing/ledger/take-back.commands.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { unsettle } from "#billing/settlement/settle.commands.ts";
import { invoicePostings, writeOffPosting } from "./invoice-posting.ts";
import { issued, voided, writeOffCancelled, writtenOff } from "./invoice.ts";

type InvoiceId = Id<"inv">;

/** An invoice with its lines; refuses with `invoice.not_found`. */
export async function getInvoice(tx: Tx, id: InvoiceId): Promise<Draft> {
  return getDocument(tx, { kind: "invoice", id });
}

/** An invoice, locked until the transaction ends; refuses with `invoice.not_found`. */
export async function getInvoiceForUpdate(tx: Tx, id: InvoiceId): Promise<CustomerDocument> {
  return getDocumentForUpdate(tx, { kind: "invoice", id });
}

/** Writes a draft for a customer. It is due after the terms given, or the customer's, or the organization's. */
export async function createInvoice(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  given: GivenDocument,
): Promise<Draft> {
  const written = { kind: "invoice", id: act.ids("inv"), customerId, given } as const;
  return addCustomerDraft(tx, act, written, dueAfterTerms);
}

/** Writes an invoice that was sent elsewhere under its number: nobody saw it as a draft here. */
export async function createSentInvoice(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  { given, number }: { given: GivenDocument; number: string },
): Promise<CustomerDocument> {
  const written = { kind: "invoice", id: act.ids("inv"), customerId, given } as const;
  const draft = await customerDraft(tx, act, written, dueAfterTerms);
  const { base } = await dayOf(tx, act);
  return sendInvoice(tx, act, draft, base, number);
}

function dueAfterTerms(values: DocumentValues, { customer, organization }: Parties) {
  const terms = values.payment_terms ?? customer.payment_terms ?? organization.payment_terms;
  return {
    payment_terms: terms,
    payment_terms_label: values.payment_terms_label ?? customer.payment_terms_label,
    due_date: values.due_date ?? plusDays(values.date, terms),
  };
}

/** Writes a draft anew; the version says on which state that was decided. */
export async function editInvoice(
  tx: Tx,
  act: Act,
  { id, version, given }: { id: InvoiceId; version?: number | undefined; given: GivenDocument },
): Promise<Draft> {
  const { payment_terms } = await getBillingOrganization(tx);
  return editDraft(tx, act, { kind: "invoice", id, version, given }, (values, invoice) => {
    const terms = values.payment_terms ?? invoice.payment_terms ?? payment_terms;
    return { payment_terms: terms, due_date: values.due_date ?? plusDays(values.date, terms) };
  });
}

/** Sends a draft out: it gets its number, or keeps the one that it had elsewhere, and the ledger what it says. */
export async function issueInvoice(
  tx: Tx,
  act: Act,
  id: InvoiceId,
  number?: string,
): Promise<CustomerDocument> {
  const draft = await getDraftForUpdate(tx, { kind: "invoice", id });
  const { base } = await dayOf(tx, act);
  const invoice = await numbered(tx, act, draft, number);
  await updateDocument(tx, invoice);
  await tellOfSent(tx, act, { document: invoice, lines: await listLines(tx, id) }, base);
  return invoice;
}

/** Sends out an invoice that nobody saw as a draft; `base` is the organization's currency. */
export async function sendInvoice(
  tx: Tx,
  act: Act,
  { document, lines }: Draft,
  base: string,
  number?: string,
): Promise<CustomerDocument> {
  const invoice = await numbered(tx, act, document, number);
  await insertDocument(tx, invoice, lines);
  await tellOfSent(tx, act, { document: invoice, lines }, base);
  return invoice;
}

async function numbered(
  tx: Tx,
  act: Act,
  draft: CustomerDocument,
  given?: string,
): Promise<CustomerDocument> {
  return decided(issued(draft, await numberFor(tx, act, "invoice", given), act.now));
}

async function tellOfSent(tx: Tx, act: Act, { document, lines }: Draft, base: string): Promise<void> {
  await post(tx, act, invoicePostings(document, lines, base), about(document));
  await tellOfDocument(tx, act, document, "sent");
}

/**
 * Takes an invoice out of force: what settled it is the customer's credit again, and the ledger takes back what it said,
 * today or on the day that is given.
 */
export async function voidInvoice(
  tx: Tx,
  act: Act,
  id: InvoiceId,
  reason: string | null,
  date?: string,
): Promise<CustomerDocument> {
  const today = await dayOf(tx, act);
  const on = { ...today, date: date ?? today.date };
  let invoice = await getInvoiceForUpdate(tx, id);
  await refuseCredited(tx, invoice);
  if (invoice.written_off > 0n) invoice = await cancelWriteOff(tx, act, id);
  const open = await unsettle(tx, act, invoice, on);
  const closed = decided(voided(open, reason, act.now));
  await updateDocument(tx, closed);
  await markLinesVoid(tx, id, true);
  await takeBack(tx, act, closed, "invoice", on.date);
  await tellOfDocument(tx, act, closed, "voided", reason);
  return closed;
}

async function refuseCredited(tx: Tx, invoice: CustomerDocument): Promise<void> {
  const notes = await nameDocuments(tx, creditsOf(invoice.id as InvoiceId));
  if (notes === undefined) return;
  const { total } = await creditedOf(tx, invoice.id as InvoiceId);
  const { currency_code: currency, total: billed } = invoice;
  throw new AppError("invoice.credited", {
    invoice: invoice.id,
    message: `${amountText(total, currency)} of the ${amountText(billed, currency)} ${currency} of ${invoice.number} is credited by ${notes}`,
    remedy: `Void ${notes} first: otherwise the customer would get the same money back twice.`,
  });
}

/** Gives up what is open on an invoice; what was credited of it must be applied to it before. */
export async function writeOffInvoice(tx: Tx, act: Act, id: InvoiceId): Promise<CustomerDocument> {
  const invoice = await getInvoiceForUpdate(tx, id);
  const unapplied = invoice.balance - leftToCredit(invoice, await creditedOf(tx, id));
  if (unapplied > 0n && invoice.status === "sent") throw await creditUnapplied(tx, invoice, unapplied);
  return writeOff(tx, act, invoice, "written_off");
}

async function creditUnapplied(
  tx: Tx,
  { id, number, currency_code: currency }: CustomerDocument,
  unapplied: bigint,
): Promise<AppError> {
  const notes = (await nameDocuments(tx, creditsOf(id as InvoiceId))) ?? "credit notes";
  const message = `${amountText(unapplied, currency)} ${currency} of ${number} is credited by ${notes} and not applied to it`;
  return new AppError("invoice.credit_unapplied", { invoice: id, message });
}

/** Expects again what was written off. */
export async function cancelWriteOff(tx: Tx, act: Act, id: InvoiceId): Promise<CustomerDocument> {
  return writeOff(tx, act, await getInvoiceForUpdate(tx, id), "write_off_cancelled");
}

async function writeOff(
  tx: Tx,
  act: Act,
  invoice: CustomerDocument,
  happened: "written_off" | "write_off_cancelled",
): Promise<CustomerDocument> {
  const { date, base } = await dayOf(tx, act);
  const rule = happened === "written_off" ? writtenOff : writeOffCancelled;
  const next = decided(rule(invoice, act.now));
  await updateDocument(tx, next);
  const posting = writeOffPosting(invoice, next.written_off - invoice.written_off, date, base);
  await post(tx, act, [posting], about(invoice));
  await tellOfDocument(tx, act, next, happened);
  return next;
}

/** Takes a draft away. What was sent stays for ever; what the draft was made of is again what it was before. */
export async function deleteInvoice(tx: Tx, act: Act, id: InvoiceId): Promise<void> {
  const { source_id: source } = (await getInvoice(tx, id)).document;
  await deleteDraft(tx, act, { kind: "invoice", id });
  if (source?.startsWith("est_")) await uninvoiced(tx, act, { kind: "estimate", id: source });
  if (source?.startsWith("sor_")) await uninvoiced(tx, act, { kind: "sales_order", id: source });
}

function about({ id, customer_id }: CustomerDocument) {
  return { document_id: id, customer_id };
}
