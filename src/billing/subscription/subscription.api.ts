import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { pageSize } from "#billing/customer/customer-schema.api.ts";
import { amountInput, dayInput, priceInput, quantityInput } from "#billing/document/amount.api.ts";
import { idParam } from "#billing/id-param.ts";
import { InvoiceView } from "#billing/invoice/invoice.api.ts";
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
  salesperson: z.string().nullable(),
  notes: z.string().nullable(),
  cancelled_at: z.string().nullable(),
  cancel_reason: z.string().nullable(),
  dunning_attempts: z.number(),
  version: z.number(),
});
export type SubscriptionView = z.output<typeof SubscriptionView>;

/** What an action made of a subscription, with the invoices that it wrote; of a preview, what it would. */
export const SubscriptionOutcome = z.object({
  preview: z.boolean(),
  subscription: SubscriptionView,
  invoices: z.array(InvoiceView),
});
export type SubscriptionOutcome = z.output<typeof SubscriptionOutcome>;

/** Given, nothing is done: the answer says what would be. */
const preview = { preview: z.boolean().default(false) };

const words = (most: number) =>
  z.string().trim().max(most, `Use at most ${most} characters`).nullable().optional();

const sold = { quantity: quantityInput.default("1"), price: priceInput.optional() };
const itemsInput = {
  plan: z.strictObject({ plan: z.string().min(1, "Choose the plan").max(100), ...sold }),
  addons: z
    .array(z.strictObject({ addon: z.string().min(1).max(100), ...sold }))
    .max(50, "Use at most 50 addons")
    .default([]),
};

const selling = [
  "plan.not_found",
  "addon.not_found",
  "subscription.no_price",
  "subscription.quantity_beyond_brackets",
  "subscription.not_offered",
  "subscription.addon_not_for_plan",
] as const;

const coupons = [
  "coupon.not_found",
  "coupon.inactive",
  "coupon.expired",
  "coupon.maxed_out",
  "coupon.other_plan",
  "coupon.other_currency",
] as const;

const acting = [
  "subscription.not_found",
  "subscription.not_in_this_status",
  "exchange_rate.missing",
] as const;

export const listSubscriptions = endpoint({
  method: "GET",
  path: "/subscriptions",
  summary:
    "Subscriptions, newest first; a search finds numbers that begin with it and the reference that is it",
  tag,
  access: "read",
  query: z.object({
    status: Status.optional(),
    customer_id: idParam("cus").optional(),
    search: z.string().trim().max(100).optional(),
    cursor: z.string().max(200).optional(),
    limit: pageSize,
  }),
  reply: z.object({ items: z.array(SubscriptionListItem), next_cursor: z.string().nullable() }),
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
    coupon: z.string().min(1).max(100).optional(),
    starts_at: dayInput.optional(),
    trial_days: z.int().min(0).max(3650).optional(),
    billing_cycles: z
      .int()
      .refine((cycles) => cycles === -1 || cycles > 0, "must be -1 (until cancelled) or more than 0")
      .optional(),
    auto_collect: z.boolean().default(false),
    payment_terms: z.int().min(0).max(3650).nullable().optional(),
    reference: words(100),
    salesperson: words(100),
    notes: words(5000),
  }),
  reply: SubscriptionOutcome,
  refuses: [
    "customer.not_found",
    "customer.merged",
    "document.customer_inactive",
    "subscription.reference_taken",
    "exchange_rate.missing",
    ...selling,
    ...coupons,
  ],
});

export const changeSubscription = endpoint({
  method: "POST",
  path: "/subscriptions/{subscription}/actions/change",
  summary: "Change plan, quantities or addons, now with proration or at the end of the term",
  tag,
  access: "write",
  params: SubscriptionRef,
  body: z.strictObject({ ...preview, ...itemsInput, when: z.enum(["now", "term_end"]).default("now") }),
  reply: SubscriptionOutcome,
  refuses: [...acting, ...selling],
});

const plainActions = {
  unschedule: ["Take back a change that waits for the end of the term", "subscription.nothing_scheduled"],
  reactivate: ["Take up again what was cancelled or has ended", undefined],
  resume: ["Resume a paused subscription", undefined],
  "remove-coupon": ["Take the coupon away from the next invoices on", "subscription.no_coupon"],
} as const;

