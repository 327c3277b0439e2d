import { AppError } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import { refuseField } from "#billing/refuse-field.ts";
import {
  changedDraft,
  type CustomerDocument,
  type Document,
  type DocumentLine,
  type DocumentValues,
  type Draft,
  newDraft,
  type OfKind,
} from "./document.ts";
import type { DocumentId } from "./document.table.ts";
import {
  deleteDocument,
  findDocument,
  findDocumentForUpdate,
  insertDocument,
  listLines,
  replaceLines,
  updateDocument,
} from "./document.store.ts";
import type { CustomerKind, DocumentKind } from "./kind.ts";
import { untilProblems } from "./day.ts";
import { notDraft } from "./named.ts";
import { type Parties, partiesOf, payerOf } from "./party.commands.ts";
import { type GivenDocument, resolveDocument } from "./resolve.commands.ts";
import { snapshotOf } from "./snapshot.ts";

/** Which document: its kind, and its id. */
export type Which<Kind extends DocumentKind = DocumentKind> = { kind: Kind; id: DocumentId };

/** A document with its lines; refuses with `….not_found`. */
export async function getDocument<Kind extends DocumentKind>(
  tx: Tx,
  which: Which<Kind>,
): Promise<{ document: OfKind<Kind>; lines: DocumentLine[] }> {
  const document = (await findDocument(tx, which.kind, which.id)) ?? notFound(which);
  return { document: document as OfKind<Kind>, lines: await listLines(tx, which.id) };
}

/** A document, locked until the transaction ends; refuses with `….not_found`. */
export async function getDocumentForUpdate<Kind extends DocumentKind>(
  tx: Tx,
  which: Which<Kind>,
): Promise<OfKind<Kind>> {
  return ((await findDocumentForUpdate(tx, which.kind, which.id)) ?? notFound(which)) as OfKind<Kind>;
}

function notFound({ kind, id }: Which): never {
  throw new AppError(`${kind}.not_found`, { [kind]: id });
}

/** Adds a draft. */
export async function addDraft(
  tx: Tx,
  act: Act,
  { document, lines }: { document: Document; lines: DocumentLine[] },
): Promise<void> {
  await insertDocument(tx, document, lines);
  await tellOfDocument(tx, act, document, "created");
}

type Written = Which<CustomerKind> & { customerId: CustomerId; given: GivenDocument };

type Complete = (values: DocumentValues, parties: Parties) => Partial<DocumentValues>;

/** Writes a draft for a customer, as it was given. `complete` adds what its kind asks for. */
export async function addCustomerDraft(
  tx: Tx,
  act: Act,
  written: Written,
  complete?: Complete,
): Promise<Draft> {
  const draft = await customerDraft(tx, act, written, complete);
  await addDraft(tx, act, draft);
  return draft;
}

/** A draft as it would be written. */
export async function customerDraft(
  tx: Tx,
  act: Act,
  { kind, id, customerId, given }: Written,
  complete: Complete = () => ({}),
): Promise<Draft> {
  const parties = await (given.history === undefined ? partiesOf : payerOf)(tx, customerId);
  const { values, lines } = await resolveDocument(tx, act, parties, given);
  // What was written elsewhere is looked at where its file is read.
  if (given.history === undefined) refuseUntil(kind, values);
  return newDraft({ ...values, ...complete(values, parties) }, lines, {
    organizationId: act.organizationId,
    id,
    kind,
    customer: { ...parties.customer, snapshot: snapshotOf(parties.customer) },
    now: act.now,
  });
}

type Edit = { version?: number | undefined; given: GivenDocument };

/** Writes a customer's draft anew; the version says on which state that was decided. `complete` adds what its kind asks for. */
export async function editDraft(
  tx: Tx,
  act: Act,
  { version, given, ...which }: Which<CustomerKind> & Edit,
  complete: (values: DocumentValues, before: CustomerDocument) => Partial<DocumentValues> = () => ({}),
): Promise<Draft> {
  const document = await getDraftForUpdate(tx, which, version);
  const parties = await partiesOf(tx, document.customer_id);
  const before = await listLines(tx, which.id);
  // Whether it bears tax goes by the customer as the draft keeps it, which says the reason.
  const { tax_exemption_reason } = document.customer_snapshot;
  const customer = { ...parties.customer, tax_exemption_reason: tax_exemption_reason ?? null };
  const { values, lines } = await resolveDocument(tx, act, { ...parties, customer }, given, before);
  refuseUntil(which.kind, values);
  const draft = changedDraft(document, { ...values, ...complete(values, document) }, lines, act.now);
  await writeDraft(tx, act, draft);
  return draft;
}

/** How the API names the second day of the kinds that have one. */
const untils: Partial<Record<DocumentKind, "due_date" | "expiry_date" | "delivery_date">> = {
  invoice: "due_date",
  estimate: "expiry_date",
  sales_order: "delivery_date",
  purchase_order: "delivery_date",
};

/** Refuses a second day that lies before the first. */
export function refuseUntil(kind: DocumentKind, { date, due_date }: DocumentValues): void {
  const name = untils[kind];
  if (name !== undefined) refuseField(untilProblems({ date, [name]: due_date })[0]);
}

/** Writes a draft, which is locked, with its lines. */
export async function writeDraft(
  tx: Tx,
  act: Act,
  { document, lines }: { document: Document; lines: DocumentLine[] },
): Promise<void> {
  await updateDocument(tx, document);
  await replaceLines(tx, document.id, lines);
  await tellOfDocument(tx, act, document, "changed");
}

/** Takes a draft away. What went out stays for ever. */
export async function deleteDraft(tx: Tx, act: Act, which: Which): Promise<void> {
  const document = await getDraftForUpdate(tx, which);
  await deleteDocument(tx, document.id);
  await tellOfDocument(tx, act, document, "deleted");
}

/** A draft, locked until the transaction ends; refuses with `….not_draft` what went out, and an edit of an older version. */
export async function getDraftForUpdate<Kind extends DocumentKind>(
  tx: Tx,
  { kind, id }: Which<Kind>,
  version?: number,
): Promise<OfKind<Kind>> {
  const document = await getDocumentForUpdate(tx, { kind, id });
  if (document.status !== "draft") throw new AppError(`${kind}.not_draft`, notDraft(document));
  if (version !== undefined && version !== document.version)
    throw new AppError("document.changed_meanwhile", { document: id, version: document.version });
  return document;
}

/** Writes what became of a document to the audit log, and to its customer's timeline: `invoice_sent`. */
export async function tellOfDocument(
  tx: Tx,
  act: Act,
  { id, kind, number, customer_id: customerId }: Document,
  happened: string,
  reason: string | null = null,
): Promise<void> {
  const note = [number ?? id, ...(reason === null ? [] : [reason])].join(": ");
  if (customerId !== null) {
    await tellOfCustomer(tx, act, { customerId, kind: `${kind}_${happened}`, note });
    return;
  }
  const { organizationId, actor, now: at } = act;
  const what = { action: `${kind}.${happened}`, subject: { kind, id }, details: { note } };
  await recordAudit(tx, { organizationId, actor, at, ...what });
}
