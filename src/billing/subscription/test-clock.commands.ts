import { AppError } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import { isConnectionLoss, type Tx } from "#platform/db/db.ts";
import { inSavepoint } from "#platform/db/savepoint.ts";
import type { Act } from "#billing/act.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { advance } from "./advance.commands.ts";
import { contextOf } from "./context.commands.ts";
import { deleteTestClock, findTestClock, listDueOf, saveTestClock } from "./due.store.ts";
import { findSubscriptionForUpdate, hasSubscriptions } from "./subscription.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";

/** A subscription that could not be billed, and why. */
type Unbilled = { id: SubscriptionId; number: string; error: unknown };

/** Gives a customer a clock of its own that stands at a day; only one without subscriptions, for what was billed stays. */
export async function startTestClock(tx: Tx, act: Act, customerId: CustomerId, today: string): Promise<void> {
  await getCustomer(tx, customerId);
  if ((await findTestClock(tx, customerId)) === undefined && (await hasSubscriptions(tx, customerId)))
    throw new AppError("test_clock.has_subscriptions", { customer: customerId });
  await moveClock(tx, act, customerId, today);
}

/**
 * Moves a customer's own clock forward: everything due until then happens to each of its subscriptions in order, each
 * on its day, exactly once. One of which money has to be collected first goes on when it is known what came of that.
 * Answers those that could not be billed, for a reason that nobody foresaw: they stay as they were, and the others go on.
 */
export async function advanceTestClock(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  until: string,
): Promise<Unbilled[]> {
  const now = await findTestClock(tx, customerId);
  if (now === undefined) throw new AppError("test_clock.not_found", { customer: customerId });
  if (until < now) throw new AppError("test_clock.backwards", { today: now, wanted: until });
  await moveClock(tx, act, customerId, until);
  const unbilled: Unbilled[] = [];
  for (const id of await listDueOf(tx, customerId, until)) {
    // Waits for whoever changes it at this moment.
    const subscription = await findSubscriptionForUpdate(tx, id);
    if (subscription === undefined) throw new Error(`${id} is gone`);
    try {
      const context = { ...(await contextOf(tx, act, subscription)), is_waited_for: true as const };
      await inSavepoint(tx, () => advance(tx, act, subscription, context));
    } catch (error) {
      if (error instanceof AppError || isConnectionLoss(error)) throw error;
      unbilled.push({ id, number: subscription.number, error });
    }
  }
  return unbilled;
}

/**
 * Takes a customer's own clock away: it lives with everybody from then on. Refuses where its clock is ahead of the day
 * that it is: what was billed for days to come would be billed again.
 */
export async function endTestClock(tx: Tx, act: Act, customerId: CustomerId): Promise<void> {
  const now = await findTestClock(tx, customerId);
  if (now === undefined) throw new AppError("test_clock.not_found", { customer: customerId });
  const { date: today } = await dayOf(tx, act);
  if (now > today) throw new AppError("test_clock.ahead", { clock: now, today });
  await deleteTestClock(tx, customerId);
}

async function moveClock(tx: Tx, act: Act, customer_id: CustomerId, today: string): Promise<void> {
  await saveTestClock(tx, { organization_id: act.organizationId, customer_id, today, updated_at: act.now });
}
