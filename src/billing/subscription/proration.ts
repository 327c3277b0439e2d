import { anchored, type Day, dayAt, daysBetween, secondsBetween, startOfDay } from "#kernel/calendar.ts";
import { ratio, roundHalfUp } from "#kernel/ratio.ts";
import type { Instant } from "#kernel/time.ts";
import { type Term, termOf, type TermSchedule } from "./term.ts";

/** What time is counted in: a setting, kept on each prorated line. */
export type ProrationBasis = "day" | "second";

/** A part of a term, as it is counted; a line keeps both numbers, so that its amount can be reckoned again. */
export type Share = { part: bigint; whole: bigint };

/** The share's amount in minor units, rounded half away from zero. */
export function prorate({ amount, part, whole }: Share & { amount: bigint }): bigint {
  return roundHalfUp(ratio(amount * part, whole));
}

/**
 * What is left of a term at an instant. By the day, the day on which something happens is left in full.
 * `zone` is the organization's.
 */
export function unusedShare(
  basis: ProrationBasis,
  term: Omit<Term, "number">,
  at: Instant,
  zone: string,
): Share {
  if (basis === "day")
    return shareOf(daysBetween(dayAt(at, zone), term.end), daysBetween(term.start, term.end));
  return shareOf(secondsBetween(at, term.ends_at), secondsBetween(term.starts_at, term.ends_at));
}

/**
 * What the first term is of a full one: less where the schedule's day of the month cuts it short (begun on
 * 15 February, billed on the first of the month: 14 of 28 days). The full one ends on the same day.
 */
export function firstShare(basis: ProrationBasis, schedule: TermSchedule): Share {
  const term = termOf(schedule, 0);
  const start = fullStart(schedule);
  if (basis === "day") return shareOf(daysBetween(term.start, term.end), daysBetween(start, term.end));
  const begun = startOfDay(start, schedule.zone);
  return shareOf(secondsBetween(term.starts_at, term.ends_at), secondsBetween(begun, term.ends_at));
}

/** The lines of a change: what is given back of the old price and asked of the new one, in minor units. */
export type ChangeLines = Share & { credit: bigint; charge: bigint; net: bigint };

/** A change of price for the rest of a term: `before` and `after` are prices of the whole term, in minor units. */
export function changeLines(before: bigint, after: bigint, share: Share): ChangeLines {
  const credit = -prorate({ ...share, amount: before });
  const charge = prorate({ ...share, amount: after });
  return { ...share, credit, charge, net: credit + charge };
}

/** Never less than nothing and never more than all, whenever it happens. */
function shareOf(part: number, whole: number): Share {
  return { part: BigInt(Math.min(Math.max(part, 0), whole)), whole: BigInt(whole) };
}

/** Where the full term begins that ends when the first one does. */
function fullStart({ anchor, every }: TermSchedule): Day {
  return every.dayOfMonth === undefined ? anchor : anchored(anchored(anchor, every, 1), every, -1);
}
