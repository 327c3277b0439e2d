import { type Day, plusDays } from "#kernel/calendar.ts";

/**
 * The day of a retry, counted from 0, after a renewal that could not be collected; undefined after the last one. A
 * renewal of 1 June with gaps of 5, 5 and 3 days is tried again on the 6th, the 11th and the 14th.
 */
export function retryDay(since: Day, gaps: readonly number[], attempt: number): Day | undefined {
  if (attempt >= gaps.length) return undefined;
  const days = gaps.slice(0, attempt + 1).reduce((sum, gap) => sum + gap, 0);
  return plusDays(since, days);
}
