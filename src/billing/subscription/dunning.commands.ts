import type { InvoiceId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { advance, paid } from "./advance.commands.ts";
import { type ChargeAttempt, settleAttempt } from "./charge-attempt.store.ts";
import { type Context, tellOfSubscription } from "./context.commands.ts";
import { retryDay } from "./dunning.ts";
import { after, changed, type Subscription } from "./subscription.ts";

/** A try that did not bring the money: the subscription is tried again on the days that are set, and then given up. */
export async function collectionFailed(
  tx: Tx,
  act: Act,
  { subscription, attempt, failure, context }: Failing,
): Promise<Subscription> {
  await settleAttempt(tx, act, attempt.id, { failure });
  const next = await failed(tx, act, { subscription, attempt, failure, context });
  return advance(tx, act, next, context);
}

type Failing = { subscription: Subscription; attempt: ChargeAttempt; failure: string; context: Context };

async function failed(tx: Tx, act: Act, failing: Failing): Promise<Subscription> {
  const { subscription, attempt, failure: note } = failing;
  // Somebody's own try does not use up one of those that are set.
  if (attempt.kind === "manual" || !["live", "dunning"].includes(subscription.status)) return subscription;
  const { on_day } = attempt;
  if (subscription.status === "live") {
    const dunned = {
      ...subscription,
      dunning_invoice_id: attempt.invoice_id,
      dunning_attempts: 0,
      dunning_since: on_day,
    };
    const next = after(dunned, "payment_fails", act.now);
    await tellOfSubscription(tx, act, {
      before: subscription,
      now: next,
      event: "payment_fails",
      on_day,
      note,
    });
    return next;
  }
  return retryFailed(tx, act, failing);
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
  const next = after({ ...subscription, dunning_attempts: attempts }, event, act.now);
  await tellOfSubscription(tx, act, { before: subscription, now: next, event, on_day, note });
  return next;
}

/** A try that brought the money, which is recorded as a payment already. */
export async function collectionSucceeded(
  tx: Tx,
  act: Act,
  {
    subscription,
    attempt,
    payment_id,
    context,
  }: Omit<Failing, "failure"> & { payment_id: NonNullable<ChargeAttempt["payment_id"]> },
): Promise<Subscription> {
  await settleAttempt(tx, act, attempt.id, { payment_id });
  const isOwed = (invoice: InvoiceId) => subscription.dunning_invoice_id === invoice;
  const next = isOwed(attempt.invoice_id) ? await paid(tx, act, subscription, attempt.on_day) : subscription;
  return advance(tx, act, next, context);
}
