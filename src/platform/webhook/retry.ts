import { type Instant, msOf, plusMs } from "#kernel/time.ts";

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

/** The pauses between attempts, as the Standard Webhooks specification advises: three days in all. */
const pausesMs = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const;

/** A webhook to which nothing arrives for so long is switched off. */
const givesUpMs = 5 * 24 * hour;

/** When a message is sent again after so many attempts; undefined where it is given up. */
export function nextAttempt(attempts: number, now: Instant): Instant | undefined {
  const pause = pausesMs[attempts - 1];
  return pause === undefined ? undefined : plusMs(now, pause);
}

/** Whether a webhook that fails since then is switched off. */
export function isGivenUp(failingSince: Instant, now: Instant): boolean {
  return msOf(now) - msOf(failingSince) >= givesUpMs;
}
