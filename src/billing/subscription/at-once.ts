import { anchored, type Day } from "#kernel/calendar.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import { nextStep, scheduleOf, type DunningSettings, type Subscription } from "./subscription.ts";
import { countOfTerms } from "./term.ts";

/** How many years before and after today a subscription may start; a day beyond that was typed wrong. */
const startWithin = { back: 10, ahead: 5 };

/** So many invoices of a subscription may be written at once: they hold up whoever else writes one, for seconds. */
export const mostAtOnce = 120;

/** What is wrong with the day on which a subscription is to start. */
export function startProblem(starts_at: Day, today: Day): FieldProblem | undefined {
  const years = (count: number): Day => anchored(today, { interval: 1, unit: "year" }, count);
  const first = years(-startWithin.back);
  const last = years(startWithin.ahead);
  if (starts_at >= first && starts_at <= last) return undefined;
  return { path: "starts_at", problem: `must be a day from ${first} to ${last}; check the year` };
}

/** How many terms of a subscription begin by a day, if nothing comes between: each is billed. */
export function termsDue(
  subscription: Subscription,
  { dunning_gaps, time_zone }: Pick<DunningSettings, "dunning_gaps"> & { time_zone: string },
  today: Day,
): number {
  const step = nextStep(subscription, { dunning_gaps });
  const first = step?.event === "start_trial" ? subscription.trial_ends_at : step?.on;
  if (step === undefined || first === undefined || first === null || !begins.has(step.event)) return 0;
  const { billing_cycles: most, cycles } = subscription;
  const due = countOfTerms(scheduleOf(subscription, first, time_zone), today);
  return most === -1 ? due : Math.min(due, Math.max(0, most - cycles));
}

/** The steps after which one term follows the other. */
const begins: ReadonlySet<string> = new Set(["start_trial", "start", "trial_ends_paid", "renew", "resume"]);
