import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { booleanFlag, pageSize } from "#billing/customer/customer-schema.api.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import { CreditNoteView } from "#billing/credit-note/credit-note.api.ts";
import { CustomValues } from "#billing/custom-field/custom-field.api.ts";
import { filterQuery, listFilter } from "#billing/listing/list-filter.api.ts";
import { idParam } from "#billing/id-param.ts";
import { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { coupons, detailsInput, itemsInput, preview, selling } from "./sale.api.ts";
import { subscriptionStatuses } from "./transitions.ts";

const tag = "Subscriptions";

export const SubscriptionRef = z.object({ subscription: idParam("sub") });

const Status = z.enum(subscriptionStatuses);

/** A subscription in a list. */
export const SubscriptionListItem = z.object({
  id: z.string(),
  number: z.string(),
  status: Status,
  customer_id: z.string(),
  customer_name: z.string(),
  plan_id: z.string(),
  plan_name: z.string(),
  currency_code: z.string(),
  reference: z.string().nullable(),
  starts_at: z.string(),
  term_start: z.string().nullable(),
  term_end: z.string().nullable(),
  /** The day on which something happens to it next by itself. */
  next_on: z.string().nullable(),
  custom_fields: CustomValues,
  created_at: z.string(),
});
export type SubscriptionListItem = z.output<typeof SubscriptionListItem>;

const ItemView = z.object({
  kind: z.enum(["plan", "addon"]),
  id: z.string(),
  name: z.string(),
  quantity: z.string(),
  pricing_scheme: z.string(),
  price: z.string().nullable(),
  tax_id: z.string().nullable(),
});

/** A subscription with what it sells, and what will happen to it. */
export const SubscriptionView = SubscriptionListItem.extend({
  items: z.array(ItemView),
  scheduled_items: z.array(ItemView).nullable(),
  interval: z.number(),
  interval_unit: z.string(),
  billing_cycles: z.number(),
  cycles: z.number(),
  trial_ends_at: z.string().nullable(),
  resumes_on: z.string().nullable(),
  auto_collect: z.boolean(),
  payment_terms: z.number().nullable(),
  coupon_id: z.string().nullable(),
  coupon_invoices_left: z.number().nullable(),
  /** The day on which the coupon ends, because of a scheduled change to a plan that it is not for. */
  coupon_ends_on: z.string().nullable(),
  salesperson: z.string().nullable(),
  notes: z.string().nullable(),
  /** Who gets its e-mails, the primary person first; where there is nobody, the customer does. */
  contact_persons: z.array(z.object({ id: z.string(), name: z.string(), email: z.string().nullable() })),
  cancelled_at: z.string().nullable(),
  cancel_reason: z.string().nullable(),
  /** What is owed, while that is so. */
  dunning_invoice_id: z.string().nullable(),
  dunning_attempts: z.number(),
  /** The estimate that it was made of. */
  estimate: z.object({ id: z.string(), number: z.string().nullable() }).nullable(),
  version: z.number(),
});
export type SubscriptionView = z.output<typeof SubscriptionView>;

/** What an action made of a subscription, with the invoices that it wrote; of a preview, what it would. */
export const SubscriptionOutcome = z.object({
  preview: z.boolean(),
  subscription: SubscriptionView,
  invoices: z.array(InvoiceView),
  /** What gives more back than it charges. */
  credit_notes: z.array(CreditNoteView),
  /** Of a preview, the invoice that comes after these by itself, as things are then; null where none does. */
  next_invoice: InvoiceView.nullable(),
});
export type SubscriptionOutcome = z.output<typeof SubscriptionOutcome>;

/** The contact persons of the customer who get its e-mails. */
const receivers = z.array(idParam("cpn")).max(20, "Name at most 20 contact persons");

/** How something is sold; what is not given is the plan's or the customer's. */
export const termsInput = {
  coupon: z.string().min(1).max(100).optional(),
  starts_at: dayInput.optional(),
  trial_days: z.int().min(0).max(3650).optional(),
  billing_cycles: z
    .int()
    .refine((cycles) => cycles === -1 || cycles > 0, "must be -1 (until cancelled) or more than 0")
    .optional(),
  auto_collect: z.boolean().default(false),
  ...detailsInput,
  contact_persons: receivers.optional(),
};

const narrowing = { status: Status.optional(), customer_id: idParam("cus").optional(), ...listFilter };

export const listSubscriptions = endpoint({
  method: "GET",
  path: "/subscriptions",
  summary:
    "Subscriptions, newest first; a search finds those whose number, or a word of their customer's name, begins with it, or whose reference it is; days are those on which they start",
  tag,
  access: "read",
  query: filterQuery({ ...narrowing, cursor: z.string().max(200).optional(), limit: pageSize }),
  reply: z.object({ items: z.array(SubscriptionListItem), next_cursor: z.string().nullable() }),
});

export const exportSubscriptions = endpoint({
  method: "GET",
  path: "/subscriptions/export",
  summary: "Subscriptions as a CSV file: all that the list shows",
  tag,
  access: "read",
  costly: true,
  stream: "text/csv",
  query: filterQuery({ ...narrowing, bom: booleanFlag.optional() }),
  reply: z.string(),
});

export const getSubscription = endpoint({
  method: "GET",
  path: "/subscriptions/{subscription}",
  summary: "One subscription with what it sells",
  tag,
  access: "read",
  params: SubscriptionRef,
  reply: SubscriptionView,
  refuses: ["subscription.not_found"],
});

export const nextInvoice = endpoint({
  method: "GET",
  path: "/subscriptions/{subscription}/next-invoice",
  summary: "The invoice that it will write next by itself, as things are now; null where it writes none",
  tag,
  access: "read",
  params: SubscriptionRef,
  reply: z.object({ invoice: InvoiceView.nullable() }),
  refuses: ["subscription.not_found"],
});

export const createSubscription = endpoint({
  method: "POST",
  path: "/subscriptions",
  summary: "Sell a subscription to a customer",
  tag,
  access: "write",
  body: z.strictObject({
    ...preview,
    customer_id: idParam("cus"),
    ...itemsInput,
    ...termsInput,
  }),
  reply: SubscriptionOutcome,
  refuses: [
    "customer.not_found",
    "customer.merged",
    "document.customer_inactive",
    "subscription.reference_taken",
    "subscription.too_many_invoices",
    "request.took_too_long",
    "exchange_rate.missing",
    ...selling,
    ...coupons,
  ],
});

export const editSubscription = endpoint({
  method: "PATCH",
  path: "/subscriptions/{subscription}",
  summary:
    "Change what is said of a subscription, and how its next invoices are paid; what is not given stays",
  tag,
  access: "write",
  params: SubscriptionRef,
  body: z.strictObject({ auto_collect: z.boolean().optional(), ...detailsInput }),
  reply: SubscriptionView,
  refuses: ["subscription.not_found", "subscription.reference_taken"],
});

export const chooseReceivers = endpoint({
  method: "PUT",
  path: "/subscriptions/{subscription}/contact-persons",
  summary: "Choose the contact persons of its customer who get its e-mails; none: the customer gets them",
  tag,
  access: "write",
  params: SubscriptionRef,
  body: z.strictObject({ contact_persons: receivers }),
  reply: SubscriptionView,
  refuses: ["subscription.not_found"],
});

export const SubscriptionHappening = z.object({
  id: z.string(),
  on: z.string(),
  at: z.string(),
  actor: z.string(),
  event: z.string(),
  from: Status.nullable(),
  to: Status,
  invoice_id: z.string().nullable(),
  note: z.string().nullable(),
});

export const subscriptionHistory = endpoint({
  method: "GET",
  path: "/subscriptions/{subscription}/history",
  summary: "All that happened to a subscription, in order",
  tag,
  access: "read",
  params: SubscriptionRef,
  reply: z.object({ items: z.array(SubscriptionHappening) }),
  refuses: ["subscription.not_found"],
});
