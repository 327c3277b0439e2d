import { type Instant, msOf } from "#kernel/time.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import type { Side } from "./conflict.ts";

/** When each side gave a field in conflict its value, by its own clock, and which of the two was later. */
type Times = { take: Side; crm_at: Instant; billing_at: Instant };

/** What was found out about a field, for the value that billing had then. */
export type Later = Times & { billing: Value };

/** A field in conflict whose later change counts. */
export type LaterField = Times & { field: string };

/** What the CRM's record of changes tells, as far as it matters here. */
type Entry = { at: Instant; changes: readonly { field: string; new: string | null }[] };

/** How far the CRM's clock is ahead of ours (behind where negative), give or take `boundMs`. */
export type Clocks = { aheadMs: number; boundMs: number };

/** Nobody can say of changes so close together which was meant to be the last word. */
const closeMs = 5000;

/** The CRM tells whole seconds, of its time as well as of its changes. */
const secondMs = 1000;

/**
 * The difference of the clocks by one call: the CRM told its time at some moment between our `asked` and `answered`.
 * `jitterMs` is how far the clocks of the CRM's own machines may be apart.
 */
export function clocksOf(
  serverTime: Instant,
  { asked, answered }: { asked: number; answered: number },
  jitterMs: number,
): Clocks {
  return {
    aheadMs: msOf(serverTime) - (asked + answered) / 2,
    boundMs: Math.max(0, answered - asked) / 2 + secondMs + jitterMs,
  };
}

/** Which side's change is the later one; undefined where they are too close for these clocks to tell. */
export function laterSide(
  crmAt: Instant,
  billingAt: Instant,
  { aheadMs, boundMs }: Clocks,
): Side | undefined {
  const apart = msOf(crmAt) - (msOf(billingAt) + aheadMs);
  if (Math.abs(apart) < closeMs + boundMs) return undefined;
  return apart > 0 ? "crm" : "billing";
}

/**
 * When a record's field got the value that it holds, by the CRM's record of changes (the last first); undefined where
 * that does not tell, or tells of another value, because it lags.
 */
export function crmChangeAt(timeline: readonly Entry[], field: string, holds: unknown): Instant | undefined {
  const entry = timeline.find(({ changes }) => changes.some((one) => one.field === field));
  const to = entry?.changes.find((one) => one.field === field)?.new ?? null;
  return to === textOf(holds) ? entry?.at : undefined;
}

/** The times alone, as a history tells them. */
export function timesOf({ take, crm_at, billing_at }: Later): Times {
  return { take, crm_at, billing_at };
}

function textOf(value: unknown): string | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}
