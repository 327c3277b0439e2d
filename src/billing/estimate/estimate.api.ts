import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import {
  documentInput,
  documentListItem,
  documentView,
  MadeInvoice,
} from "#billing/document/document-schema.api.ts";
import { idParam } from "#billing/id-param.ts";
import { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { estimateStatuses } from "./estimate.ts";

const tag = "Estimates";

export const EstimateRef = z.object({ estimate: idParam("est") });

const own = {
  status: z.enum(estimateStatuses),
  /** The last day on which it can be accepted. */
  expiry_date: z.string().nullable(),
};

/** An estimate in a list. */
export const EstimateListItem = z.object({ ...documentListItem, ...own });
export type EstimateListItem = z.output<typeof EstimateListItem>;

/** An estimate with its lines, and the invoice that was made of it. */
export const EstimateView = z.object({ ...documentView, ...own, invoices: z.array(MadeInvoice) });
export type EstimateView = z.output<typeof EstimateView>;

const estimateInput = { ...documentInput, expiry_date: dayInput.nullable().optional() };

export const listEstimates = endpoint({
  method: "GET",
  path: "/estimates",
  summary:
    "Estimates, the newest date first; a search finds numbers that begin with it and the reference that is it",
  tag,
  access: "read",
  query: z.object({
    status: z.enum(estimateStatuses).optional(),
    customer_id: idParam("cus").optional(),
    search: z.string().trim().max(100).optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(EstimateListItem), next_cursor: z.string().nullable() }),
});

export const getEstimate = endpoint({
  method: "GET",
  path: "/estimates/{estimate}",
  summary: "One estimate with its lines",
  tag,
  access: "read",
  params: EstimateRef,
  reply: EstimateView,
  refuses: ["estimate.not_found"],
});

export const createEstimate = endpoint({
  method: "POST",
  path: "/estimates",
  summary: "A draft for a customer; `send` sends it at once",
  tag,
  access: "write",
  body: z.strictObject({ customer_id: idParam("cus"), ...estimateInput, send: z.boolean().default(false) }),
  reply: EstimateView,
  refuses: [
    "customer.not_found",
    "customer.merged",
    "document.customer_inactive",
    "document.without_lines",
    "exchange_rate.missing",
  ],
});

export const editEstimate = endpoint({
  method: "PUT",
  path: "/estimates/{estimate}",
  summary: "Write a draft anew",
  tag,
  access: "write",
  params: EstimateRef,
  body: z.strictObject({ version: z.int().min(1).optional(), ...estimateInput }),
  reply: EstimateView,
  refuses: [
    "estimate.not_found",
    "estimate.not_draft",
    "document.changed_meanwhile",
    "document.customer_inactive",
    "document.without_lines",
    "exchange_rate.missing",
  ],
});

export const deleteEstimate = endpoint({
  method: "DELETE",
  path: "/estimates/{estimate}",
  summary: "Delete a draft",
  tag,
  access: "write",
  params: EstimateRef,
  reply: z.object({ deleted: z.literal(true) }),
  refuses: ["estimate.not_found", "estimate.not_draft"],
});

const move = {
  method: "POST",
  tag,
  access: "write",
  params: EstimateRef,
  reply: EstimateView,
  refuses: ["estimate.not_found", "estimate.wrong_status"],
} as const;

export const sendEstimate = endpoint({
  ...move,
  path: "/estimates/{estimate}/actions/mark-as-sent",
  summary: "Send a draft to the customer: it gets its number",
});

export const acceptEstimate = endpoint({
  ...move,
  path: "/estimates/{estimate}/actions/mark-as-accepted",
  summary: "The customer accepts what was sent",
});

export const declineEstimate = endpoint({
  ...move,
  path: "/estimates/{estimate}/actions/mark-as-declined",
  summary: "The customer declines what was sent",
});

export const redraftEstimate = endpoint({
  ...move,
  path: "/estimates/{estimate}/actions/mark-as-draft",
  summary: "Make an estimate a draft again, which can be changed and sent anew under its number",
});

export const invoiceEstimate = endpoint({
  ...move,
  path: "/estimates/{estimate}/actions/convert-to-invoice",
  summary: "Make the invoice of an estimate, once; `send` sends it out at once",
  body: z.strictObject({ send: z.boolean().default(false) }),
  reply: InvoiceView,
  refuses: [...move.refuses, "customer.merged", "document.customer_inactive"],
});
