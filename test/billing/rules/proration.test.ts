import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type LineInput, type Totals, totalsOf } from "#billing/document/totals.ts";
import {
  changeLines,
  firstShare,
  prorate,
  type ProrationBasis,
  type Share,
  unusedShare,
} from "#billing/subscription/proration.ts";
import { type Term, termOf, type TermSchedule } from "#billing/subscription/term.ts";
import { type Every, startOfDay } from "#kernel/calendar.ts";
import { amountText } from "#kernel/money.ts";
import { compare, decimalOf, minus, plus, ratio, type Ratio } from "#kernel/ratio.ts";
import { plusMs } from "#kernel/time.ts";

const month: Every = { interval: 1, unit: "month" };
const quarter: Every = { interval: 3, unit: "month" };
const year: Every = { interval: 1, unit: "year" };
const week: Every = { interval: 1, unit: "week" };

const scheduleOf = (anchor: string, every: Every, zone = "UTC"): TermSchedule => ({ anchor, every, zone });

/** What is left of the first term on a day, counted in days. */
function leftOn(day: string, anchor: string, every: Every): Share {
  return unusedShare("day", termOf(scheduleOf(anchor, every), 0), startOfDay(day, "UTC"), "UTC");
}

/** What has been used by a day: the rest of it. */
function usedBy(day: string, anchor: string, every: Every): Share {
  const { part, whole } = leftOn(day, anchor, every);
  return { part: whole - part, whole };
}

/** What lies between two days of a term. */
function between(from: string, to: string, anchor: string, every: Every): Share {
  const { part, whole } = leftOn(from, anchor, every);
  return { part: part - leftOn(to, anchor, every).part, whole };
}

