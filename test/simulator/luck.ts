import { createRng, type Rng } from "./rng.ts";

/** What goes wrong, from a source of its own: one draw a question, so that leaving a fault out moves no other. */
export type Luck = {
  /** Which of these befalls, by their probabilities; mostly none. */
  among<Name extends string>(given: readonly (readonly [Name, number])[]): Name | undefined;
};

/** The luck of a story. */
export function createLuck(seed: number): Luck {
  const rng = createRng(seed ^ 0x5bd1e995);
  return {
    among(given) {
      // Each has a place of its own among the draws, whatever the others' probabilities are.
      const draw = rng.next() * given.length;
      const at = Math.floor(draw);
      const one = given[at];
      return one && draw - at < one[1] * given.length ? one[0] : undefined;
    },
  };
}

/** Chance that each act of a person begins anew, so that leaving one out moves no other. */
export function createActs(seed: number): Rng & { begin(act: number): void } {
  let present = createRng(seed);
  return {
    begin(act) {
      present = createRng(Math.imul(seed, 0x9e3779b1) ^ Math.imul(act + 1, 0x85ebca77));
    },
    next: () => present.next(),
    below: (n) => present.below(n),
    between: (from, to) => present.between(from, to),
    chance: (probability) => present.chance(probability),
    pick: (items) => present.pick(items),
  };
}
