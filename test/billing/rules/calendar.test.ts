import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  countOfTerms,
  type Term,
  termAfter,
  termOf,
  termOfDay,
  type TermSchedule,
} from "#billing/subscription/term.ts";
import {
  anchored,
  dayAt,
  daysBetween,
  type Every,
  plusDays,
  secondsBetween,
  startOfDay,
} from "#kernel/calendar.ts";

const monthly: Every = { interval: 1, unit: "month" };
const quarterly: Every = { interval: 3, unit: "month" };
const yearly: Every = { interval: 1, unit: "year" };
/** Offsets on both sides of UTC, changes of clock at midnight, by half an hour, and on the southern calendar. */
const zones = [
  "America/New_York",
  "Europe/Berlin",
  "America/Santiago",
  "Australia/Lord_Howe",
  "Pacific/Kiritimati",
];

const anyDay = fc.integer({ min: 0, max: 40_000 }).map((days) => plusDays("2000-01-01", days));
const anyEvery: fc.Arbitrary<Every> = fc
  .record({
    interval: fc.integer({ min: 1, max: 24 }),
    unit: fc.constantFrom("day" as const, "week" as const, "month" as const, "year" as const),
    dayOfMonth: fc.option(fc.integer({ min: 1, max: 31 }), { nil: undefined }),
  })
  .map(({ dayOfMonth, ...every }) => ({ ...every, ...(dayOfMonth !== undefined && { dayOfMonth }) }));
const anySchedule: fc.Arbitrary<TermSchedule> = fc.record({
  anchor: anyDay,
  every: anyEvery,
  zone: fc.constantFrom(...zones),
});

describe("dates from an anchor", () => {
  test.each<[string, Every, string]>([
    ["2025-01-31", monthly, "2025-02-28 2025-03-31 2025-04-30 2025-05-31 2025-06-30 2025-07-31"],
    ["2024-01-31", monthly, "2024-02-29 2024-03-31 2024-04-30"],
    ["2025-01-30", monthly, "2025-02-28 2025-03-30 2025-04-30"],
    ["2025-02-28", monthly, "2025-03-28 2025-04-28 2025-05-28"],
    ["2025-08-31", { interval: 6, unit: "month" }, "2026-02-28 2026-08-31 2027-02-28"],
    ["2024-11-30", quarterly, "2025-02-28 2025-05-30 2025-08-30 2025-11-30"],
    ["2024-12-31", { interval: 2, unit: "month" }, "2025-02-28 2025-04-30 2025-06-30 2025-08-31 2025-10-31"],
    ["2024-02-29", yearly, "2025-02-28 2026-02-28 2027-02-28 2028-02-29"],
    ["2025-03-28", { interval: 2, unit: "week" }, "2025-04-11 2025-04-25"],
    ["2025-02-27", { interval: 2, unit: "day" }, "2025-03-01 2025-03-03"],
  ])("given %s and %o, then it comes round on %s", (anchor, every, dates) => {
    expect(anchored(anchor, every, 0)).toBe(anchor);
    for (const [at, date] of dates.split(" ").entries()) expect(anchored(anchor, every, at + 1)).toBe(date);
  });

  test.each<[string, Every, string]>([
    ["2025-02-28", { ...monthly, dayOfMonth: 31 }, "2025-03-31 2025-04-30 2025-05-31"],
    ["2012-04-30", { ...monthly, dayOfMonth: 31 }, "2012-05-31 2012-06-30"],
    ["2012-02-16", { ...monthly, dayOfMonth: 30 }, "2012-02-29 2012-03-30"],
    ["2012-01-31", { ...monthly, dayOfMonth: 30 }, "2012-02-29 2012-03-30"],
    ["2025-01-15", { ...monthly, dayOfMonth: 1 }, "2025-02-01 2025-03-01"],
    ["2025-01-15", { ...quarterly, dayOfMonth: 1 }, "2025-02-01 2025-05-01 2025-08-01"],
    ["2023-02-28", { ...yearly, dayOfMonth: 29 }, "2024-02-29 2025-02-28"],
  ])("given %s and %o, then the day of the month is the one that is set: %s", (anchor, every, dates) => {
    expect(anchored(anchor, every, 0)).toBe(anchor);
    for (const [at, date] of dates.split(" ").entries()) expect(anchored(anchor, every, at + 1)).toBe(date);
  });

  test("given any anchor, dates only go forward, and days between them are counted", () => {
    fc.assert(
      fc.property(anySchedule, fc.integer({ min: -30, max: 60 }), ({ anchor, every }, k) => {
        const [from, to] = [anchored(anchor, every, k), anchored(anchor, every, k + 1)];
        expect(from < to).toBe(true);
        expect(plusDays(from, daysBetween(from, to))).toBe(to);
        expect(daysBetween(to, from)).toBe(-daysBetween(from, to));
      }),
    );
  });
});

