import { anchored, type Day, daysBetween, type Every, startOfDay } from "#kernel/calendar.ts";
import type { Instant } from "#kernel/time.ts";

/** When the terms of a subscription begin: counted from the anchor, in a time zone (IANA name). */
export type TermSchedule = { anchor: Day; every: Every; zone: string };

/** One term, half-open: `end` is the first day of the next. `number` counts from 0. */
export type Term = { number: number; start: Day; end: Day; starts_at: Instant; ends_at: Instant };

/** The term of a number, the first one being 0. */
export function termOf({ anchor, every, zone }: TermSchedule, number: number): Term {
  const start = anchored(anchor, every, number);
  const end = anchored(anchor, every, number + 1);
  return { number, start, end, starts_at: startOfDay(start, zone), ends_at: startOfDay(end, zone) };
}

/**
 * The term after another. It begins at the instant at which that one ended, even if the schedule's time zone has
 * changed meanwhile and its day begins at another one: no second is billed twice or left out.
 */
export function termAfter(previous: Term, schedule: TermSchedule): Term {
  return { ...termOf(schedule, previous.number + 1), start: previous.end, starts_at: previous.ends_at };
}

/** The term that a day is in; `undefined` before the first. */
export function termOfDay(schedule: TermSchedule, day: Day): Term | undefined {
  const count = countOfTerms(schedule, day);
  return count === 0 ? undefined : termOf(schedule, count - 1);
}

/** How many terms have begun by a day, that day's own included. */
export function countOfTerms({ anchor, every }: TermSchedule, day: Day): number {
  if (day < anchor) return 0;
  // Terms are longer than the average by two days at most, so this is never too many, and short by one or two.
  let count = Math.max(1, Math.floor(daysBetween(anchor, day) / (every.interval * daysOf[every.unit])));
  while (anchored(anchor, every, count) <= day) count += 1;
  return count;
}

/** Days of a unit on average: a year of the Gregorian calendar has 365.2425. */
const daysOf: Record<Every["unit"], number> = { day: 1, week: 7, month: 365.2425 / 12, year: 365.2425 };
