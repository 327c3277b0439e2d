import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { allocate, roundTogether } from "#kernel/allocate.ts";
import { amountText, exponentOf, minorOf } from "#kernel/money.ts";
import {
  compare,
  decimalOf,
  floor,
  isDecimal,
  minus,
  over,
  plus,
  ratio,
  ratioOf,
  roundHalfEven,
  roundHalfUp,
  times,
} from "#kernel/ratio.ts";

const whole = fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n });
const anyRatio = fc
  .tuple(whole, fc.bigInt({ min: 1n, max: 10n ** 12n }))
  .map(([num, den]) => ratio(num, den));

/** Of the currencies of each number of places. */
const currency = fc.constantFrom("JPY", "USD", "KWD");

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((before, amount) => before + amount, 0n);
}

function sizeOf(value: bigint): bigint {
  return value < 0n ? -value : value;
}

describe("ratios", () => {
  test.each([
    ["2.5", 3n, 2n],
    ["3.5", 4n, 4n],
    ["-2.5", -3n, -2n],
    ["-0.5", -1n, 0n],
    ["12.5", 13n, 12n],
    ["100.5", 101n, 100n],
    ["100.49", 100n, 100n],
    ["-100.51", -101n, -101n],
    ["0", 0n, 0n],
  ])("given %s, rounded half up it is %s and half even %s", (text, up, even) => {
    expect(roundHalfUp(ratioOf(text))).toBe(up);
    expect(roundHalfEven(ratioOf(text))).toBe(even);
  });

  test.each([
    ["1.005", 101n],
    ["4.35", 435n],
    ["1.15", 115n],
    ["8.165", 817n],
    ["90071992547409.93", 9007199254740993n],
  ])("given %s, a hundred of it is %s: where a float falls short, the text does not", (text, expected) => {
    expect(roundHalfUp(times(ratioOf(text), ratio(100n)))).toBe(expected);
  });

  test.each([
    [ratio(1n, 3n), 9, "0.333333333"],
    [ratio(13n, 28n), 9, "0.464285714"],
    [ratio(22n, 30n), 9, "0.733333333"],
    [ratioOf("1.005"), 2, "1.01"],
    [ratioOf("-0.005"), 2, "-0.01"],
    [ratioOf("-0.004"), 2, "0.00"],
    [ratioOf("7"), 0, "7"],
  ])("given %o, to %s places it is %s", (value, places, expected) => {
    expect(decimalOf(value, places)).toBe(expected);
  });

  test.each(["", ".5", "5.", "1e3", "+1", "1,000", " 1", "1\n", "0x10", "NaN", "--1", "1.2.3", "١"])(
    "given %j, it is no decimal number",
    (text) => {
      expect(isDecimal(text)).toBe(false);
      expect(() => ratioOf(text)).toThrow("not a decimal number");
    },
  );

  test("given a denominator of 0, it is a bug", () => {
    expect(() => ratio(1n, 0n)).toThrow("no ratio");
    expect(() => over(ratio(1n), ratio(0n))).toThrow("no ratio");
  });

  test("given any ratios, they are in lowest terms and reckon exactly", () => {
    expect(ratio(6n, -4n)).toEqual({ num: -3n, den: 2n });
    fc.assert(
      fc.property(anyRatio, anyRatio, (a, b) => {
        expect(minus(plus(a, b), b)).toEqual(a);
        if (b.num !== 0n) expect(over(times(a, b), b)).toEqual(a);
        expect(compare(a, b)).toBe(-compare(b, a) + 0);
        expect(compare(a, a)).toBe(0);
      }),
    );
  });

  test("given any ratio, rounding is at most a half away, and of its negative the negative", () => {
    fc.assert(
      fc.property(anyRatio, (value) => {
        const negative = times(value, ratio(-1n));
        for (const round of [roundHalfUp, roundHalfEven]) {
          const off = minus(value, ratio(round(value)));
          expect(2n * sizeOf(off.num)).toBeLessThanOrEqual(off.den);
          expect(round(negative)).toBe(-round(value));
        }
        expect(compare(ratio(floor(value)), value)).toBeLessThanOrEqual(0);
        expect(compare(ratio(floor(value) + 1n), value)).toBe(1);
      }),
    );
  });
});

