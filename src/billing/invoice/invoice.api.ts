import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { wholeNumber } from "#billing/customer/customer-schema.api.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import { customerRefuses, documentEndpoints } from "#billing/document/document-endpoints.api.ts";
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

/** A try to collect an invoice through the gateway. */
const ChargeView = z.object({
  id: z.string(),
  /** Renewals and retries happen by themselves. */
  kind: z.enum(["renewal", "retry", "manual"]),
  status: z.enum(["pending", "succeeded", "failed"]),
  amount: z.string(),
  on: z.string(),
  /** What it was collected from: `Visa ···· 4242`. */
  method: z.string().nullable(),
  /** Why it failed; of a pending one, why it is not known yet what became of it. */
  failure: z.string().nullable(),
  failure_code: z.string().nullable(),
  payment_id: z.string().nullable(),
  created_at: z.string(),
  settled_at: z.string().nullable(),
});

/** An invoice with all it has. */
export const InvoiceView = z.object({
  ...documentView,
  status: InvoiceStatus,
  due_date: z.string(),
  paid: z.string(),
  credited: z.string(),
  written_off: z.string(),
  /** What can still be given back by credit notes of this invoice: neither credited nor written off. */
  left_to_credit: z.string(),
  settlements: z.array(SettlementView),
  /** The newest first. */
  charges: z.array(ChargeView),
});
export type InvoiceView = z.output<typeof InvoiceView>;

const invoiceInput = {
  ...documentInput,
  due_date: dayInput.nullable().optional(),
  payment_terms: wholeNumber("payment_terms").optional(),
  payment_terms_label: z.string().trim().max(100).nullable().optional(),
};

export const {
  list: listInvoices,
  export: exportInvoices,
  get: getInvoice,
  create: createInvoice,
  edit: editInvoice,
  remove: deleteInvoice,
} = documentEndpoints({
  kind: "invoice",
  path: "/invoices",
  tag,
  words: {
    get: "One invoice with its lines and what settles it",
    create: "A draft for a customer; `send` sends it out at once",
    edit: "Write a draft anew",
  },
  statuses: z.enum([...invoiceStatuses, "unpaid"]),
  filter: { customer_id: idParam("cus").optional(), subscription_id: idParam("sub").optional() },
  ref: InvoiceRef,
  item: InvoiceListItem,
  view: InvoiceView,
  create: z.strictObject({ customer_id: idParam("cus"), ...invoiceInput, send: z.boolean().default(false) }),
  edit: z.strictObject({ version: z.int().min(1).optional(), ...invoiceInput }),
  refuses: customerRefuses,
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
  refuses: ["invoice.not_found", "invoice.not_open", "invoice.credit_unapplied"],
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

export const collectInvoice = endpoint({
  method: "POST",
  path: "/invoices/{invoice}/actions/collect",
  summary:
    "Collect what is open now, from the customer's default method or the one given; `charges` tells the outcome",
  tag,
  access: "write",
  params: InvoiceRef,
  body: z.strictObject({ payment_method: idParam("pmt").optional() }),
  costly: true,
  reply: InvoiceView,
  refuses: [
    "invoice.not_found",
    "invoice.not_open",
    "invoice.being_collected",
    "invoice.not_chargeable",
    "gateway.not_connected",
    "payment_method.none",
    "payment_method.not_found",
  ],
});
