import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import { advance } from "./advance.commands.ts";
import { billLines, billTerm, inHistory } from "./bill.commands.ts";
import { withoutUnchanged } from "./cancelling-lines.ts";
import { chargeLines, creditLines } from "./change-lines.ts";
import type { Item } from "#billing/catalog/item.ts";
import { findUnitNames } from "#billing/catalog/unit-name.store.ts";
import { couponAfterChange, wordsOf } from "./plan-coupon.commands.ts";
import {
  type Context,
  lineContextOf,
  openSubscription,
  tellOfSubscription,
  termDiscountOf,
} from "./context.commands.ts";
import { type GivenItems, itemsOf } from "./sell.commands.ts";
import { changedItemsWords } from "./changed-items.ts";
import { sellsTheSame } from "./same-items.ts";
import { freeBilledDays, listBilledLines, replaceItems } from "./subscription.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";
import { changed, isOtherInterval, planColumns, type SoldPlan, type Subscription } from "./subscription.ts";

export type GivenChange = GivenItems & { when: "now" | "term_end" };

type Change = {
  subscription: Subscription;
  before: readonly Item[];
  items: Item[];
  plan: SoldPlan & { name: string };
  context: Context;
  coupon: Awaited<ReturnType<typeof couponAfterChange>>;
};

/**
 * Changes what a subscription sells: at the end of its term, or now. Now, what was billed for days to come is given
 * back and those days are charged anew; another interval begins a new term, then as now.
 */
export async function changeSubscription(
  tx: Tx,
  act: Act,
  id: SubscriptionId,
  given: GivenChange,
): Promise<Subscription> {
  const { subscription, items: before, context } = await openSubscription(tx, act, id, "change");
  const sold = new Set(before.map(({ item_id }) => item_id));
  const { plan, items } = await itemsOf(tx, given, subscription.currency_code, sold);
  if (sellsTheSame(before, items)) throw new AppError("subscription.unchanged", { subscription: id });
  const coupon = await couponAfterChange(tx, subscription, plan);
  const change = { subscription, before, items, plan, context, coupon };
  if (given.when === "term_end" && subscription.term_end !== null) return schedule(tx, act, change);
  const next =
    subscription.term_end === null ? await sellOther(tx, change, act) : await changeNow(tx, act, change);
  return advance(tx, act, next, context);
}

/** Before anything was billed, nothing has to be given back. */
async function sellOther(tx: Tx, change: Change, act: Act): Promise<Subscription> {
  const { subscription, items, plan, context, coupon } = change;
  const next = changed(subscription, act.now, { ...planColumns(plan), ...coupon.change });
  await replaceItems(tx, next, items);
  const words = historyWords(change);
  await tell(tx, act, { before: subscription, now: next, context, words });
  return next;
}

async function changeNow(tx: Tx, act: Act, change: Change): Promise<Subscription> {
  const { subscription, before, items, plan, context, coupon } = change;
  const { today, at, organization } = context;
  const { term_start: start, term_end: end } = subscription;
  if (start === null || end === null) throw new Error(`${subscription.id} has no term`);
  const about = {
    ...(await lineContextOf(tx, subscription, items, context)),
    before,
    units: await findUnitNames(tx, [...before, ...items]),
  };
  const left = { basis: organization.proration_basis, zone: organization.time_zone, today, at };
  const credits = creditLines(await listBilledLines(tx, subscription.id, today), left, about);
  const other = { ...subscription, ...planColumns(plan), ...coupon.change };
  const words = historyWords(change);
  await replaceItems(tx, other, items);
  if (isOtherInterval(subscription, plan)) {
    await freeBilledDays(tx, subscription.id, today);
    const place = { anchor: today, number: 0, on: today };
    const { subscription: next, bill } = await billTerm(tx, act, other, {
      items,
      context,
      place,
      extra: credits,
    });
    await tell(tx, act, {
      before: subscription,
      now: next,
      context,
      words,
      bill,
    });
    return next;
  }
  const discount = await termDiscountOf(tx, other);
  const charges = chargeLines(items, { start, end }, left, { ...about, discount });
  const lines = withoutUnchanged([...credits, ...charges]);
  const billing = { subscription: other, context, on: today };
  // An item that costs nothing may come or go: that is no document.
  const bill = lines.length > 0 ? await billLines(tx, act, billing, lines) : undefined;
  const next = changed(other, act.now, {});
  await tell(tx, act, {
    before: subscription,
    now: next,
    context,
    words,
    bill,
  });
  return next;
}

/** What the history says of a change: to what, and what ends with it. */
function historyWords({ subscription, before, items, coupon }: Change): (string | undefined)[] {
  const other = subscription.scheduled_items?.[0]?.name;
  return [
    changedItemsWords(before, items),
    coupon.words,
    other && `the change to ${other} at the end of the term is dropped`,
  ];
}

async function schedule(tx: Tx, act: Act, change: Change): Promise<Subscription> {
  const { subscription, items, plan, context } = change;
  const next = changed(subscription, act.now, { scheduled_items: items, scheduled_plan_id: plan.id });
  await tellOfSubscription(tx, act, {
    before: subscription,
    now: next,
    event: "scheduled",
    on_day: context.today,
    note: wordsOf(...historyWords(change)),
  });
  return advance(tx, act, next, context);
}

/** Takes back a change that waits for the end of the term. */
export async function unscheduleChange(tx: Tx, act: Act, id: SubscriptionId): Promise<Subscription> {
  const { subscription, context } = await openSubscription(tx, act, id, "change");
  if (subscription.scheduled_items === null)
    throw new AppError("subscription.nothing_scheduled", {
      subscription: id,
      message: `No change of ${subscription.number} is scheduled`,
    });
  const next = changed(subscription, act.now, { scheduled_items: null, scheduled_plan_id: null });
  await tellOfSubscription(tx, act, {
    before: subscription,
    now: next,
    event: "unscheduled",
    on_day: context.today,
  });
  return advance(tx, act, next, context);
}

async function tell(
  tx: Tx,
  act: Act,
  {
    before,
    now,
    context,
    words,
    bill,
  }: {
    before: Subscription;
    now: Subscription;
    context: Context;
    words: (string | undefined)[];
    bill?: CustomerDocument | undefined;
  },
): Promise<void> {
  const { invoice_id = null, note: credit } = bill ? inHistory(bill) : {};
  const on_day = context.today;
  const note = wordsOf(...words, credit);
  await tellOfSubscription(tx, act, { before, now, event: "change", on_day, invoice_id, note });
}
