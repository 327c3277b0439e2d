import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { movedTerm } from "#billing/subscription/moved-term.ts";
import { termOf } from "#billing/subscription/term.ts";
import { anchored, type Every, plusDays } from "#kernel/calendar.ts";

const monthly: Every = { interval: 1, unit: "month" };

describe("B14 the term that another product billed last", () => {
  test.each([
    // first day, end of the trial, begin and end of the term: counted from, number, begin, terms so far
    ["2025-01-31", null, null, "2025-02-28", ["2025-01-31", 0, "2025-01-31", 1]],
    ["2025-01-31", null, "2025-02-28", "2025-03-31", ["2025-01-31", 1, "2025-02-28", 2]],
    ["2025-01-10", "2025-01-24", null, "2025-03-24", ["2025-01-24", 1, "2025-02-24", 2]],
    ["2025-01-10", null, "2025-05-05", "2025-06-05", ["2025-05-05", 0, "2025-05-05", null]],
    ["2025-01-10", null, null, "2025-06-05", ["2025-06-05", -1, "2025-05-05", null]],
    ["2025-05-20", null, null, "2025-06-05", ["2025-06-05", -1, "2025-05-20", null]],
    ["2025-01-10", null, "2025-05-12", "2025-06-05", ["2025-06-05", -1, "2025-05-12", null]],
  ] as const)(
    "given one of %s, trial until %s, term from %s to %s, then it is found",
    (starts_at, trial_ends_at, term_start, term_end, expected) => {
      const term = movedTerm({ starts_at, trial_ends_at, term_start, term_end }, monthly);
      expect([term.anchor, term.term_number, term.term_start, term.cycles]).toEqual(expected);
    },
  );

  test("given any days, then the next term begins where the billed one ends, and terms that were counted from the first day go on so", () => {
    const every = fc.record({
      interval: fc.integer({ min: 1, max: 12 }),
      unit: fc.constantFrom("week" as const, "month" as const, "year" as const),
    });
    const days = fc.record({
      first: fc.integer({ min: 0, max: 1500 }),
      terms: fc.integer({ min: 1, max: 40 }),
      off: fc.constantFrom(0, 0, 1, 5),
    });
    fc.assert(
      fc.property(every, days, ({ interval, unit }, { first, terms, off }) => {
        const starts_at = plusDays("2020-01-01", first);
        const term_end = plusDays(anchored(starts_at, { interval, unit }, terms), off);
        const known = { starts_at, trial_ends_at: null, term_start: null, term_end };
        const term = movedTerm(known, { interval, unit });
        const schedule = { anchor: term.anchor, every: { interval, unit }, zone: "UTC" };
        expect(termOf(schedule, term.term_number + 1).start).toBe(term_end);
        expect(term.term_start < term_end && term.term_start >= starts_at).toBe(true);
        if (off > 0) return;
        expect(term).toMatchObject({ anchor: starts_at, cycles: terms });
        expect(termOf(schedule, term.term_number + 2).start).toBe(
          anchored(starts_at, { interval, unit }, terms + 1),
        );
      }),
    );
  });
});
