import { startOfDay } from "#kernel/calendar.ts";
import { AppError } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import { few } from "#kernel/text.ts";
import { isConnectionLoss, type Tx } from "#platform/db/db.ts";
import { inSavepoint } from "#platform/db/savepoint.ts";
import type { Act } from "#billing/act.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { findAccount } from "#billing/gateway/gateway.store.ts";
import { findDefaultMethod } from "#billing/payment-method/payment-method.store.ts";
import { advance, refuseFlood } from "./advance.commands.ts";
import { type Context, contextOf } from "./context.commands.ts";
import { deleteTestClock, findTestClock, listDueOf, saveTestClock } from "./due.store.ts";
import { findSubscriptionForUpdate, findSubscriptionNumbers } from "./subscription.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";
import type { Subscription } from "./subscription.ts";

/** A subscription that could not be billed, and why. */
type Unbilled = { id: SubscriptionId; number: string; error: unknown };

/** Gives a customer a clock of its own that stands at a day; only one without subscriptions, for what was billed stays. */
export async function startTestClock(tx: Tx, act: Act, customerId: CustomerId, today: string): Promise<void> {
  const { display_name: name } = await getCustomer(tx, customerId);
  const sold = await findSubscriptionNumbers(tx, customerId);
  if (sold.length > 0 && (await findTestClock(tx, customerId)) === undefined) {
    const message = `${name} has ${few(sold)}, by everybody's clock`;
    throw new AppError("test_clock.has_subscriptions", { customer: customerId, message });
  }
  await moveClock(tx, act, customerId, today);
}

/**
 * Moves a customer's own clock forward: everything due until then happens to its subscriptions in the order of its days,
 * exactly once. One of which money has to be collected first goes on when it is known what came of that. Answers those
 * that could not be billed, for a reason that nobody foresaw: they stay as they were before that day, and the others go on.
 */
export async function advanceTestClock(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  until: string,
): Promise<Unbilled[]> {
  const now = await findTestClock(tx, customerId);
  if (now === undefined) throw new AppError("test_clock.not_found", { customer: customerId });
  if (until < now) throw backwards(now, until);
  await refuseRealMoney(tx, customerId);
  await moveClock(tx, act, customerId, until);
  const waiting = await lockDue(tx, act, customerId, until);
  const unbilled: Unbilled[] = [];
  for (;;) {
    const next = firstOf(waiting, until);
    if (next === undefined) return unbilled;
    const { id, number, due_on } = next.subscription;
    const today = due_on ?? until;
    const at = startOfDay(today, next.context.organization.time_zone);
    const context = { ...next.context, today, at };
    try {
      const subscription = await inSavepoint(tx, () => advance(tx, act, next.subscription, context));
      waiting.set(id, { ...next, subscription });
    } catch (error) {
      if (error instanceof AppError || isConnectionLoss(error)) throw error;
      waiting.delete(id);
      unbilled.push({ id, number, error });
    }
  }
}

type Waiting = { subscription: Subscription; context: Context };

/** A customer's subscriptions to which something is due, locked: waits for whoever changes one at this moment. */
async function lockDue(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  until: string,
): Promise<Map<SubscriptionId, Waiting>> {
  const waiting = new Map<SubscriptionId, Waiting>();
  for (const id of await listDueOf(tx, customerId, until)) {
    const subscription = await findSubscriptionForUpdate(tx, id);
    if (subscription === undefined) throw new Error(`${id} is gone`);
    const context = await contextOf(tx, act, subscription);
    refuseFlood(subscription, context);
    waiting.set(id, { subscription, context });
  }
  return waiting;
}

/** The one to which something is due first, of several on one day the one that was so before. */
function firstOf(waiting: ReadonlyMap<SubscriptionId, Waiting>, until: string): Waiting | undefined {
  let first: Waiting | undefined;
  for (const one of waiting.values())
    if (dueOf(one) <= until && (first === undefined || dueOf(one) < dueOf(first))) first = one;
  return first;
}

function dueOf({ subscription: { due_on } }: Waiting): string {
  return due_on ?? "9999-12-31";
}

/**
 * Takes a customer's own clock away: it lives with everybody from then on. Refuses where its clock is ahead of the day
 * that it is: what was billed for days to come would be billed again.
 */
export async function endTestClock(tx: Tx, act: Act, customerId: CustomerId): Promise<void> {
  const now = await findTestClock(tx, customerId);
  if (now === undefined) throw new AppError("test_clock.not_found", { customer: customerId });
  const { date: today } = await dayOf(tx, act);
  if (now > today) {
    const message = `The customer's clock is at ${now}, and today is ${today}`;
    throw new AppError("test_clock.ahead", { clock: now, today, message });
  }
  await deleteTestClock(tx, customerId);
}

/** Nothing is tried out with somebody's money: a live gateway would charge months of it at once. */
async function refuseRealMoney(tx: Tx, customerId: CustomerId): Promise<void> {
  const method = await findDefaultMethod(tx, customerId);
  if (method === undefined || (await findAccount(tx))?.is_live !== true) return;
  const message = `Moving the clock could charge ${method.label}, and the payment gateway is live`;
  throw new AppError("test_clock.real_money", { customer: customerId, message });
}

function backwards(today: string, wanted: string): AppError {
  const problem = `must not be before ${today}, the day of the clock`;
  return new AppError("test_clock.backwards", {
    ...{ today, wanted, message: `${wanted} is before ${today}, the day of the clock` },
    fields: [{ path: "until", problem }],
  });
}

async function moveClock(tx: Tx, act: Act, customer_id: CustomerId, today: string): Promise<void> {
  await saveTestClock(tx, { organization_id: act.organizationId, customer_id, today, updated_at: act.now });
}