describe("days in a time zone", () => {
  test.each([
    ["Europe/Berlin", "2025-03-30", 23],
    ["Europe/Berlin", "2025-10-26", 25],
    ["America/New_York", "2025-03-09", 23],
    ["Australia/Lord_Howe", "2025-04-06", 24.5],
    ["America/Santiago", "2025-09-07", 23],
    ["Europe/Berlin", "2025-06-01", 24],
  ])("given %s, %s has %s hours", (zone, day, hours) => {
    const seconds = secondsBetween(startOfDay(day, zone), startOfDay(plusDays(day, 1), zone));
    expect(seconds).toBe(hours * 3_600);
  });

  test.each([
    // Midnight is skipped there on these days.
    ["America/Santiago", "2025-09-07", "2025-09-07T04:00:00.000Z"],
    ["Africa/Cairo", "2025-04-25", "2025-04-24T22:00:00.000Z"],
    ["America/New_York", "2024-03-01", "2024-03-01T05:00:00.000Z"],
    ["UTC", "2024-03-01", "2024-03-01T00:00:00.000Z"],
  ])("given %s, %s begins at %s", (zone, day, instant) => {
    expect(startOfDay(day, zone)).toBe(instant);
    expect(dayAt(instant, zone)).toBe(day);
    expect(dayAt(new Date(Date.parse(instant) - 1).toISOString(), zone)).toBe(plusDays(day, -1));
  });

  test("given half past two of the night that has it twice, both are of one day and an hour apart", () => {
    const [first, second] = ["2025-10-26T00:30:00.000Z", "2025-10-26T01:30:00.000Z"];
    expect([dayAt(first, "Europe/Berlin"), dayAt(second, "Europe/Berlin")]).toEqual([
      "2025-10-26",
      "2025-10-26",
    ]);
    expect(secondsBetween(first, second)).toBe(3_600);
  });

  test("given a sign-up late in the evening of 31 January in New York, it renews on 28 February there", () => {
    const signedUp = "2025-02-01T04:30:00.000Z";
    expect(anchored(dayAt(signedUp, "America/New_York"), monthly, 1)).toBe("2025-02-28");
    expect(anchored(dayAt(signedUp, "UTC"), monthly, 1)).toBe("2025-03-01");
  });

  test("given March 2025 in Berlin, it has 743 hours", () => {
    const { starts_at, ends_at } = termOf({ anchor: "2025-03-01", every: monthly, zone: "Europe/Berlin" }, 0);
    expect(secondsBetween(starts_at, ends_at)).toBe(743 * 3_600);
  });

  test("given parts of seconds, the seconds of the parts are those of the whole", () => {
    const [a, b, c] = ["2025-01-01T00:00:00.900Z", "2025-01-01T00:00:01.100Z", "2025-01-01T00:00:09.000Z"];
    expect(secondsBetween(a, b) + secondsBetween(b, c)).toBe(secondsBetween(a, c));
  });
});

