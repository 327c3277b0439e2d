import { startOfDay } from "#kernel/calendar.ts";
import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getPlan } from "#billing/catalog/plan.commands.ts";
import { findPendingAttempt, updateAttempt } from "#billing/collection/charge-attempt.store.ts";
import { collectLater } from "#billing/collection/collect.commands.ts";
import { chargeable } from "#billing/gateway/stripe-amount.ts";
import { getInvoice } from "#billing/invoice/invoice.commands.ts";
import { mostAtOnce, termsDue } from "./at-once.ts";
import { billTerm, inHistory, type TermPlace } from "./bill.commands.ts";
import { type Context, tellOfSubscription } from "./context.commands.ts";
import { failCollection, recovered } from "./dunning.commands.ts";
import { couponAfterChange, wordsOf } from "./plan-coupon.commands.ts";
import { listItems, replaceItems, updateSubscription } from "./subscription.store.ts";
import {
  after,
  changed,
  isOtherInterval,
  nextStep,
  planColumns,
  scheduled,
  type Step,
  type Subscription,
} from "./subscription.ts";
import { move, type SubscriptionEvent } from "./transitions.ts";

/**
 * Does what is due to a subscription by a day, each thing on its own day and in order, and writes it. It stops where
 * money is to be collected first: what comes of that decides how it goes on. Where somebody waits for it, it refuses
 * before it writes more than may be written at once.
 */
export async function advance(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  given: Context,
): Promise<Subscription> {
  if (given.is_waited_for === true) refuseFlood(subscription, given);
  let current = subscription;
  let context = given;
  for (;;) {
    const attempt = context.is_free ? undefined : await findPendingAttempt(tx, current.id);
    // One with something to collect from may be asked for at this moment: what comes of that is told, not guessed.
    if (attempt !== undefined && attempt.method_reference === null) {
      const failure = "No card or account to collect from is known";
      const settled = { failure, failure_code: "no_method", settled_at: act.now };
      await updateAttempt(tx, attempt.id, { status: "failed", ...settled });
      current = await failCollection(tx, act, { subscription: current, attempt, failure, context });
      context = anew(context);
      continue;
    }
    if (attempt !== undefined) {
      current = { ...changed(current, act.now, {}), due_on: null };
      break;
    }
    const step = nextStep(current, context.organization);
    if (step === undefined || step.on > context.today) {
      current = scheduled(changed(current, act.now, {}), context.organization);
      break;
    }
    current = await carryOut(tx, act, current, step, context);
    const mayCollect = current.auto_collect || step.event === "retry";
    context = { ...anew(context), is_free: context.is_free === true && !mayCollect };
  }
  await updateSubscription(tx, current);
  return current;
}

/** Refuses more invoices than may be written at once while somebody waits. */
export function refuseFlood(
  subscription: Subscription,
  { organization, today }: Pick<Context, "organization" | "today">,
): void {
  const invoices = termsDue(subscription, organization, today);
  if (invoices <= mostAtOnce) return;
  throw new AppError("subscription.too_many_invoices", {
    invoices,
    most: mostAtOnce,
    message: `${invoices} invoices would be written at once; ${mostAtOnce} are the most`,
  });
}

/** A context after something was done: what is sold, and what it brought, is to be looked up anew. */
function anew({ items: _items, mrr: _mrr, ...context }: Context): Context {
  return context;
}

async function carryOut(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  { event, on }: Step,
  context: Context,
): Promise<Subscription> {
  if (event === "retry") return retry(tx, act, subscription, on);
  if (event === "trial_ends_paid" && subscription.auto_collect && !context.customer_can_pay)
    return became(tx, act, subscription, { event: "trial_ends_unpaid", on });
  if (event === "start" || event === "trial_ends_paid")
    return begin(tx, act, subscription, { event, place: { anchor: on, number: 0, on }, context });
  if (event === "renew") return renew(tx, act, subscription, on, context);
  if (event === "resume") return resume(tx, act, subscription, on, context);
  // It ended with its term, however late that is found.
  const cancelled_at = startOfDay(on, context.organization.time_zone);
  const ended = event === "term_ends" ? { ...subscription, cancelled_at } : subscription;
  return became(tx, act, ended, { event, on });
}

