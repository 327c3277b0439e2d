import { type Instant, msOf } from "#kernel/time.ts";
import type { Failure } from "#zoho/failure.ts";

/** What follows a trouble with the CRM: the step is tried again after a wait, or the run ends. */
export type Patience = { again: true; waitMs: number } | { again: false };

/** With these waits, and the client's own tries, a CRM that stays away ends a run after about five minutes. */
const mostWaits = 13;
const firstWaitMs = 2000;
const longestWaitMs = 30_000;
/** Zoho refuses tokens for ten minutes at most; a time further off is not believed. */
const longestThrottleMs = 11 * 60_000;

/** Whether the trouble may pass by itself: the far side is away, or something between spoils its answers. */
function mayPass(failure: Failure): boolean {
  if (failure.kind === "unreachable") return failure.cause !== "insecure";
  return failure.kind === "malformed" || failure.kind === "job_failed";
}

/** What to do after a trouble, when `waits` waits in a row have brought no progress. */
export function afterTrouble(failure: Failure, waits: number, now: Instant): Patience {
  if (failure.kind === "rejected" && failure.reason === "throttled") {
    const leftMs = failure.until === undefined ? Number.NaN : msOf(failure.until) - msOf(now);
    return waits === 0 && leftMs <= longestThrottleMs
      ? { again: true, waitMs: Math.max(leftMs, 0) + 1000 }
      : { again: false };
  }
  if (!mayPass(failure) || waits >= mostWaits) return { again: false };
  return { again: true, waitMs: Math.min(longestWaitMs, firstWaitMs * 2 ** waits) };
}
