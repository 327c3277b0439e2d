import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { pageSize, wholeNumber } from "#billing/customer/customer-schema.api.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import { documentInput, documentListItem, documentView } from "#billing/document/document-schema.api.ts";
import { idParam } from "#billing/id-param.ts";
import { invoiceStatuses } from "./invoice-status.ts";

const tag = "Invoices";

export const InvoiceRef = z.object({ invoice: idParam("inv") });

const InvoiceStatus = z.enum(invoiceStatuses);

/** An invoice in a list. */
export const InvoiceListItem = z.object({ ...documentListItem, status: InvoiceStatus, due_date: z.string() });
export type InvoiceListItem = z.output<typeof InvoiceListItem>;

/** What settles an invoice. */
const SettlementView = z.object({
  id: z.string(),
  payment_id: z.string().nullable(),
  credit_note_id: z.string().nullable(),
  number: z.string().nullable(),
  amount: z.string(),
  date: z.string(),
});

/** An invoice with all it has. */
export const InvoiceView = z.object({
  ...documentView,
  status: InvoiceStatus,
  due_date: z.string(),
  paid: z.string(),
  credited: z.string(),
  written_off: z.string(),
  settlements: z.array(SettlementView),
});
export type InvoiceView = z.output<typeof InvoiceView>;

const invoiceInput = {
  ...documentInput,
  due_date: dayInput.nullable().optional(),
  payment_terms: wholeNumber("payment_terms").optional(),
  payment_terms_label: z.string().trim().max(100).nullable().optional(),
};

export const listInvoices = endpoint({
  method: "GET",
  path: "/invoices",
  summary:
    "Invoices, the newest date first; a search finds numbers that begin with it and the reference that is it",
  tag,
  access: "read",
  query: z.object({
    status: z.enum([...invoiceStatuses, "unpaid"]).optional(),
    customer_id: idParam("cus").optional(),
    subscription_id: idParam("sub").optional(),
    search: z.string().trim().max(100).optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(InvoiceListItem), next_cursor: z.string().nullable() }),
});

export const getInvoice = endpoint({
  method: "GET",
  path: "/invoices/{invoice}",
  summary: "One invoice with its lines and what settles it",
  tag,
  access: "read",
  params: InvoiceRef,
  reply: InvoiceView,
  refuses: ["invoice.not_found"],
});

export const createInvoice = endpoint({
  method: "POST",
  path: "/invoices",
  summary: "A draft for a customer; `send` sends it out at once",
  tag,
  access: "write",
  body: z.strictObject({ customer_id: idParam("cus"), ...invoiceInput, send: z.boolean().default(false) }),
  reply: InvoiceView,
  refuses: [
    "customer.not_found",
    "customer.merged",
    "document.customer_inactive",
    "document.without_lines",
    "exchange_rate.missing",
  ],
});

export const editInvoice = endpoint({
  method: "PUT",
  path: "/invoices/{invoice}",
  summary: "Write a draft anew",
  tag,
  access: "write",
  params: InvoiceRef,
  body: z.strictObject({ version: z.int().min(1).optional(), ...invoiceInput }),
  reply: InvoiceView,
  refuses: [
    "invoice.not_found",
    "invoice.not_draft",
    "document.changed_meanwhile",
    "document.customer_inactive",
    "document.without_lines",
    "exchange_rate.missing",
  ],
});

export const deleteInvoice = endpoint({
  method: "DELETE",
  path: "/invoices/{invoice}",
  summary: "Delete a draft",
  tag,
  access: "write",
  params: InvoiceRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["invoice.not_found", "invoice.not_draft"],
});

export const sendInvoice = endpoint({
  method: "POST",
  path: "/invoices/{invoice}/actions/mark-as-sent",
  summary: "Send a draft out: it gets its number, and its money does not change any more",
  tag,
  access: "write",
  params: InvoiceRef,
  reply: InvoiceView,
  refuses: ["invoice.not_found", "invoice.not_draft"],
});

export const voidInvoice = endpoint({
  method: "POST",
  path: "/invoices/{invoice}/actions/void",
  summary: "Take an invoice out of force; what had settled it becomes the customer's credit again",
  tag,
  access: "write",
  params: InvoiceRef,
  body: z.strictObject({ reason: z.string().trim().max(500).nullable().default(null) }),
  reply: InvoiceView,
  refuses: ["invoice.not_found", "invoice.already_void", "invoice.credited"],
});

export const applyCredits = endpoint({
  method: "POST",
  path: "/invoices/{invoice}/actions/apply-credits",
  summary: "Settle an invoice with its customer's unused credits, the oldest first, as far as they go",
  tag,
  access: "write",
  params: InvoiceRef,
  reply: InvoiceView,
  refuses: ["invoice.not_found", "invoice.not_open", "invoice.no_credits"],
});

export const writeOffInvoice = endpoint({
  method: "POST",
  path: "/invoices/{invoice}/actions/write-off",
  summary: "Give up what is open on an invoice",
  tag,
  access: "write",
  params: InvoiceRef,
  reply: InvoiceView,
  refuses: ["invoice.not_found", "invoice.not_open"],
});

export const cancelWriteOff = endpoint({
  method: "POST",
  path: "/invoices/{invoice}/actions/cancel-write-off",
  summary: "Expect again what was written off",
  tag,
  access: "write",
  params: InvoiceRef,
  reply: InvoiceView,
  refuses: ["invoice.not_found", "invoice.not_written_off"],
});
