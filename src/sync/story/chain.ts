import type { Instant } from "#kernel/time.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import { isSame } from "./line.ts";

/** Something that gave a field a value, at some time from `at` to `until`; null while that goes on. */
type Step = { from: Value; to: Value; at: Instant; until: Instant | null };

/** Between two steps, or after the newest: the field changed, and nothing on record did it. */
export type Gap = { gap: true; from: Value; to: Value };

/**
 * Steps in the order in which they happened, the newest first; `now` is the field's value. A run tells only when it
 * began and ended, and somebody may have changed the field meanwhile: then the values say which came first, because
 * each step begins with what the one before it left. Where they do not meet, a gap says so.
 */
export function inChain<One extends Step>(steps: readonly One[], now: Value): (One | Gap)[] {
  const left = [...steps];
  const chain: (One | Gap)[] = [];
  let expected = now;
  while (left.length > 0) {
    const newest = newestOf(left, expected);
    left.splice(left.indexOf(newest), 1);
    if (!isSame(newest.to, expected)) chain.push({ gap: true, from: newest.to, to: expected });
    chain.push(newest);
    expected = newest.from;
  }
  return chain;
}

export function isGap(one: object): one is Gap {
  return "gap" in one;
}

/** Of those that may be the newest, the one that left what is expected; else the one that ended last. */
function newestOf<One extends Step>(steps: readonly One[], expected: Value): One {
  const latestStart = steps.map(({ at }) => at).reduce((a, b) => (a > b ? a : b));
  const possible = steps.filter((one) => endOf(one) >= latestStart);
  const fitting = possible.filter((one) => isSame(one.to, expected));
  return (fitting.length > 0 ? fitting : possible).reduce((a, b) => (endOf(b) > endOf(a) ? b : a));
}

/** When it was over at the latest; what goes on is after all that is on record. */
export function endOf({ until }: Pick<Step, "until">): Instant {
  return until ?? "9999";
}
