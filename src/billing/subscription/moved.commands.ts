import { startOfDay } from "#kernel/calendar.ts";
import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import { numberFor } from "#billing/document/number-series.commands.ts";
import type { Item } from "#billing/catalog/item.ts";
import { type Context, tellOfSubscription } from "./context.commands.ts";
import { noteMrr } from "./mrr.commands.ts";
import { type HistoryOfMoved, historyOfMoved } from "./moved-history.ts";
import { billsAfter, insertSubscription } from "./subscription.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";
import { blankSubscription, scheduled, type Subscription } from "./subscription.ts";

/** A subscription as another product left it, with the number that it had there. */
export type MovedSubscription = Omit<
  Subscription,
  keyof typeof blankSubscription | "organization_id" | "id" | "currency_code" | "created_at" | "updated_at"
> &
  Partial<Subscription> & {
    /** The day on which it ended, of one that did. */
    ended_on: string | null;
  };

/**
 * Takes a subscription over from another product, in the status that it had there. Nothing is billed and nobody is told:
 * what happens next happens on its day. What it brings counts from its first day, at the prices that it has now.
 */
export async function takeOver(
  tx: Tx,
  act: Act,
  { ended_on, ...moved }: MovedSubscription,
  { items, context }: { items: readonly Item[]; context: Context },
): Promise<Subscription> {
  const { customer, organization } = context;
  const subscription = scheduled(
    {
      ...blankSubscription,
      ...moved,
      organization_id: act.organizationId,
      id: act.ids("sub"),
      number: await numberFor(tx, act, "subscription", moved.number),
      currency_code: customer.currency_code,
      cancelled_at: ended_on === null ? null : startOfDay(ended_on, organization.time_zone),
      created_at: act.now,
      updated_at: act.now,
    },
    organization,
  );
  await insertSubscription(tx, subscription, items);
  const history = historyOfMoved(subscription, { ended_on, today: context.today });
  await tellOfPast(tx, act, subscription, items, history);
  const note = `${subscription.number}: ${items[0]?.name ?? ""} (${subscription.id})`;
  await tellOfCustomer(tx, act, { customerId: customer.id, kind: "subscription_created", note });
  return subscription;
}

async function tellOfPast(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  items: readonly Item[],
  history: readonly HistoryOfMoved[],
): Promise<void> {
  let before: Subscription | null = null;
  for (const { event, on_day, status, brings } of history) {
    const now: Subscription = { ...subscription, status };
    await tellOfSubscription(tx, act, { before, now, event, on_day, items, note: "moved in" });
    // That it was created says nothing of what it brings; that it was live does.
    if (brings)
      await noteMrr(
        tx,
        act,
        { ...now, term_start: now.term_start ?? on_day },
        { event: "start", on_day, items },
      );
    before = now;
  }
}

/** Refuses to take back a subscription that was billed here: that stays in the books. */
export async function refuseBilled(tx: Tx, id: SubscriptionId): Promise<void> {
  const { length: count } = await billsAfter(tx, id, "");
  if (count === 0) return;
  throw new AppError("move_in.in_use", {
    message: count === 1 ? "It was billed since" : `It was billed ${count} times since`,
    remedy: "Cancel it on its page: what was billed stays in the books.",
  });
}
