import { type Instant, instantFromMs, msOf } from "#kernel/time.ts";

/** How far the clocks of the CRM's own machines may be apart: zoho.com has many, the embedded CRM takes its database's time. */
export const jitterMs = { embedded: 0, zoho: 1000 };

/**
 * The time before which a record must have been changed last to be written: a whole second before the CRM began to
 * answer the reading. What anybody changes after the reading is then stamped later than this, so that the CRM refuses
 * our update on its `If-Unmodified-Since`, although its stamps have whole seconds only. The CRM tells the time at which
 * it has answered, so the time that the call took is subtracted.
 */
export function quietBefore(serverTime: Instant, tookMs: number, kind: "embedded" | "zoho"): Instant {
  const second = Math.floor((msOf(serverTime) - Math.max(0, tookMs)) / 1000) * 1000;
  return instantFromMs(second - 1000 - jitterMs[kind]);
}

/** How long to wait until what was changed just now is quiet. */
export const quietMs = 2100;
