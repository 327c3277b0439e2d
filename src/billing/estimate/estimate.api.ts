import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { agreedPriceProblem } from "#billing/catalog/item.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import { customerRefuses, documentEndpoints } from "#billing/document/document-endpoints.api.ts";
import {
  documentInput,
  documentListItem,
  documentView,
  LineInput,
  MadeInvoice,
} from "#billing/document/document-schema.api.ts";
import { idParam } from "#billing/id-param.ts";
import { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { coupons, preview } from "#billing/subscription/sale.api.ts";
import { SubscriptionOutcome, termsInput } from "#billing/subscription/subscription.api.ts";
import { subscriptionStatuses } from "#billing/subscription/transitions.ts";
import { estimateStatuses } from "./estimate.ts";

const tag = "Estimates";

export const EstimateRef = z.object({ estimate: idParam("est") });

const Offering = z.strictObject({
  kind: z.enum(["plan", "addon"]),
  /** Its id or code. */
  id: z.string().min(1, "Choose the plan or addon").max(100),
});

/**
 * A line of an estimate: words with a price, or a plan or addon of the catalog at the catalog's price, or at `price` for
 * each unit. It has the name and the tax that the catalog knows.
 */
export const EstimateLineInput = LineInput.partial({ name: true, price: true })
  .extend({ item: Offering.optional() })
  .superRefine((line, context) => {
    const refuse = (path: string, message: string) =>
      context.addIssue({ code: "custom", path: [path], message });
    if (line.item === undefined) {
      if (line.name === undefined) refuse("name", "Say what is sold");
      if (line.price === undefined) refuse("price", "Enter the price");
      return;
    }
    const price = line.price === undefined ? undefined : agreedPriceProblem(line.price);
    if (price !== undefined) refuse("price", price);
    if (line.name !== undefined) refuse("name", "is the catalog's; leave it out");
    if (line.tax_id != null) refuse("tax_id", "is the catalog's; leave it out");
    if (line.discount != null)
      refuse("discount", "is for lines of one's own; give the plan or addon another price");
  });
export type EstimateLineInput = z.output<typeof EstimateLineInput>;

const PricingView = z.object({
  scheme: z.string(),
  price: z.string().optional(),
  brackets: z.array(z.object({ from: z.string(), to: z.string().nullable(), price: z.string() })).optional(),
});

/** A plan or addon that an estimate offers, and the lines that it makes. */
const OfferView = z.object({
  /** The place of its first line, counted from 0, and how many lines there are. */
  line: z.number(),
  count: z.number(),
  kind: z.enum(["plan", "addon"]),
  id: z.string(),
  name: z.string(),
  quantity: z.string(),
  /** The catalog's, as it was when the line was written. */
  pricing: PricingView,
  /** For each unit, where it is offered at a price of its own. */
  price: z.string().nullable(),
  setup_fee: z.string().nullable(),
  /** Charged once, with the first term. */
  is_once: z.boolean(),
  tax_id: z.string().nullable(),
});
export type OfferView = z.output<typeof OfferView>;

const own = {
  status: z.enum(estimateStatuses),
  /** The last day on which it can be accepted. */
  expiry_date: z.string().nullable(),
};

/** An estimate in a list. */
export const EstimateListItem = z.object({ ...documentListItem, ...own });
export type EstimateListItem = z.output<typeof EstimateListItem>;

/** An estimate with its lines, and what was made of it. */
export const EstimateView = z.object({
  ...documentView,
  ...own,
  offers: z.array(OfferView),
  invoices: z.array(MadeInvoice),
  subscription: z
    .object({ id: z.string(), number: z.string(), status: z.enum(subscriptionStatuses) })
    .nullable(),
});
export type EstimateView = z.output<typeof EstimateView>;

const estimateInput = {
  ...documentInput,
  line_items: z.array(EstimateLineInput).max(500, "Use at most 500 lines"),
  expiry_date: dayInput.nullable().optional(),
};

export const {
  list: listEstimates,
  export: exportEstimates,
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

export const subscribeEstimate = endpoint({
  ...move,
  path: "/estimates/{estimate}/actions/convert-to-subscription",
  summary:
    "Make the subscription of an accepted estimate, once; what it charges once goes on the first invoice",
  body: z.strictObject({ ...preview, ...termsInput }),
  reply: SubscriptionOutcome,
  refuses: [
    ...move.refuses,
    "estimate.no_subscription",
    "customer.merged",
    "document.customer_inactive",
    "subscription.reference_taken",
    "subscription.too_many_invoices",
    "request.took_too_long",
    "exchange_rate.missing",
    ...coupons,
  ],
});
