import { type Instant, msOf } from "#kernel/time.ts";
import type { Verdict } from "./answer.ts";
import type { Failure } from "./failure.ts";

/** Tries of one call so far. `busySince` is when the CRM first answered 429 without a success since. */
export type Tries = { failed: number; busy: number; busySince: Instant | undefined };

export type Step = { again: true; waitMs: number; tries: Tries } | { again: false };

/** What follows a try that gave no value: stop with a failure, try at once with another token, or wait and try. */
export type Next =
  | { step: "stop"; failure: Failure }
  | { step: "renew" }
  | { step: "wait"; waitMs: number; tries: Tries };

/** How often a read is sent in all before an outage is reported. */
const maxTries = 5;
const baseMs = 500;
const capMs = 30_000;
/** 429 means too many calls at once or no credits left, which nothing tells apart; ten minutes do. */
const busyLimitMs = 10 * 60_000;

export const firstTry: Tries = { failed: 0, busy: 0, busySince: undefined };

/** Decides what follows. `hasRenewed`: the token was already replaced once in this call; `chance` in [0, 1). */
export function nextAfter(
  verdict: Exclude<Verdict, { kind: "answer" }>,
  now: { tries: Tries; hasRenewed: boolean; at: Instant; chance: number },
): Next {
  switch (verdict.kind) {
    case "failed":
      return { step: "stop", failure: verdict.failure };
    case "token_refused":
      if (!now.hasRenewed) return { step: "renew" };
      return { step: "stop", failure: { kind: "rejected", reason: "revoked", detail: verdict.detail } };
    case "again": {
      const step = afterLoss(now.tries, now.chance);
      return step.again
        ? { step: "wait", waitMs: step.waitMs, tries: step.tries }
        : { step: "stop", failure: verdict.failure };
    }
    default: {
      const { creditsLeft, askedMs } = verdict;
      const step =
        creditsLeft === 0 ? ({ again: false } as const) : afterBusy(now.tries, now.at, now.chance, askedMs);
      if (step.again) return { step: "wait", waitMs: step.waitMs, tries: step.tries };
      return {
        step: "stop",
        failure: { kind: "rate_limited", ...(creditsLeft === undefined ? {} : { creditsLeft }) },
      };
    }
  }
}

/** After a lost or failed read: exponential back-off with full jitter (`chance` in [0, 1)), five tries in all. */
export function afterLoss(tries: Tries, chance: number): Step {
  const failed = tries.failed + 1;
  if (failed >= maxTries) return { again: false };
  return { again: true, waitMs: jitter(tries.failed, chance), tries: { ...tries, failed } };
}

/**
 * After 429: back off, for ten minutes in all. Half of each wait is certain: a full jitter could strike the
 * busy server again at once. `askedMs` is its Retry-After, which Zoho does not document but others send.
 */
export function afterBusy(tries: Tries, now: Instant, chance: number, askedMs: number | undefined): Step {
  const busySince = tries.busySince ?? now;
  const spentMs = msOf(now) - msOf(busySince);
  const cap = Math.min(capMs, baseMs * 2 ** tries.busy);
  const waitMs = Math.max(Math.ceil(cap / 2 + (cap / 2) * chance), askedMs ?? 0);
  if (spentMs + waitMs > busyLimitMs) return { again: false };
  return { again: true, waitMs, tries: { ...tries, busy: tries.busy + 1, busySince } };
}

/** Wait before poll number `poll` (from 0) of a bulk job: 1 s, doubling, at most 30 s, half of it by chance. */
export function pollWaitMs(poll: number, chance: number): number {
  const cap = Math.min(capMs, 1000 * 2 ** poll);
  return Math.ceil(cap / 2 + (cap / 2) * chance);
}

function jitter(failed: number, chance: number): number {
  return Math.floor(Math.min(capMs, baseMs * 2 ** failed) * chance);
}