async function became(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  { event, on }: { event: SubscriptionEvent; on: string },
): Promise<Subscription> {
  const next = after(subscription, event, act.now);
  await tellOfSubscription(tx, act, { before: subscription, now: next, event, on_day: on });
  return next;
}

/** Makes a subscription live with a term that begins: bills it and tells of it. */
export async function begin(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  {
    event,
    place,
    context,
    words,
  }: { event: SubscriptionEvent; place: TermPlace; context: Context; words?: string | undefined },
): Promise<Subscription> {
  const status = decided(move(subscription.status, event));
  const items = context.items ?? (await listItems(tx, subscription.id));
  const live = { ...subscription, status, resumes_on: null };
  const { subscription: next, bill } = await billTerm(tx, act, live, { items, context, place });
  await tellOfSubscription(tx, act, {
    before: subscription,
    now: next,
    event,
    on_day: place.on,
    items,
    ...(context.mrr !== undefined && { mrr: context.mrr }),
    ...inHistory(bill),
    note: wordsOf(words, inHistory(bill).note),
  });
  return next;
}

/** The next term, with what was changed for it. */
async function renew(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  on: string,
  context: Context,
): Promise<Subscription> {
  const { anchor, term_number: number } = subscription;
  if (anchor === null || number === null) throw new Error(`${subscription.id} renews before its first term`);
  const next = { anchor, number: number + 1, on };
  const taken = await takeScheduled(tx, act, subscription);
  if (taken === undefined) return begin(tx, act, subscription, { event: "renew", place: next, context });
  const { changedOver, words } = taken;
  const place = isOtherInterval(subscription, changedOver) ? { anchor: on, number: 0, on } : next;
  return begin(tx, act, changedOver, { event: "renew", place, context: anew(context), words });
}

/** What sells from now on what was scheduled; undefined where nothing was. */
async function takeScheduled(
  tx: Tx,
  act: Act,
  subscription: Subscription,
): Promise<{ changedOver: Subscription; words: string | undefined } | undefined> {
  const { scheduled_items: items, scheduled_plan_id: plan_id } = subscription;
  if (items === null || plan_id === null) return undefined;
  await replaceItems(tx, subscription, items);
  const plan = await getPlan(tx, plan_id);
  const sold = { id: plan.id, name: items[0]?.name ?? "" };
  const { change, words } = await couponAfterChange(tx, subscription, sold);
  return { changedOver: changed(subscription, act.now, { ...planColumns(plan), ...change }), words };
}

/** Within the term that was paused it goes on with that; after it, a new one begins on the day. */
export async function resume(
  tx: Tx,
  act: Act,
  subscription: Subscription,
  on: string,
  context: Context,
): Promise<Subscription> {
  if (subscription.term_end !== null && on < subscription.term_end)
    return became(tx, act, { ...subscription, resumes_on: null }, { event: "resume", on });
  return begin(tx, act, subscription, { event: "resume", place: { anchor: on, number: 0, on }, context });
}

/** Puts down that an unpaid renewal is to be collected once more; if it was paid meanwhile, there is nothing to collect. */
async function retry(tx: Tx, act: Act, subscription: Subscription, on: string): Promise<Subscription> {
  const { dunning_invoice_id: id } = subscription;
  if (id === null) throw new Error(`${subscription.id} is in dunning without an invoice`);
  // Not locked: who pays it locks it before the subscription, and would wait for us while we wait for him.
  const { document: invoice } = await getInvoice(tx, id);
  if (chargeable(invoice.balance, invoice.currency_code) === 0n) return recovered(tx, act, subscription, on);
  await collectLater(tx, act, { invoice, subscriptionId: subscription.id, kind: "retry", on });
  return subscription;
}
