import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { dayInput, quantityInput } from "#billing/document/amount.api.ts";
import { customerRefuses, documentEndpoints } from "#billing/document/document-endpoints.api.ts";
import { documentInput, documentListItem, documentView } from "#billing/document/document-schema.api.ts";
import { idParam } from "#billing/id-param.ts";
import { InvoiceRef } from "#billing/invoice/invoice.api.ts";
import {
  ApplyInput,
  RefundInput,
  spendingView,
  UnapplyInput,
} from "#billing/settlement/settlement-schema.api.ts";
import { creditNoteStatuses } from "./credit-note-status.ts";

const tag = "Credit notes";

export const CreditNoteRef = z.object({ credit_note: idParam("crn") });

const CreditNoteStatus = z.enum(creditNoteStatuses);

/** A credit note in a list; its balance is what of it is unused. */
export const CreditNoteListItem = z.object({ ...documentListItem, status: CreditNoteStatus });
export type CreditNoteListItem = z.output<typeof CreditNoteListItem>;

/** A credit note with what it settles and what was given back of it. */
export const CreditNoteView = z.object({
  ...documentView,
  status: CreditNoteStatus,
  /** The invoice that it gives back of; null where it was written by hand, or by a change of a subscription, whose lines say of which. */
  invoice: z.object({ id: z.string(), number: z.string().nullable(), date: z.string() }).nullable(),
  applied: z.string(),
  refunded: z.string(),
  ...spendingView,
});
export type CreditNoteView = z.output<typeof CreditNoteView>;

const open = z.boolean().default(false);

export const {
  list: listCreditNotes,
  export: exportCreditNotes,
  get: getCreditNote,
  create: createCreditNote,
  edit: editCreditNote,
  remove: deleteCreditNote,
} = documentEndpoints({
  kind: "credit_note",
  path: "/credit-notes",
  tag,
  words: {
    get: "One credit note with its lines and what it settles",
    create: "A draft for a customer; `open` opens it at once",
    edit: "Write a draft anew that was made by hand",
  },
  statuses: CreditNoteStatus,
  filter: { customer_id: idParam("cus").optional(), subscription_id: idParam("sub").optional() },
  ref: CreditNoteRef,
  item: CreditNoteListItem,
  view: CreditNoteView,
  create: z.strictObject({ customer_id: idParam("cus"), ...documentInput, open }),
  edit: z.strictObject({ version: z.int().min(1).optional(), ...documentInput }),
  refuses: { ...customerRefuses, edit: ["credit_note.of_invoice", ...customerRefuses.edit] },
});

/** Some of an invoice's lines, counted from 0; of each all, or a quantity. */
const ChosenLine = z.strictObject({ line: z.int().min(0).max(10_000), quantity: quantityInput.optional() });

export const creditInvoice = endpoint({
  method: "POST",
  path: "/invoices/{invoice}/credit-notes",
  summary: "A draft that gives back an invoice, or some of its lines; `open` opens it at once",
  tag,
  access: "write",
  params: InvoiceRef,
  body: z.strictObject({
    line_items: z.array(ChosenLine).min(1, "Name at least one line, or leave this out").max(500).optional(),
    date: dayInput.optional(),
    reference_number: documentInput.reference_number,
    notes: documentInput.notes,
    open,
  }),
  reply: CreditNoteView,
  refuses: [
    "invoice.not_found",
    "credit_note.invoice_not_billed",
    "credit_note.exceeds_invoice",
    "credit_note.written_off",
  ],
});

export const openCreditNote = endpoint({
  method: "POST",
  path: "/credit-notes/{credit_note}/actions/mark-as-open",
  summary: "Open a draft: it gets its number, and its total is the customer's credit",
  tag,
  access: "write",
  params: CreditNoteRef,
  reply: CreditNoteView,
  refuses: [
    "credit_note.not_found",
    "credit_note.not_draft",
    "credit_note.invoice_not_billed",
    "credit_note.exceeds_invoice",
    "credit_note.written_off",
  ],
});

export const voidCreditNote = endpoint({
  method: "POST",
  path: "/credit-notes/{credit_note}/actions/void",
  summary: "Take a credit note out of force of which nothing is used",
  tag,
  access: "write",
  params: CreditNoteRef,
  body: z.strictObject({ reason: z.string().trim().max(500).nullable().default(null) }),
  reply: CreditNoteView,
  refuses: ["credit_note.not_found", "credit_note.already_void", "credit_note.in_use"],
});

export const applyCreditNote = endpoint({
  method: "POST",
  path: "/credit-notes/{credit_note}/actions/apply",
  summary: "Settle invoices with what a credit note has left",
  tag,
  access: "write",
  params: CreditNoteRef,
  body: ApplyInput,
  reply: CreditNoteView,
  refuses: [
    "credit_note.not_found",
    "credit_note.not_open",
    "credit_note.exceeds_amount",
    "invoice.not_found",
    "invoice.not_open",
    "payment.other_customer",
    "payment.exceeds_balance",
  ],
});

export const unapplyCreditNote = endpoint({
  method: "POST",
  path: "/credit-notes/{credit_note}/actions/unapply",
  summary: "Take back what a credit note settles of an invoice",
  tag,
  access: "write",
  params: CreditNoteRef,
  body: UnapplyInput,
  reply: CreditNoteView,
  refuses: ["credit_note.not_found", "settlement.not_found"],
});

export const refundCreditNote = endpoint({
  method: "POST",
  path: "/credit-notes/{credit_note}/actions/refund",
  summary:
    "Give back of what a credit note has left; by `card` through the gateway, where that charged its invoice",
  tag,
  access: "write",
  params: CreditNoteRef,
  body: RefundInput,
  reply: CreditNoteView,
  refuses: [
    "credit_note.not_found",
    "credit_note.not_open",
    "credit_note.exceeds_amount",
    "refund.exceeds_charge",
  ],
});
