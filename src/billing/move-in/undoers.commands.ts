import { AppError } from "#kernel/errors.ts";
import type { ContactPersonId, CustomerId, Id, InvoiceId, PaymentId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { type CatalogTable, findCatalogRow } from "#billing/catalog/catalog-row.store.ts";
import { deleteUnused } from "#billing/catalog/catalog.commands.ts";
import { editContactPerson, removeContactPerson } from "#billing/customer/contact-person.commands.ts";
import { findContactPersonForUpdate, listContactPersons } from "#billing/customer/contact-person.store.ts";
import { activateCustomer, deleteCustomer, editCustomer } from "#billing/customer/customer.commands.ts";
import { findCustomerForUpdate } from "#billing/customer/customer.store.ts";
import { voidCreditNote } from "#billing/credit-note/credit-note.commands.ts";
import { deleteDraft } from "#billing/document/document.commands.ts";
import { findDocument, freeNumber } from "#billing/document/document.store.ts";
import type { DocumentId } from "#billing/document/document.table.ts";
import { getInvoiceForUpdate, voidInvoice } from "#billing/invoice/invoice.commands.ts";
import { listSettlements } from "#billing/settlement/settlement.store.ts";
import { refuseBilled } from "#billing/subscription/moved.commands.ts";
import { deleteSubscription, findSubscriptionForUpdate } from "#billing/subscription/subscription.store.ts";
import type { SubscriptionId } from "#billing/subscription/subscription.table.ts";
import type { MoveInKind } from "./move-in-kind.ts";
import type { MoveInLine } from "./move-in.ts";
import { releaseNote, undoPayment } from "./undo-money.commands.ts";

/** Takes a record back, or refuses with the reason. */
export type Undoer = (tx: Tx, act: Act, line: MoveInLine) => Promise<void>;

/** How records of each kind are taken back. */
export const undoers: Readonly<Record<MoveInKind, Undoer>> = {
  customers: undoCustomer,
  contact_persons: undoContactPerson,
  products: (tx, act, line) => undoOffer(tx, act, "product", line),
  plans: (tx, act, line) => undoOffer(tx, act, "plan", line),
  addons: (tx, act, line) => undoOffer(tx, act, "addon", line),
  coupons: (tx, act, line) => undoOffer(tx, act, "coupon", line),
  subscriptions: undoSubscription,
  invoices: (tx, act, line) => undoDocument(tx, act, "invoice", line),
  payments: (tx, act, line) => undoPayment(tx, act, line.subject as PaymentId),
  credit_notes: (tx, act, line) => undoDocument(tx, act, "credit_note", line),
};

/** What was imported, as it is now; undefined where somebody deleted it. Refuses what was changed since. */
function unchanged<Row extends { version: number }>(row: Row | undefined, line: MoveInLine): Row | undefined {
  if (row !== undefined && row.version !== line.version)
    throw new AppError("move_in.changed_since", { subject: line.subject });
  return row;
}

/** The values that an update replaced. */
function formerValues({ changes }: MoveInLine): [string, unknown][] {
  return changes.filter(({ field }) => field !== "status").map(({ field, from }) => [field, from]);
}

/** A new customer is deleted with nothing that hangs on it; a changed one gets its former values. */
async function undoCustomer(tx: Tx, act: Act, line: MoveInLine): Promise<void> {
  const id = line.subject as CustomerId;
  if (unchanged(await findCustomerForUpdate(tx, id), line) === undefined) return;
  if (line.changes.length === 0) {
    const { length: persons } = await listContactPersons(tx, id);
    if (persons > 0)
      throw new AppError("move_in.in_use", {
        message: persons === 1 ? "It has a contact person" : `It has ${persons} contact persons`,
      });
    return deleteCustomer(tx, act, id);
  }
  if (line.changes.some(({ field, from }) => field === "status" && from === "active"))
    await activateCustomer(tx, act, id);
  const former = formerValues(line);
  const own = former.filter(([field]) => !field.startsWith("cf_"));
  const custom = former.filter(([field]) => field.startsWith("cf_"));
  const given = { ...Object.fromEntries(own), custom_fields: Object.fromEntries(custom) };
  await editCustomer(tx, act, { id, given });
}

async function undoContactPerson(tx: Tx, act: Act, line: MoveInLine): Promise<void> {
  const id = line.subject as ContactPersonId;
  if (unchanged(await findContactPersonForUpdate(tx, id), line) === undefined) return;
  if (line.changes.length === 0) return removeContactPerson(tx, act, id);
  await editContactPerson(tx, act, id, Object.fromEntries(formerValues(line)));
}

/** What nobody sold or names is deleted; a coupon that was redeemed here since is not as it came in. */
async function undoOffer(tx: Tx, act: Act, kind: CatalogTable, line: MoveInLine): Promise<void> {
  const id = line.subject ?? "";
  if (unchanged(await findCatalogRow(tx, kind, id, { lock: true }), line) === undefined) return;
  await deleteUnused(tx, act, { kind, id, name: line.name ?? id });
}

/** One that was neither billed nor changed here is deleted. */
async function undoSubscription(tx: Tx, _act: Act, line: MoveInLine): Promise<void> {
  const id = line.subject as SubscriptionId;
  const found = await findSubscriptionForUpdate(tx, id);
  if (found === undefined) return;
  await refuseBilled(tx, id);
  unchanged(found, line);
  await deleteSubscription(tx, id);
}

/**
 * A draft is deleted. What was posted is void, and the ledger takes back what it said on the day of the document: what
 * stands in the ledger is never taken out of it. Its number is free again. The money of a posted document never changes:
 * it is as it came in unless something settles it, or it was used or made void.
 */
async function undoDocument(
  tx: Tx,
  act: Act,
  kind: "invoice" | "credit_note",
  line: MoveInLine,
): Promise<void> {
  const id = line.subject as DocumentId;
  const found = await findDocument(tx, kind, id);
  if (found === undefined) return;
  if (found.status === "draft" || found.status === "void") unchanged(found, line);
  if (found.status === "draft") return deleteDraft(tx, act, { kind, id });
  const reason = `The import of ${found.number ?? id} was undone`;
  if (found.status !== "void" && kind === "invoice") {
    await refuseSettled(tx, id as InvoiceId);
    await voidInvoice(tx, act, id as InvoiceId, reason, found.date);
  }
  if (found.status !== "void" && kind === "credit_note") {
    await releaseNote(tx, act, id as Id<"crn">);
    await voidCreditNote(tx, act, id as Id<"crn">, reason, found.date);
  }
  await freeNumber(tx, id);
}

/** What settles an invoice, or was given up of it, builds on it. */
async function refuseSettled(tx: Tx, id: InvoiceId): Promise<void> {
  const { written_off } = await getInvoiceForUpdate(tx, id);
  const [first, ...others] = await listSettlements(tx, { invoice_id: id });
  if (first !== undefined) {
    const named = `${first.payment_id === null ? "Credit note" : "Payment"} ${first.source_number}`;
    const settle = others.length > 0 ? `and ${others.length} more settle it` : "settles it";
    throw new AppError("move_in.in_use", { message: `${named} ${settle}` });
  }
  if (written_off > 0n)
    throw new AppError("move_in.in_use", {
      message: "It was written off",
      remedy: "Cancel the write-off on its page, then undo the import once more.",
    });
}