describe("shares of a term", () => {
  test.each<[string, bigint, Share, Share, bigint]>([
    [
      "backdated, 15 February to 1 March 2025",
      1000n,
      firstShare("day", scheduleOf("2025-02-15", { ...month, dayOfMonth: 1 })),
      { part: 14n, whole: 28n },
      500n,
    ],
    [
      "backdated, 15 January to 1 February",
      1000n,
      firstShare("day", scheduleOf("2025-01-15", { ...month, dayOfMonth: 1 })),
      { part: 17n, whole: 31n },
      548n,
    ],
    [
      "1 to 15 February of a leap year",
      2900n,
      usedBy("2024-02-15", "2024-02-01", month),
      { part: 14n, whole: 29n },
      1400n,
    ],
    [
      "1 to 15 February of another year",
      2900n,
      usedBy("2025-02-15", "2025-02-01", month),
      { part: 14n, whole: 28n },
      1450n,
    ],
    [
      "20 May to 20 June of a quarter",
      91000n,
      between("2025-05-20", "2025-06-21", "2025-04-15", quarter),
      { part: 32n, whole: 91n },
      32000n,
    ],
    [
      "a leap year left on 1 March",
      36500n,
      leftOn("2024-03-01", "2024-01-01", year),
      { part: 306n, whole: 366n },
      30516n,
    ],
    [
      "another year left on 1 March",
      36500n,
      leftOn("2025-03-01", "2025-01-01", year),
      { part: 306n, whole: 365n },
      30600n,
    ],
    ["half a month", 3000n, leftOn("2025-04-25", "2025-04-10", month), { part: 15n, whole: 30n }, 1500n],
    ["six of seven days", 2999n, leftOn("2025-04-02", "2025-04-01", week), { part: 6n, whole: 7n }, 2571n],
    ["1000 JPY", 1000n, leftOn("2025-01-17", "2025-01-01", month), { part: 15n, whole: 31n }, 484n],
    ["12.345 KWD", 12345n, leftOn("2025-01-15", "2025-01-01", month), { part: 17n, whole: 31n }, 6770n],
    ["a third of 10.000 KWD", 10000n, { part: 1n, whole: 3n }, { part: 1n, whole: 3n }, 3333n],
  ])(
    "given %s of %s, then the numbers are kept and the amount is exact",
    (_, amount, share, kept, expected) => {
      expect(share).toEqual(kept);
      expect(prorate({ amount, ...share })).toBe(expected);
      expect(prorate({ amount: -amount, ...share })).toBe(-expected);
    },
  );

  test.each<[string, Share, string]>([
    ["1 to 14 February 2011", usedBy("2011-02-14", "2011-02-01", month), "0.464285714"],
    ["22 of the 30 days of a fixed month", { part: 22n, whole: 30n }, "0.733333333"],
  ])("given %s, then the share to nine places is as others reckon it", (_, { part, whole }, expected) => {
    expect(decimalOf(ratio(part, whole), 9)).toBe(expected);
  });

  test("given a first term that nothing cuts short, it is all of a full one", () => {
    for (const every of [month, quarter, year, week, { ...month, dayOfMonth: 31 }])
      for (const basis of ["day", "second"] as const) {
        const { part, whole } = firstShare(basis, scheduleOf("2025-01-31", every, "Europe/Berlin"));
        expect(part).toBe(whole);
      }
  });

  test("given a month with a change of clocks, seconds and days differ as they must", () => {
    const zone = "Europe/Berlin";
    const march = termOf(scheduleOf("2025-03-01", month, zone), 0);
    const noon = "2025-03-30T10:00:00.000Z";
    const bySecond = unusedShare("second", march, noon, zone);
    const byDay = unusedShare("day", march, noon, zone);
    expect(bySecond).toEqual({ part: 36n * 3600n, whole: 743n * 3600n });
    expect(byDay).toEqual({ part: 2n, whole: 31n });
    expect([bySecond, byDay].map((share) => prorate({ amount: 3100n, ...share }))).toEqual([150n, 200n]);
  });

  test("given a first term by the second, the hour that the clocks skip is not asked for", () => {
    const zone = "Europe/Berlin";
    const share = firstShare("second", scheduleOf("2025-03-16", { ...month, dayOfMonth: 1 }, zone));
    expect(share).toEqual({ part: (16n * 24n - 1n) * 3600n, whole: 743n * 3600n });
  });

  test("given an instant outside the term, all of it is left, or nothing", () => {
    const term = termOf(scheduleOf("2025-03-01", month), 0);
    for (const basis of ["day", "second"] as const) {
      const { part, whole } = unusedShare(basis, term, "2025-02-01T00:00:00.000Z", "UTC");
      expect(part).toBe(whole);
      expect(unusedShare(basis, term, "2025-04-01T00:00:00.000Z", "UTC").part).toBe(0n);
      expect(unusedShare(basis, term, "2025-06-01T00:00:00.000Z", "UTC").part).toBe(0n);
    }
  });
});

describe("lines of a change", () => {
  test("given 10 to 20 half-way, 5 is given back and 10 asked for", () => {
    expect(changeLines(1000n, 2000n, leftOn("2025-04-16", "2025-04-01", month))).toEqual({
      part: 15n,
      whole: 30n,
      credit: -500n,
      charge: 1000n,
      net: 500n,
    });
  });

  /** What is given back with its tax, by the day, as a credit note has it. */
  function creditNote(amount: bigint, percentage: string, share: Share): Totals {
    const tax: LineInput["tax"] = { id: "tax_1", name: "VAT", percentage };
    return totalsOf({
      currency: "EUR",
      lines: [{ quantity: "1", unit_price: amountText(prorate({ amount, ...share }), "EUR"), tax }],
      is_tax_inclusive: false,
      tax_rounding: "line",
      shipping: 0n,
      adjustment: 0n,
    });
  }

  test.each<[bigint, string, Share, bigint[]]>([
    [20000n, "25", leftOn("2025-04-02", "2025-04-01", month), [19333n, 4833n, 24166n]],
    // Printed lines decide: the exact gross of 193.333… would be 193.33.
    [16000n, "25", leftOn("2025-04-02", "2025-04-01", month), [15467n, 3867n, 19334n]],
    [2999n, "23.33", leftOn("2025-04-02", "2025-04-01", week), [2571n, 600n, 3171n]],
    [2999n, "23.33", { part: 1n, whole: 1n }, [2999n, 700n, 3699n]],
  ])(
    "given %s at %s %% cancelled on the first day, net, tax and total are rounded as printed",
    (amount, rate, share, expected) => {
      const { sub_total, tax_total, total } = creditNote(amount, rate, share);
      expect([sub_total, tax_total, total]).toEqual(expected);
    },
  );
});

