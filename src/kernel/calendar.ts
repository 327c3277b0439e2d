import { Temporal } from "temporal-polyfill";
import { instantFromMs, msOf, type Instant } from "./time.ts";

/** A calendar day as text that sorts: `2026-03-31`. It has no time zone; an instant becomes a day in one. */
export type Day = string;

/**
 * How often something comes round. `dayOfMonth` fixes the day for months and years where it is not the first day's
 * own: begun on 28 February with day 31, it goes on with 31 March.
 */
export type Every = {
  interval: number;
  unit: "day" | "week" | "month" | "year";
  dayOfMonth?: number;
};

/**
 * The k-th date from an anchor, always reckoned from the anchor itself: 31 January, monthly, is 28 February and then
 * 31 March again. With a `dayOfMonth` that the anchor does not fall on, the first date is the next such day, at most
 * a month away, and the others follow at the interval. A `k` below 0 goes back before the anchor.
 */
export function anchored(anchor: Day, every: Every, k: number): Day {
  if (k === 0) return anchor;
  if (every.unit === "day") return plusDays(anchor, every.interval * k);
  if (every.unit === "week") return plusDays(anchor, 7 * every.interval * k);
  const months = every.unit === "year" ? 12 * every.interval : every.interval;
  const { dayOfMonth } = every;
  if (dayOfMonth === undefined) return plusMonths(anchor, months * k);
  const inMonth = onDay(anchor, dayOfMonth, 0);
  if (inMonth === anchor) return onDay(anchor, dayOfMonth, months * k);
  const toFirst = inMonth > anchor ? 0 : 1;
  return onDay(anchor, dayOfMonth, toFirst + months * (k - 1));
}

/** So many days later, or earlier if negative. */
export function plusDays(day: Day, days: number): Day {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Days from one to the other, below 0 where the other is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Temporal.PlainDate.from(from).until(to, { largestUnit: "day" }).days;
}

/** The day that it is at an instant in a time zone (IANA name). */
export function dayAt(instant: Instant, zone: string): Day {
  return Temporal.Instant.from(instant).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The first instant of a day in a time zone; where a change of clocks skips midnight, that is later: 01:00. */
export function startOfDay(day: Day, zone: string): Instant {
  return instantFromMs(Temporal.PlainDate.from(day).toZonedDateTime(zone).epochMilliseconds);
}

/** Whole seconds from one instant to the other; the parts of a span add up to it. */
export function secondsBetween(from: Instant, to: Instant): number {
  return secondOf(to) - secondOf(from);
}

function secondOf(instant: Instant): number {
  return Math.floor(msOf(instant) / 1_000);
}

/** The day that a month has so many months after the anchor's, or its last one where it is shorter. */
function onDay(anchor: Day, dayOfMonth: number, months: number): Day {
  return Temporal.PlainDate.from(anchor)
    .with({ day: 1 })
    .add({ months })
    .with({ day: dayOfMonth })
    .toString();
}

/** So many months later, or the last day of that month where it is shorter. */
function plusMonths(day: Day, months: number): Day {
  return Temporal.PlainDate.from(day).add({ months }).toString();
}
