import { type Instant, msOf } from "#kernel/time.ts";

/** A clock further off than this breaks token times; the sync itself goes by the CRM's clock. */
export const clockSlackMs = 90_000;

/** How far our clock and the CRM's are apart; 0 where the CRM did not say. */
export function clockDifferenceMs(serverTime: Instant | undefined, now: Instant): number {
  return serverTime === undefined ? 0 : Math.abs(msOf(serverTime) - msOf(now));
}
