import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { ChargeAttempt } from "#billing/collection/charge-attempt.store.ts";
import { tellOfFailedCharge } from "#billing/email/tell-customer.commands.ts";
import { type Context, tellOfSubscription } from "./context.commands.ts";
import { retryDay } from "./dunning.ts";
import { after, changed, type Subscription } from "./subscription.ts";

export type Failing = {
  subscription: Subscription;
  attempt: ChargeAttempt;
  /** Why, in words for whoever looks after it. */
  failure: string;
  context: Context;
};

/** A try that did not bring the money: the subscription is tried again on the days that are set, and then given up. */
export async function failCollection(tx: Tx, act: Act, failing: Failing): Promise<Subscription> {
  const { subscription, attempt } = failing;
  if (subscription.status === "live" || subscription.status === "dunning")
    await tellOfFailedCharge(tx, act, { ...attempt, customer_id: subscription.customer_id });
  if (subscription.status === "live") return beginDunning(tx, act, failing);
  return subscription.status === "dunning" ? retryFailed(tx, act, failing) : subscription;
}

async function beginDunning(
  tx: Tx,
  act: Act,
  { subscription, attempt: { invoice_id, on_day }, failure: note }: Failing,
): Promise<Subscription> {
  const owing = {
    ...subscription,
    dunning_invoice_id: invoice_id,
    dunning_attempts: 0,
    dunning_since: on_day,
  };
  const next = after(owing, "payment_fails", act.now);
  await tellOfSubscription(tx, act, {
    before: subscription,
    now: next,
    event: "payment_fails",
    on_day,
    note,
  });
  return next;
}

async function retryFailed(
  tx: Tx,
  act: Act,
  { subscription, attempt: { on_day }, failure: note, context }: Failing,
): Promise<Subscription> {
  const { dunning_gaps: gaps, dunning_ends_in: end } = context.organization;
  const attempts = subscription.dunning_attempts + 1;
  const since = subscription.dunning_since ?? on_day;
  if (retryDay(since, gaps, attempts) !== undefined) {
    const next = changed(subscription, act.now, { dunning_attempts: attempts });
    await tellOfSubscription(tx, act, {
      before: subscription,
      now: next,
      event: "retry_fails",
      on_day,
      note,
    });
    return next;
  }
  const event = end === "cancelled" ? "retries_end_cancelled" : "retries_end_unpaid";
  const next = after(subscription, event, act.now, {
    dunning_attempts: attempts,
    ...(end === "cancelled" ? { cancelled_at: context.at } : {}),
  });
  await tellOfSubscription(tx, act, { before: subscription, now: next, event, on_day, note });
  return next;
}

/** What was owed is paid: the subscription is live again. */
export async function recovered(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  on: string,
): Promise<Subscription> {
  const clear = { ...subscription, dunning_invoice_id: null, dunning_attempts: 0, dunning_since: null };
  const next = after(clear, "payment_succeeds", act.now);
  await tellOfSubscription(tx, act, {
    before: subscription,
    now: next,
    event: "payment_succeeds",
    on_day: on,
  });
  return next;
}
