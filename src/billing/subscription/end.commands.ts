import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { advance, begin, resume } from "./advance.commands.ts";
import { openSubscription, tellOfSubscription } from "./context.commands.ts";
import { listBilledLines } from "./subscription.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";
import { after, changed, type Subscription } from "./subscription.ts";

/** Cancels a subscription: for the end of its term (or trial), or at once. */
export async function cancelSubscription(
  tx: Tx,
  act: Act,
  id: SubscriptionId,
  { at_term_end: isAtEnd, reason = null }: { at_term_end: boolean; reason?: string | null | undefined },
): Promise<Subscription> {
  const event = isAtEnd ? "cancel_at_term_end" : "cancel";
  const { subscription, context } = await openSubscription(tx, act, id, event);
  const next = after(subscription, event, act.now, {
    cancel_reason: reason,
    cancelled_at: isAtEnd ? null : context.at,
    scheduled_items: null,
    scheduled_plan_id: null,
    resumes_on: null,
  });
  await tellOfSubscription(tx, act, {
    before: subscription,
    now: next,
    event,
    on_day: context.today,
    note: reason,
  });
  return advance(tx, act, next, context);
}

/**
 * Takes a subscription up again: where its term or trial goes on, with that, and so where it was cancelled at once in a
 * term that is billed; else with a new term from today.
 */
export async function reactivateSubscription(tx: Tx, act: Act, id: SubscriptionId): Promise<Subscription> {
  const { subscription, context } = await openSubscription(tx, act, id, "reactivate");
  const { today } = context;
  const { term_end: end, trial_ends_at: trial } = subscription;
  const clear = { cancel_reason: null, cancelled_at: null };
  const isNonRenewing = subscription.status === "non_renewing";
  const goesOn = isNonRenewing ? (end ?? trial ?? today) > today : await isBilled(tx, subscription, today);
  if (goesOn) {
    const event = end === null ? "reactivate_in_trial" : "reactivate";
    const next = after(subscription, event, act.now, { ...clear, ...undunned });
    await tellOfSubscription(tx, act, { before: subscription, now: next, event, on_day: today });
    return advance(tx, act, next, context);
  }
  // A life of its own begins: its cycles are counted anew.
  const fresh = changed(subscription, act.now, { ...clear, ...undunned, cycles: 0 });
  const next = await begin(tx, act, fresh, {
    event: "reactivate",
    place: { anchor: today, number: 0, on: today },
    context,
  });
  return advance(tx, act, next, context);
}

/** Whether a term that is billed, here or where it comes from, goes on after a day. */
async function isBilled(
  tx: Tx,
  { id, billed_elsewhere_until: until }: Subscription,
  day: string,
): Promise<boolean> {
  if (until !== null && until > day) return true;
  return (await listBilledLines(tx, id, day)).some(({ charge_kind: kind }) => kind === "term");
}

const undunned = { dunning_invoice_id: null, dunning_attempts: 0, dunning_since: null };

/** Pauses a subscription, until a day or until somebody resumes it: nothing is billed meanwhile. */
export async function pauseSubscription(
  tx: Tx,
  act: Act,
  id: SubscriptionId,
  resumesOn: string | null,
): Promise<Subscription> {
  const { subscription, context } = await openSubscription(tx, act, id, "pause");
  const { today } = context;
  if (resumesOn !== null && resumesOn <= today) throw notAfter("resumes_on", today, "which is today");
  const next = after(subscription, "pause", act.now, { resumes_on: resumesOn });
  await tellOfSubscription(tx, act, {
    before: subscription,
    now: next,
    event: "pause",
    on_day: today,
    note: resumesOn,
  });
  return advance(tx, act, next, context);
}

/** Resumes a paused subscription. */
export async function resumeSubscription(tx: Tx, act: Act, id: SubscriptionId): Promise<Subscription> {
  const { subscription, context } = await openSubscription(tx, act, id, "resume");
  return advance(tx, act, await resume(tx, act, subscription, context.today, context), context);
}

/** Lets the present term last until a later day; the terms after it are counted from there. */
export async function postponeRenewal(
  tx: Tx,
  act: Act,
  id: SubscriptionId,
  day: string,
): Promise<Subscription> {
  const { subscription, context } = await openSubscription(tx, act, id, "renew");
  const { term_end: end } = subscription;
  if (end === null || day <= end)
    throw notAfter("renewal", end ?? context.today, "when the present term ends");
  const next = changed(subscription, act.now, { term_end: day, anchor: day, term_number: -1 });
  await tellOfSubscription(tx, act, {
    before: subscription,
    now: next,
    event: "postponed",
    on_day: context.today,
    note: day,
  });
  return advance(tx, act, next, context);
}

/** The refusal of a day that is not after another, named at its field. */
function notAfter(path: string, after: string, why: string): AppError {
  const problem = `must be after ${after}, ${why}`;
  return new AppError("subscription.date_invalid", {
    after,
    message: `The day ${problem}`,
    fields: [{ path, problem }],
  });
}
