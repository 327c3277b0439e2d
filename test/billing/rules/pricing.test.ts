import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Bracket,
  bracketProblems,
  type PriceLine,
  priceLines,
  type Pricing,
} from "#billing/catalog/pricing.ts";
import { lineProblems } from "#billing/document/document-problems.ts";
import { totalsOf } from "#billing/document/totals.ts";
import { amountText } from "#kernel/money.ts";
import { plus, ratio, type Ratio, ratioOf, times } from "#kernel/ratio.ts";

const brackets: Bracket[] = [
  { from: "1", to: "10", price: "5.00" },
  { from: "11", to: "20", price: "4.00" },
  { from: "21", to: null, price: "2.50" },
];

/** A line of a price, with as much of its bracket as is told. */
type Told = Omit<PriceLine, "part"> & { part: { from: string; to: string | null } };

const priceOf = (pricing: Pricing, quantity: string): string | undefined => {
  const lines = priceLines(pricing, quantity);
  if (lines === undefined) return undefined;
  const { total } = totalsOf({
    currency: "EUR",
    lines,
    is_tax_inclusive: false,
    tax_rounding: "line",
    shipping: 0n,
    adjustment: 0n,
  });
  return amountText(total, "EUR");
};

describe("prices of a quantity", () => {
  test.each([
    ["flat", "1", "9.99"],
    ["flat", "250", "9.99"],
    ["per_unit", "1", "9.99"],
    ["per_unit", "250", "2497.50"],
    ["per_unit", "0.5", "5.00"],
  ] as const)("given %s pricing of 9.99, %s cost %s", (scheme, quantity, expected) => {
    expect(priceOf({ scheme, price: "9.99" }, quantity)).toBe(expected);
  });

  test.each([
    ["1", "5.00", "5.00", "5.00"],
    ["10", "50.00", "50.00", "5.00"],
    ["10.5", "42.00", "52.00", "4.00"],
    ["11", "44.00", "54.00", "4.00"],
    ["20", "80.00", "90.00", "4.00"],
    ["21", "52.50", "92.50", "2.50"],
    ["100", "250.00", "290.00", "2.50"],
    ["0.5", "2.50", "2.50", "5.00"],
  ])(
    "given brackets at 10 and 20, %s cost %s by volume, %s by tier, %s as package",
    (quantity, volume, tier, pack) => {
      expect(priceOf({ scheme: "volume", brackets }, quantity)).toBe(volume);
      expect(priceOf({ scheme: "tier", brackets }, quantity)).toBe(tier);
      expect(priceOf({ scheme: "package", brackets }, quantity)).toBe(pack);
    },
  );

  test("given tiers, then each that is reached is a line of its own", () => {
    expect(priceLines({ scheme: "tier", brackets }, "22.50")).toMatchObject<Told[]>([
      { part: { from: "1", to: "10" }, quantity: "10", unit_price: "5.00" },
      { part: { from: "11", to: "20" }, quantity: "10", unit_price: "4.00" },
      { part: { from: "21", to: null }, quantity: "2.50", unit_price: "2.50" },
    ]);
    expect(priceLines({ scheme: "tier", brackets }, "10.0")).toMatchObject([
      { part: { from: "1", to: "10" }, quantity: "10.0", unit_price: "5.00" },
    ]);
  });

  test("given a package, then it is one of its bracket", () => {
    expect(priceLines({ scheme: "package", brackets }, "15")).toMatchObject([
      { part: { from: "11", to: "20" }, quantity: "1", unit_price: "4.00" },
    ]);
    expect(
      priceLines({ scheme: "volume", brackets: [{ from: "1", to: "1", price: "3" }] }, "1"),
    ).toMatchObject([{ part: { from: "1", to: "1" }, quantity: "1", unit_price: "3" }]);
  });

  test.each(["volume", "tier", "package"] as const)(
    "given more than the last bracket of %s pricing covers, there is no price",
    (scheme) => {
      const closed = brackets.slice(0, 2);
      expect(priceLines({ scheme, brackets: closed }, "20")).toBeDefined();
      expect(priceLines({ scheme, brackets: closed }, "20.01")).toBeUndefined();
    },
  );

  const anyBrackets = fc
    .tuple(
      fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(5_000)), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
    )
    .map(([widths, isOpen]) => {
      let from = 1;
      return widths.map(([width, price], at): Bracket => {
        const to = isOpen && at === widths.length - 1 ? null : from + width - 1;
        const bracket = { from: `${from}`, to: to === null ? null : `${to}`, price: `${price}.25` };
        from += width;
        return bracket;
      });
    });

  test("given any brackets, a tier price is unit by unit the price of the bracket each is in", () => {
    const sumOf = (lines: readonly PriceLine[]): Ratio =>
      lines.map((line) => times(ratioOf(line.quantity), ratioOf(line.unit_price))).reduce(plus, ratio(0n));
    fc.assert(
      fc.property(anyBrackets, fc.integer({ min: 1, max: 200 }), (brackets, count) => {
        expect(bracketProblems(brackets)).toEqual([]);
        const lines = priceLines({ scheme: "tier", brackets }, `${count}`);
        const units = Array.from({ length: count }, (_, at) =>
          brackets.find(({ to }) => to === null || at + 1 <= Number(to)),
        );
        if (units.includes(undefined)) expect(lines).toBeUndefined();
        else {
          expect(lines && sumOf(lines)).toEqual(units.map((one) => ratioOf(one?.price ?? "0")).reduce(plus));
          expect(lines?.flatMap((line) => lineProblems(line, "EUR", "line"))).toEqual([]);
        }
      }),
    );
  });
});

describe("brackets that are wrong", () => {
  const open = (from: string): Bracket => ({ from, to: null, price: "1" });
  const closed = (from: string, to: string): Bracket => ({ from, to, price: "1" });

  test.each<[string, Bracket[], string, string]>([
    ["none", [], "brackets", "must have at least one bracket"],
    ["a first that is not 1", [open("2")], "brackets.0.from", "must be 1 in the first bracket"],
    ["a first of 0", [open("0")], "brackets.0.from", "must be 1 in the first bracket"],
    [
      "a gap",
      [closed("1", "10"), open("12")],
      "brackets.1.from",
      "leaves a gap after the bracket before: must be 11",
    ],
    [
      "an overlap",
      [closed("1", "10"), open("10")],
      "brackets.1.from",
      "overlaps the bracket before: must be 11",
    ],
    [
      "an open one before the last",
      [open("1"), open("11")],
      "brackets.0.to",
      "must have an end: only the last bracket is open",
    ],
    ["an end before its begin", [closed("1", "0")], "brackets.0.to", "must not be below from"],
    ["halves", [closed("1", "10.5")], "brackets.0.to", "is not a whole number"],
    ["a begin that is no number", [open("one")], "brackets.0.from", "is not a whole number"],
    [
      "a price below 0",
      [{ ...open("1"), price: "-1" }],
      "brackets.0.price",
      "is not a decimal number of 0 or more",
    ],
    [
      "a price that is no number",
      [{ ...open("1"), price: "free" }],
      "brackets.0.price",
      "is not a decimal number of 0 or more",
    ],
  ])("given %s, then the field and the reason are told", (_, brackets, path, problem) => {
    expect(bracketProblems(brackets)).toEqual([{ path, problem }]);
  });

  test("given a path, then problems stand below it, and each fault is told once", () => {
    expect(bracketProblems([closed("1", "x"), open("5")], "prices.0.brackets")).toEqual([
      { path: "prices.0.brackets.0.to", problem: "is not a whole number" },
    ]);
  });
});
