import type { Instant } from "#kernel/time.ts";
import type { Intent, Tries, Values } from "./decision.ts";
import type { Value } from "./reconcile.ts";

/** All that may have arrived by now, by field: what an update sent, and what tries before it did. */
export function triesOf({ values, earlier = {} }: Intent): Tries {
  const fields = [...new Set([...Object.keys(earlier), ...Object.keys(values)])];
  return Object.fromEntries(
    fields.map((field) => [field, distinct([...(earlier[field] ?? []), ...own(values, field)])]),
  );
}

/** What an update does in the end if all of it arrives, the newest last: one value a field. */
export function lastTried(intent: Intent): Intent {
  const newest = Object.entries(triesOf(intent)).flatMap(([field, tries]) =>
    tries.slice(-1).map((value) => [field, value] as const),
  );
  return { ...intent, values: Object.fromEntries(newest) };
}

/**
 * What of an update may arrive yet, as tries before the next one: its sender may have slept on its way and send only now,
 * and the CRM takes that (If-Unmodified-Since) as long as nobody has changed the record since. Undefined once somebody
 * has: what did not arrive before never will.
 */
export function stillUnheard(intent: Intent | undefined, modifiedTime: Instant): Intent | undefined {
  if (intent?.since !== modifiedTime) return undefined;
  return { values: {}, seen: intent.seen, since: intent.since, earlier: triesOf(intent) };
}

/** An update that is sent while earlier tries may arrive yet: whoever reads the record next knows all of them. */
export function sentAfter(outward: Intent | undefined, unheard: Intent | undefined): Intent | undefined {
  if (!outward || !unheard) return outward ?? unheard;
  return { ...outward, seen: { ...unheard.seen, ...outward.seen }, earlier: unheard.earlier };
}

/** What is left to be known of an update that surely was not done: the tries before it. */
export function withoutOwn(intent: Intent | undefined): Intent | undefined {
  if (!intent?.earlier) return undefined;
  return { values: {}, seen: intent.seen, since: intent.since, earlier: intent.earlier };
}

function own(values: Values, field: string): Value[] {
  const value = values[field];
  return value === undefined ? [] : [value];
}

function distinct(values: readonly Value[]): Value[] {
  return values.filter((value, at) => values.lastIndexOf(value) === at);
}
