import type { Selectable } from "kysely";
import type { Day, Every } from "#kernel/calendar.ts";
import { decided } from "#kernel/decided.ts";
import type { Instant } from "#kernel/time.ts";
import { retryDay } from "./dunning.ts";
import type { SubscriptionRow } from "./subscription.table.ts";
import type { TermSchedule } from "./term.ts";
import { move, type SubscriptionEvent } from "./transitions.ts";

/** A subscription as it is stored. */
export type Subscription = Selectable<SubscriptionRow>;

/** What of a subscription is not so yet when it is new. */
export const blankSubscription = {
  custom_fields: {},
  anchor: null,
  term_number: null,
  term_start: null,
  term_end: null,
  cycles: 0,
  billed_elsewhere_until: null,
  due_on: null,
  resumes_on: null,
  coupon_id: null,
  coupon_invoices_left: null,
  term_coupon_id: null,
  dunning_invoice_id: null,
  dunning_attempts: 0,
  dunning_since: null,
  scheduled_items: null,
  scheduled_plan_id: null,
  estimate_id: null,
  cancelled_at: null,
  cancel_reason: null,
  version: 1,
} as const;

/** A subscription with the names of whom and what it is about. */
export type NamedSubscription = Subscription & {
  customer_name: string;
  plan_name: string;
  estimate_number: string | null;
};

/** What the organization decides for all subscriptions. */
export type DunningSettings = { dunning_gaps: number[]; dunning_ends_in: "cancelled" | "unpaid" };

/** Something that happens by itself, and on which day. A retry changes the status only once it is known how it went. */
export type Step = {
  on: Day;
  event: SubscriptionEvent | "retry";
};

/** The next thing that happens to a subscription by itself; undefined where nothing does. */
export function nextStep(
  subscription: Subscription,
  { dunning_gaps }: Pick<DunningSettings, "dunning_gaps">,
): Step | undefined {
  const { status, starts_at, trial_ends_at: trial, term_end: end } = subscription;
  switch (status) {
    case "future":
      return { on: starts_at, event: trial !== null && trial > starts_at ? "start_trial" : "start" };
    case "trial":
      return trial === null ? undefined : { on: trial, event: "trial_ends_paid" };
    case "live":
      if (end === null) return undefined;
      return { on: end, event: isLastTerm(subscription) ? "last_term_ends" : "renew" };
    case "non_renewing": {
      const on = end ?? trial;
      return on === null ? undefined : { on, event: "term_ends" };
    }
    case "paused":
      return subscription.resumes_on === null ? undefined : { on: subscription.resumes_on, event: "resume" };
    case "dunning": {
      const on = retryDay(
        subscription.dunning_since ?? starts_at,
        dunning_gaps,
        subscription.dunning_attempts,
      );
      return on === undefined ? undefined : { on, event: "retry" };
    }
    default:
      return undefined;
  }
}

function isLastTerm({ billing_cycles: most, cycles }: Subscription): boolean {
  return most !== -1 && cycles >= most;
}

/** Whether what is sold in one is billed at another interval than in the other, so that its terms are counted anew. */
export function isOtherInterval(one: Interval, other: Interval): boolean {
  return one.interval !== other.interval || one.interval_unit !== other.interval_unit;
}

type Interval = Pick<Subscription, "interval" | "interval_unit">;

/** A plan, as far as it decides how a subscription to it is billed. */
export type SoldPlan = Interval & { id: Subscription["plan_id"] };

/** What a subscription takes over from a plan that is sold from now on; nothing waits for the end of the term then. */
export function planColumns({ id, interval, interval_unit }: SoldPlan) {
  return { plan_id: id, interval, interval_unit, scheduled_items: null, scheduled_plan_id: null };
}

/** A subscription after an event, with what changed by it; refuses where its status does not allow that. */
export function after(
  subscription: Subscription,
  event: SubscriptionEvent,
  now: Instant,
  change: Partial<Subscription> = {},
): Subscription {
  const status = decided(move(subscription.status, event));
  return changed({ ...subscription, status }, now, change);
}

/** A subscription with another version of it. */
export function changed(
  subscription: Subscription,
  now: Instant,
  change: Partial<Subscription>,
): Subscription {
  return { ...subscription, ...change, version: subscription.version + 1, updated_at: now };
}

/** A subscription with the day on which something happens to it next. */
export function scheduled(
  subscription: Subscription,
  settings: Pick<DunningSettings, "dunning_gaps">,
): Subscription {
  return { ...subscription, due_on: nextStep(subscription, settings)?.on ?? null };
}

const units = { weeks: "week", months: "month", years: "year" } as const;

/** How often terms come round. */
export function everyOf({
  interval,
  interval_unit: unit,
}: Pick<Subscription, "interval" | "interval_unit">): Every {
  return { interval, unit: units[unit] };
}

/** The terms of a subscription counted from an anchor. */
export function scheduleOf(
  subscription: Pick<Subscription, "interval" | "interval_unit">,
  anchor: Day,
  zone: string,
): TermSchedule {
  return { anchor, every: everyOf(subscription), zone };
}