function plainAction<Name extends keyof typeof plainActions>(name: Name) {
  const [summary, refusal] = plainActions[name];
  return endpoint({
    method: "POST",
    path: `/subscriptions/{subscription}/actions/${name}`,
    summary,
    tag,
    access: "write",
    params: SubscriptionRef,
    body: z.strictObject(preview),
    reply: SubscriptionOutcome,
    refuses: refusal === undefined ? acting : [...acting, refusal],
  });
}

export const unscheduleChange = plainAction("unschedule");
export const reactivateSubscription = plainAction("reactivate");
export const resumeSubscription = plainAction("resume");
export const removeCoupon = plainAction("remove-coupon");

export const cancelSubscription = endpoint({
  method: "POST",
  path: "/subscriptions/{subscription}/actions/cancel",
  summary: "Cancel for the end of the term, or at once",
  tag,
  access: "write",
  params: SubscriptionRef,
  body: z.strictObject({ ...preview, at_term_end: z.boolean().default(true), reason: words(500) }),
  reply: SubscriptionOutcome,
  refuses: acting,
});

export const pauseSubscription = endpoint({
  method: "POST",
  path: "/subscriptions/{subscription}/actions/pause",
  summary: "Pause until a day, or until it is resumed; nothing is billed meanwhile",
  tag,
  access: "write",
  params: SubscriptionRef,
  body: z.strictObject({ ...preview, resumes_on: dayInput.nullable().default(null) }),
  reply: SubscriptionOutcome,
  refuses: [...acting, "subscription.date_invalid"],
});

export const postponeRenewal = endpoint({
  method: "POST",
  path: "/subscriptions/{subscription}/actions/postpone",
  summary: "Let the present term last until a later day",
  tag,
  access: "write",
  params: SubscriptionRef,
  body: z.strictObject({ ...preview, renewal: dayInput }),
  reply: SubscriptionOutcome,
  refuses: [...acting, "subscription.date_invalid"],
});

export const buyAddon = endpoint({
  method: "POST",
  path: "/subscriptions/{subscription}/actions/buy-addon",
  summary: "Sell an addon once, and bill it at once",
  tag,
  access: "write",
  params: SubscriptionRef,
  body: z.strictObject({ ...preview, addon: z.string().min(1).max(100), ...sold }),
  reply: SubscriptionOutcome,
  refuses: [...acting, ...selling],
});

export const addCharge = endpoint({
  method: "POST",
  path: "/subscriptions/{subscription}/actions/charge",
  summary: "Charge an amount that is in no catalog, at once",
  tag,
  access: "write",
  params: SubscriptionRef,
  body: z.strictObject({
    ...preview,
    name: z.string().trim().min(1, "Say what is charged").max(300),
    amount: amountInput,
  }),
  reply: SubscriptionOutcome,
  refuses: acting,
});

export const applyCoupon = endpoint({
  method: "POST",
  path: "/subscriptions/{subscription}/actions/apply-coupon",
  summary: "Apply a coupon to the invoices from the next one on",
  tag,
  access: "write",
  params: SubscriptionRef,
  body: z.strictObject({ ...preview, coupon: z.string().min(1).max(100) }),
  reply: SubscriptionOutcome,
  refuses: [...acting, ...coupons, "subscription.has_coupon"],
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

const Clock = z.object({ today: z.string().nullable() });
const CustomerRef = z.object({ customer: idParam("cus") });

export const getTestClock = endpoint({
  method: "GET",
  path: "/customers/{customer}/test-clock",
  summary: "The day of a customer's own clock; null where it lives with everybody",
  tag,
  access: "read",
  params: CustomerRef,
  reply: Clock,
  refuses: ["customer.not_found"],
});

export const setTestClock = endpoint({
  method: "PUT",
  path: "/customers/{customer}/test-clock",
  summary: "Give a customer a clock of its own",
  tag,
  access: "write",
  params: CustomerRef,
  body: z.strictObject({ today: dayInput }),
  reply: Clock,
  refuses: ["customer.not_found", "test_clock.has_subscriptions"],
});

export const advanceTestClock = endpoint({
  method: "POST",
  path: "/customers/{customer}/test-clock/actions/advance",
  summary: "Move a customer's own clock: all that is due until then happens, in order, once",
  tag,
  access: "write",
  costly: true,
  params: CustomerRef,
  body: z.strictObject({ until: dayInput }),
  reply: Clock,
  refuses: ["customer.not_found", "test_clock.not_found", "test_clock.backwards", "exchange_rate.missing"],
});
