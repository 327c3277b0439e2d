import { type Instant, msOf, plusMs } from "#kernel/time.ts";

/** An answer that has not come by then never will: longer than a request waits. */
const lostAfterMs = 60_000;

/** Stripe forgets a key after a day. Before that it may be asked again under the same key, and does it once. */
const keyLastsMs = 23 * 3_600_000;

/** What was asked before this moment without an answer is asked about again. */
export function lostBefore(now: Instant): Instant {
  return plusMs(now, -lostAfterMs);
}

/** Whether a key that was written down then is sure to be remembered still. */
export function keyLasts(since: Instant, now: Instant): boolean {
  return msOf(now) - msOf(since) < keyLastsMs;
}
