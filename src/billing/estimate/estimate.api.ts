import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import { customerRefuses, documentEndpoints } from "#billing/document/document-endpoints.api.ts";
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

export const {
  list: listEstimates,
  get: getEstimate,
  create: createEstimate,
  edit: editEstimate,
  remove: deleteEstimate,
} = documentEndpoints({
  kind: "estimate",
  path: "/estimates",
  tag,
  words: {
    get: "One estimate with its lines",
    create: "A draft for a customer; `send` sends it at once",
    edit: "Write a draft anew",
  },
  statuses: own.status,
  filter: { customer_id: idParam("cus").optional() },
  ref: EstimateRef,
  item: EstimateListItem,
  view: EstimateView,
  create: z.strictObject({ customer_id: idParam("cus"), ...estimateInput, send: z.boolean().default(false) }),
  edit: z.strictObject({ version: z.int().min(1).optional(), ...estimateInput }),
  refuses: customerRefuses,
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
