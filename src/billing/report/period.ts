import { type Day, plusDays } from "#kernel/calendar.ts";

/** A calendar month, `2026-03`, with its first day and the last one that is looked at. */
export type Month = { month: string; start: Day; end: Day };

/** The months from that of one day to that of another; the last one only until that day. */
export function monthsBetween(from: Day, to: Day): Month[] {
  const months: Month[] = [];
  for (let start = firstOfMonth(from); start <= to;) {
    const next = firstOfMonth(plusDays(start, 31));
    const last = plusDays(next, -1);
    months.push({ month: start.slice(0, 7), start, end: last < to ? last : to });
    start = next;
  }
  return months;
}

/** The first day of the month of a day. */
export function firstOfMonth(day: Day): Day {
  return `${day.slice(0, 7)}-01`;
}

/** The first day of the month so many months before the month of a day. */
export function monthsBefore(day: Day, count: number): Day {
  const months = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 - count;
  const year = String(Math.floor(months / 12)).padStart(4, "0");
  return `${year}-${String((months % 12) + 1).padStart(2, "0")}-01`;
}