describe("laws of proration", () => {
  const zone = "Europe/Berlin";
  const term = termOf(scheduleOf("2025-03-01", month, zone), 0);
  const length = 743 * 3_600_000;
  const price = fc.bigInt({ min: 0n, max: 1_000_000n });
  const moment = fc.integer({ min: 0, max: length }).map((ms) => plusMs(term.starts_at, ms));
  const basis = fc.constantFrom<ProrationBasis>("day", "second");

  /** What a term comes to when its price changes at moments: as billed, and exactly. */
  function billed(
    basis: ProrationBasis,
    first: bigint,
    changes: { at: string; price: bigint }[],
    of: Term = term,
  ): { billed: bigint; exact: Ratio } {
    let [billed, exact, before] = [first, ratio(first), first];
    for (const { at, price } of changes) {
      const { part, whole, net } = changeLines(before, price, unusedShare(basis, of, at, zone));
      billed += net;
      exact = plus(exact, ratio((price - before) * part, whole));
      before = price;
    }
    return { billed, exact };
  }

  test("given any sequence of n changes of price, what is billed is within n minor units of the exact amount", () => {
    const changes = fc.array(fc.record({ at: moment, price }), { maxLength: 6 });
    fc.assert(
      fc.property(basis, price, changes, (basis, first, changes) => {
        const inOrder = changes.toSorted((a, b) => (a.at < b.at ? -1 : 1));
        const result = billed(basis, first, inOrder);
        const off = minus(ratio(result.billed), result.exact);
        const most = ratio(BigInt(changes.length));
        if (compare(off, most) > 0 || compare(minus(ratio(0n), off), most) > 0)
          throw new Error(`${off.num}/${off.den} minor units off after ${changes.length} changes`);
      }),
      { numRuns: 20_000 },
    );
    expect(billed("day", 1000n, []).billed).toBe(1000n);
  });

  test("given an upgrade and an immediate downgrade, the two come to no more than one minor unit", () => {
    fc.assert(
      fc.property(basis, price, price, moment, (basis, low, high, at) => {
        const share = unusedShare(basis, term, at, zone);
        const net = changeLines(low, high, share).net + changeLines(high, low, share).net;
        expect(net >= -1n && net <= 1n).toBe(true);
      }),
    );
  });

  test("given a cancellation at once, everything is given back, to the last minor unit", () => {
    fc.assert(
      fc.property(basis, price, (basis, price) => {
        const share = unusedShare(basis, term, term.starts_at, zone);
        expect(price + changeLines(price, 0n, share).net).toBe(0n);
      }),
    );
  });

  test("given a term cut into n parts, their amounts come to the whole within n minor units", () => {
    fc.assert(
      fc.property(basis, price, fc.array(moment, { minLength: 1, maxLength: 12 }), (basis, amount, cuts) => {
        const left = [term.starts_at, ...cuts.toSorted(), term.ends_at].map(
          (at) => unusedShare(basis, term, at, zone).part,
        );
        const { whole } = unusedShare(basis, term, term.starts_at, zone);
        const parts = left.slice(1).map((after, at) => ({ part: (left[at] ?? 0n) - after, whole }));
        expect(parts.reduce((sum, { part }) => sum + part, 0n)).toBe(whole);
        const off = parts.reduce((sum, share) => sum + prorate({ amount, ...share }), -amount);
        expect(off <= BigInt(parts.length) && -off <= BigInt(parts.length)).toBe(true);
      }),
    );
  });

  test("given any moment, what is given back is no more than what was billed, and less the later it is", () => {
    fc.assert(
      fc.property(basis, price, moment, moment, (basis, price, one, other) => {
        const [early = one, late = other] = [one, other].toSorted();
        const [before, after] = [early, late].map((at) =>
          prorate({ amount: price, ...unusedShare(basis, term, at, zone) }),
        );
        expect(before !== undefined && after !== undefined && after <= before && before <= price).toBe(true);
      }),
    );
  });
});
