import { anchored, type Day, type Every } from "#kernel/calendar.ts";
import { countOfTerms } from "./term.ts";

/** What another product says of the terms of a subscription: of the present one, that it billed, the end is known. */
export type KnownDays = {
  starts_at: Day;
  trial_ends_at: Day | null;
  term_start: Day | null;
  /** The first day of the next term. */
  term_end: Day;
};

/** The present term, and from where the next ones are counted. `cycles` is how many there were; null where days do not tell. */
export type MovedTerm = {
  anchor: Day;
  term_number: number;
  term_start: Day;
  term_end: Day;
  cycles: number | null;
};

/**
 * The term that another product billed last. The next terms are counted from the day that the present one can be counted
 * from: the end of the trial, the first day, or the term's own; so one of 31 January goes on from 28 February to 31 March.
 * Where none of them fits, the next term's first day is what is counted from.
 */
export function movedTerm(days: KnownDays, every: Every): MovedTerm {
  const { starts_at, trial_ends_at, term_start, term_end } = days;
  for (const anchor of [trial_ends_at, starts_at, term_start]) {
    const count = anchor === null ? 0 : termsUntil(anchor, term_end, every);
    if (anchor === null || count === 0) continue;
    const start = term_start ?? anchored(anchor, every, count - 1);
    const cycles = anchor === term_start && anchor !== starts_at && anchor !== trial_ends_at ? null : count;
    return { anchor, term_number: count - 1, term_start: start, term_end, cycles };
  }
  const start = term_start ?? later(anchored(term_end, every, -1), starts_at);
  return { anchor: term_end, term_number: -1, term_start: start, term_end, cycles: null };
}

/** How many whole terms lie between two days; 0 where none does, or the last one ends on another day. */
function termsUntil(anchor: Day, end: Day, every: Every): number {
  const count = countOfTerms({ anchor, every, zone: "UTC" }, end) - 1;
  return count > 0 && anchored(anchor, every, count) === end ? count : 0;
}

function later(one: Day, other: Day): Day {
  return one > other ? one : other;
}
