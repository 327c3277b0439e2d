import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { idParam } from "#billing/id-param.ts";
import { chargeInput, dayInput } from "#billing/document/amount.api.ts";
import { coupons, itemsInput, preview, selling, sold } from "./sale.api.ts";
import { SubscriptionOutcome, SubscriptionRef } from "./subscription.api.ts";

const tag = "Subscriptions";

const words = (most: number) =>
  z.string().trim().max(most, `Use at most ${most} characters`).nullable().optional();

const acting = [
  "subscription.not_found",
  "subscription.not_in_this_status",
  "subscription.too_many_invoices",
  "request.took_too_long",
  "exchange_rate.missing",
] as const;

export const changeSubscription = endpoint({
  method: "POST",
  path: "/subscriptions/{subscription}/actions/change",
  summary: "Change plan, quantities or addons, now with proration or at the end of the term",
  tag,
  access: "write",
  params: SubscriptionRef,
  body: z.strictObject({ ...preview, ...itemsInput, when: z.enum(["now", "term_end"]).default("now") }),
  reply: SubscriptionOutcome,
  refuses: [...acting, ...selling, "subscription.unchanged", "subscription.billed_elsewhere"],
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
    amount: chargeInput,
    /** The tax that comes on top: the plan's where not given, none where null. */
    tax_id: idParam("tax").nullable().optional(),
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
