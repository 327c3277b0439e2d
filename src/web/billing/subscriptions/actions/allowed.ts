import type { SubscriptionView } from "#billing/subscription/subscription.api.ts";
import { move, type SubscriptionEvent } from "#billing/subscription/transitions.ts";

/** What somebody can do with a subscription. */
export type ActionName =
  | "change"
  | "reactivate"
  | "resume"
  | "pause"
  | "postpone"
  | "buy-addon"
  | "charge"
  | "apply-coupon"
  | "remove-coupon"
  | "edit"
  | "contact-persons"
  | "cancel";

/** What each action makes happen; one of them has to be allowed, where there are any. */
const events: Record<ActionName, readonly SubscriptionEvent[]> = {
  change: ["change"],
  reactivate: ["reactivate", "reactivate_in_trial"],
  resume: ["resume"],
  pause: ["pause"],
  // The end of a term is the next one's renewal: it is put off where there is one to come.
  postpone: ["renew"],
  "buy-addon": ["change"],
  charge: ["change"],
  "apply-coupon": ["change"],
  "remove-coupon": ["change"],
  // What is said of it, and who gets its e-mails, can be said of any: what has ended may have receipts to come.
  edit: [],
  "contact-persons": [],
  cancel: ["cancel_at_term_end", "cancel"],
};

/** The actions that a subscription allows as it is now, the most usual first. */
export function allowedActions(subscription: SubscriptionView): ActionName[] {
  const { coupon_id: coupon, coupon_invoices_left: left } = subscription;
  const hasCoupon = coupon !== null && left !== 0;
  return (Object.keys(events) as ActionName[]).filter((name) => {
    if (name === "apply-coupon" && hasCoupon) return false;
    if (name === "remove-coupon" && !hasCoupon) return false;
    return events[name].length === 0 || events[name].some((event) => mayHappen(subscription, event));
  });
}

/** Whether a subscription's status lets an event happen. */
export function mayHappen({ status }: Pick<SubscriptionView, "status">, event: SubscriptionEvent): boolean {
  return move(status, event).ok;
}
