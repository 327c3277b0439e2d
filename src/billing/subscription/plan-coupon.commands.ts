import type { Tx } from "#platform/db/db.ts";
import { findCoupon } from "#billing/catalog/coupon.store.ts";
import { type Coupon, isForPlan } from "#billing/catalog/coupon.ts";
import type { Subscription } from "./subscription.ts";

type OtherPlan = { id: string; name: string };

/** A subscription without its coupon, whose present term is not billed less it either. */
const without = { coupon_id: null, coupon_invoices_left: null, term_coupon_id: null } as const;

/**
 * What a change to another plan makes of a subscription's coupon: one that is not for that plan ends with the change, and
 * `words` say so in the history; any other goes on.
 */
export async function couponAfterChange(
  tx: Tx,
  subscription: Subscription,
  plan: OtherPlan,
): Promise<{ change: Partial<Subscription>; words: string | undefined }> {
  const ended = await couponEndedBy(tx, subscription, plan.id);
  if (ended === undefined) return { change: {}, words: undefined };
  // One that was taken away, or that nothing is left of, ended before: it says nothing any more.
  const isTold = subscription.coupon_id !== null && subscription.coupon_invoices_left !== 0;
  return { change: without, words: isTold ? endWords(ended, plan) : undefined };
}

/** The day on which its coupon ends because of the change that waits for it; null where none does. */
export async function couponEndsOn(tx: Tx, subscription: Subscription): Promise<string | null> {
  const { scheduled_plan_id: plan, coupon_id, coupon_invoices_left: left, term_end } = subscription;
  if (plan === null || coupon_id === null || left === 0) return null;
  return (await couponEndedBy(tx, subscription, plan)) === undefined ? null : term_end;
}

async function couponEndedBy(
  tx: Tx,
  { coupon_id, term_coupon_id, plan_id }: Subscription,
  plan: string,
): Promise<Coupon | undefined> {
  const applied = coupon_id ?? term_coupon_id;
  // Of the plan that it is applied to already it goes on, whatever became of it in the catalog.
  if (applied === null || plan === plan_id) return undefined;
  const coupon = await findCoupon(tx, applied);
  return coupon === undefined || isForPlan(coupon, plan) ? undefined : coupon;
}

function endWords({ coupon_code: code }: Coupon, { name }: OtherPlan): string {
  return `coupon ${code} ends with that: it is not for ${name}`;
}

/** Words of the history, one after the other; null where nobody says any. */
export function wordsOf(...words: readonly (string | undefined)[]): string | null {
  return words.filter((one) => one !== undefined).join("; ") || null;
}