describe("terms", () => {
  const schedule: TermSchedule = { anchor: "2017-01-31", every: monthly, zone: "Europe/Berlin" };

  test("given a term, then it begins where its first day does and ends where the next begins", () => {
    expect(termOf({ ...schedule, anchor: "2025-01-31" }, 1)).toEqual({
      number: 1,
      start: "2025-02-28",
      end: "2025-03-31",
      starts_at: "2025-02-27T23:00:00.000Z",
      ends_at: "2025-03-30T22:00:00.000Z",
    });
  });

  test.each([
    ["2017-01-30", 0],
    ["2017-01-31", 1],
    ["2017-02-27", 1],
    ["2017-02-28", 2],
    ["2017-03-30", 2],
    ["2017-03-31", 3],
    ["2117-01-31", 1201],
  ])("given monthly terms from 31 January 2017, by %s there are %s", (day, count) => {
    expect(countOfTerms(schedule, day)).toBe(count);
    expect(termOfDay(schedule, day)?.number).toBe(count === 0 ? undefined : count - 1);
  });

  test("given terms of January 2024, each is the one the calendar shows", () => {
    const terms = [0, 1, 2].map((number) => termOf({ ...schedule, anchor: "2024-01-31" }, number));
    expect(terms.map(({ start, end }) => [start, plusDays(end, -1)])).toEqual([
      ["2024-01-31", "2024-02-28"],
      ["2024-02-29", "2024-03-30"],
      ["2024-03-31", "2024-04-29"],
    ]);
  });

  test("given a change of time zone in a term, the next begins where it ended, and later ones by the new zone", () => {
    const before = termOf({ ...schedule, anchor: "2025-01-31" }, 0);
    const moved = { ...schedule, anchor: "2025-01-31", zone: "America/New_York" };
    const next = termAfter(before, moved);
    expect(next).toMatchObject({ number: 1, start: before.end, starts_at: before.ends_at });
    expect(next.ends_at).toBe("2025-03-31T04:00:00.000Z");
    expect(termAfter(next, moved)).toEqual(termOf(moved, 2));
  });

  test("given any schedule and day, the day is in its term", () => {
    fc.assert(
      fc.property(anySchedule, fc.integer({ min: 0, max: 20_000 }), (schedule, days) => {
        const day = plusDays(schedule.anchor, days);
        const term = termOfDay(schedule, day);
        expect(term && term.start <= day && day < term.end).toBe(true);
      }),
    );
  });
});

describe("periods tile", () => {
  const schedules = zones.flatMap((zone) =>
    ["2024-01", "2025-01"].flatMap((month) =>
      [28, 29, 30, 31].flatMap((day) =>
        [monthly, quarterly, yearly].map((every) => ({ anchor: `${month}-${day}`, every, zone })),
      ),
    ),
  );

  function termsOf(schedule: TermSchedule, months: number): Term[] {
    const until = anchored(schedule.anchor, monthly, months);
    const count = countOfTerms(schedule, plusDays(until, -1));
    return Array.from({ length: count }, (_, number) => termOf(schedule, number));
  }

  test.each(schedules)(
    "given 36 months from $anchor, $every, in $zone, then nothing is twice or left out",
    (schedule) => {
      const terms = termsOf(schedule, 36);
      const months = schedule.every.unit === "year" ? 12 : schedule.every.interval;
      expect(terms).toHaveLength(36 / months);
      for (const [at, term] of terms.entries()) {
        const next = terms[at + 1] ?? termOf(schedule, terms.length);
        expect([term.end, term.ends_at]).toEqual([next.start, next.starts_at]);
        expect(dayAt(term.starts_at, schedule.zone)).toBe(term.start);
        expect(termAfter(term, schedule)).toEqual(next);
      }
      const [first, last] = [terms[0], terms.at(-1)];
      const until = anchored(schedule.anchor, monthly, 36);
      expect([first?.start, last?.end]).toEqual([schedule.anchor, until]);
      const seconds = terms.map((term) => secondsBetween(term.starts_at, term.ends_at));
      expect(seconds.reduce((sum, one) => sum + one)).toBe(
        secondsBetween(startOfDay(schedule.anchor, schedule.zone), startOfDay(until, schedule.zone)),
      );
      // Each day of the three years is in exactly one term.
      const days = Array.from({ length: daysBetween(schedule.anchor, until) }, (_, at) =>
        plusDays(schedule.anchor, at),
      );
      const isOnce = (day: string): boolean =>
        terms.filter(({ start, end }) => start <= day && day < end).length === 1;
      expect(days.filter((day) => !isOnce(day))).toEqual([]);
    },
  );
});