describe("amounts as text", () => {
  test.each([
    [1999n, "EUR", "19.99"],
    [-5n, "EUR", "-0.05"],
    [0n, "EUR", "0.00"],
    [1000n, "JPY", "1000"],
    [1250n, "KWD", "1.250"],
    [-1n, "KWD", "-0.001"],
    [9007199254740993n, "USD", "90071992547409.93"],
  ])("given %s minor units of %s, the text is %s and back", (minor, currency, text) => {
    expect(amountText(minor, currency)).toBe(text);
    expect(minorOf(text, currency)).toBe(minor);
  });

  test.each([
    ["5", "EUR", 500n],
    ["5.5", "EUR", 550n],
    ["-0.5", "KWD", -500n],
    ["007", "JPY", 7n],
    ["-0", "EUR", 0n],
  ])("given %s %s, it is %s minor units", (text, currency, minor) => {
    expect(minorOf(text, currency)).toBe(minor);
  });

  test.each([
    ["19.999", "EUR"],
    ["19.990", "EUR"],
    ["1000.00", "JPY"],
    ["1.2505", "KWD"],
    ["", "EUR"],
    ["1e3", "EUR"],
    ["ten", "EUR"],
  ])("given %j %s, it is no amount", (text, currency) => {
    expect(minorOf(text, currency)).toBeUndefined();
  });

  test("given any amount, its text leads back to it", () => {
    fc.assert(
      fc.property(whole, currency, (minor, currency) => {
        expect(minorOf(amountText(minor, currency), currency)).toBe(minor);
      }),
    );
  });

  const nearlyNumber = fc.string({ unit: fc.constantFrom(...Array.from("0123456789.-+e ,٣\n")) });

  test("given any text, reading it never throws", () => {
    fc.assert(
      fc.property(nearlyNumber, currency, (text, currency) => {
        expect(["bigint", "undefined"]).toContain(typeof minorOf(text, currency));
      }),
    );
  });

  test.each([
    [0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"],
    [2, "EUR GBP HUF INR MGA TWD USD"],
    [3, "BHD IQD JOD KWD LYD OMR TND"],
  ])("given ISO 4217, %s places have %s", (places, codes) => {
    for (const code of codes.split(" ")) expect([code, exponentOf(code)]).toEqual([code, places]);
  });
});

describe("splitting an amount", () => {
  test.each([
    [10000n, [1n, 1n, 1n], [3334n, 3333n, 3333n]],
    [5n, [3n, 3n, 1n], [2n, 2n, 1n]],
    [1000n, [1n, 1n, 1n, 1n, 1n, 1n, 1n], [143n, 143n, 143n, 143n, 143n, 143n, 142n]],
    [1000n, [3333n, 3333n, 3334n], [333n, 333n, 334n]],
    [-10000n, [1n, 1n, 1n], [-3334n, -3333n, -3333n]],
    [10n, [0n, 0n, 0n], [4n, 3n, 3n]],
    [0n, [], []],
    [0n, [5n, 5n], [0n, 0n]],
    [100n, [300n, -100n], [150n, -50n]],
    [7n, [0n, 1n], [0n, 7n]],
  ])("given %s over %o, the parts are %o", (total, weights, parts) => {
    expect(allocate(total, weights)).toEqual(parts);
  });

  const weights = fc.array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 12 });

  test("given any total and weights, the parts add up, none is a unit off, and a negative total mirrors", () => {
    fc.assert(
      fc.property(whole, weights, (total, weights) => {
        const parts = allocate(total, weights);
        expect(sum(parts)).toBe(total);
        expect(allocate(-total, weights)).toEqual(parts.map((part) => -part));
        const all = sum(weights);
        if (all === 0n) return;
        for (const [at, part] of parts.entries()) {
          const off = minus(ratio(part), ratio(total * (weights[at] ?? 0n), all));
          expect(sizeOf(off.num)).toBeLessThan(off.den);
        }
      }),
    );
  });

  test("given any shares, rounded together they add up to their sum rounded, none a unit off", () => {
    const shares = fc.array(anyRatio, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(shares, (shares) => {
        const total = roundHalfUp(shares.reduce(plus));
        const parts = roundTogether(total, shares);
        expect(sum(parts)).toBe(total);
        const reversed = shares.map((share) => times(share, ratio(-1n)));
        expect(roundTogether(-total, reversed)).toEqual(parts.map((part) => -part));
        for (const [at, part] of parts.entries()) {
          const off = minus(ratio(part), shares[at] ?? ratio(0n));
          expect(sizeOf(off.num)).toBeLessThan(off.den);
        }
      }),
    );
  });

  test("given a half and its reversal, each order of them rounds alike", () => {
    const [half, reversed] = [ratioOf("0.5"), ratioOf("-0.5")];
    expect(roundTogether(0n, [half, reversed])).toEqual([1n, -1n]);
    expect(roundTogether(0n, [reversed, half])).toEqual([-1n, 1n]);
  });

  test("given a total that is not what the shares come to, it is a bug", () => {
    expect(() => roundTogether(9n, [ratio(1n), ratio(2n)])).toThrow("not the sum");
    expect(() => allocate(1n, [])).toThrow("not the sum");
  });
});
