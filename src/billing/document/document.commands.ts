import { AppError } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import {
  changedDraft,
  type CustomerDocument,
  type DocumentValues,
  type Draft,
  newDraft,
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
import type { CustomerKind } from "./kind.ts";
import { partiesOf } from "./party.commands.ts";
import { type GivenDocument, resolveDocument } from "./resolve.commands.ts";
import { snapshotOf } from "./snapshot.ts";

/** Which document: its kind, and its id. */
export type Which = { kind: CustomerKind; id: DocumentId };

/** A document for a customer with its lines; refuses with `….not_found`. */
export async function getDocument(tx: Tx, which: Which): Promise<Draft> {
  const document = (await findDocument(tx, which.kind, which.id)) ?? notFound(which);
  return { document: document as CustomerDocument, lines: await listLines(tx, which.id) };
}

/** A document for a customer, locked until the transaction ends; refuses with `….not_found`. */
export async function getDocumentForUpdate(tx: Tx, which: Which): Promise<CustomerDocument> {
  return ((await findDocumentForUpdate(tx, which.kind, which.id)) ?? notFound(which)) as CustomerDocument;
}

function notFound({ kind, id }: Which): never {
  throw new AppError(`${kind}.not_found`, { [kind]: id });
}

/** Adds a draft. */
export async function addDraft(tx: Tx, act: Act, { document, lines }: Draft): Promise<void> {
  await insertDocument(tx, document, lines);
  await tellOfDocument(tx, act, document, "created");
}

type Written = Which & { customerId: CustomerId; given: GivenDocument };

/** Writes a draft for a customer, as it was given. */
export async function addCustomerDraft(
  tx: Tx,
  act: Act,
  { kind, id, customerId, given }: Written,
): Promise<Draft> {
  const parties = await partiesOf(tx, customerId);
  const { values, lines } = await resolveDocument(tx, act, parties, given);
  const draft = newDraft(values, lines, {
    organizationId: act.organizationId,
    id,
    kind,
    customer: { ...parties.customer, snapshot: snapshotOf(parties.customer) },
    now: act.now,
  });
  await addDraft(tx, act, draft);
  return draft;
}

/** Writes a draft anew; the version says on which state that was decided. `complete` adds what its kind asks for. */
export async function editDraft(
  tx: Tx,
  act: Act,
  { version, given, ...which }: Which & { version?: number | undefined; given: GivenDocument },
  complete: (values: DocumentValues, before: CustomerDocument) => Partial<DocumentValues> = () => ({}),
): Promise<Draft> {
  const document = await getDraftForUpdate(tx, which);
  if (version !== undefined && version !== document.version)
    throw new AppError("document.changed_meanwhile", { document: document.id, version: document.version });
  const { values, lines } = await resolveDocument(tx, act, await partiesOf(tx, document.customer_id), given);
  const draft = changedDraft(document, { ...values, ...complete(values, document) }, lines, act.now);
  await updateDocument(tx, draft.document);
  await replaceLines(tx, document.id, draft.lines);
  await tellOfDocument(tx, act, draft.document, "changed");
  return draft;
}

/** Takes a draft away. What went out stays for ever. */
export async function deleteDraft(tx: Tx, act: Act, which: Which): Promise<void> {
  const document = await getDraftForUpdate(tx, which);
  await deleteDocument(tx, document.id);
  await tellOfDocument(tx, act, document, "deleted");
}

/** A draft, locked until the transaction ends; refuses with `….not_draft` what went out. */
export async function getDraftForUpdate(tx: Tx, which: Which): Promise<CustomerDocument> {
  const document = await getDocumentForUpdate(tx, which);
  if (document.status !== "draft") throw new AppError(`${which.kind}.not_draft`, { [which.kind]: which.id });
  return document;
}

/** Writes what became of a document to its customer's timeline and to the audit log: `invoice_sent`. */
export async function tellOfDocument(
  tx: Tx,
  act: Act,
  { id, kind, number, customer_id: customerId }: CustomerDocument,
  happened: string,
  reason: string | null = null,
): Promise<void> {
  const note = [number ?? id, ...(reason === null ? [] : [reason])].join(": ");
  await tellOfCustomer(tx, act, { customerId, kind: `${kind}_${happened}`, note });
}
