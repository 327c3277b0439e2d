import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";
import { dayInput, quantityInput } from "#billing/document/amount.api.ts";
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
  applied: z.string(),
  refunded: z.string(),
  ...spendingView,
});
export type CreditNoteView = z.output<typeof CreditNoteView>;

const open = z.boolean().default(false);

export const listCreditNotes = endpoint({
  method: "GET",
  path: "/credit-notes",
  summary:
    "Credit notes, the newest date first; a search finds numbers that begin with it and the reference that is it",
  tag,
  access: "read",
  query: z.object({
    status: CreditNoteStatus.optional(),
    customer_id: idParam("cus").optional(),
    search: z.string().trim().max(100).optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(CreditNoteListItem), next_cursor: z.string().nullable() }),
});

export const getCreditNote = endpoint({
  method: "GET",
  path: "/credit-notes/{credit_note}",
  summary: "One credit note with its lines and what it settles",
  tag,
  access: "read",
  params: CreditNoteRef,
  reply: CreditNoteView,
  refuses: ["credit_note.not_found"],
});

export const createCreditNote = endpoint({
  method: "POST",
  path: "/credit-notes",
  summary: "A draft for a customer; `open` opens it at once",
  tag,
  access: "write",
  body: z.strictObject({ customer_id: idParam("cus"), ...documentInput, open }),
  reply: CreditNoteView,
  refuses: [
    "customer.not_found",
    "customer.merged",
    "document.customer_inactive",
    "document.without_lines",
    "exchange_rate.missing",
  ],
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
  refuses: ["invoice.not_found", "credit_note.invoice_not_billed", "credit_note.exceeds_invoice"],
});

export const editCreditNote = endpoint({
  method: "PUT",
  path: "/credit-notes/{credit_note}",
  summary: "Write a draft anew that was made by hand",
  tag,
  access: "write",
  params: CreditNoteRef,
  body: z.strictObject({ version: z.int().min(1).optional(), ...documentInput }),
  reply: CreditNoteView,
  refuses: [
    "credit_note.not_found",
    "credit_note.not_draft",
    "credit_note.of_invoice",
    "document.changed_meanwhile",
    "document.customer_inactive",
    "document.without_lines",
    "exchange_rate.missing",
  ],
});

export const deleteCreditNote = endpoint({
  method: "DELETE",
  path: "/credit-notes/{credit_note}",
  summary: "Delete a draft",
  tag,
  access: "write",
  params: CreditNoteRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["credit_note.not_found", "credit_note.not_draft"],
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
  summary: "Give back of what a credit note has left",
  tag,
  access: "write",
  params: CreditNoteRef,
  body: RefundInput,
  reply: CreditNoteView,
  refuses: ["credit_note.not_found", "credit_note.not_open", "credit_note.exceeds_amount"],
});
