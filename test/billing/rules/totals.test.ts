import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { documentProblems, lineProblems } from "#billing/document/document-problems.ts";
import { type DocumentInput, type LineInput, type Totals, totalsOf } from "#billing/document/totals.ts";
import { amountText } from "#kernel/money.ts";

const vat = (percentage: string): NonNullable<LineInput["tax"]> => ({
  id: `tax_${percentage}`,
  name: `VAT ${percentage}`,
  percentage,
});

const line = (unit_price: string, percentage?: string, more: Partial<LineInput> = {}): LineInput => ({
  quantity: "1",
  unit_price,
  tax: percentage === undefined ? null : vat(percentage),
  ...more,
});

const documentOf = (lines: LineInput[], more: Partial<DocumentInput> = {}): DocumentInput => ({
  currency: "EUR",
  lines,
  is_tax_inclusive: false,
  tax_rounding: "line",
  shipping: 0n,
  adjustment: 0n,
  ...more,
});

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((before, amount) => before + amount, 0n);
}

describe("line amounts", () => {
  test.each([
    ["1", "1.005", "EUR", "1.01"],
    ["100", "0.0435", "EUR", "4.35"],
    ["3", "0.00333333", "EUR", "0.01"],
    ["0.5", "19.99", "EUR", "10.00"],
    ["1.5", "-0.01", "EUR", "-0.02"],
    ["12345678.9", "0.00000001", "EUR", "0.12"],
    ["15", "66.6666667", "JPY", "1000"],
    ["1", "999", "JPY", "999"],
    ["3", "3.3333333", "KWD", "10.000"],
    ["1", "90071992547409.93", "USD", "90071992547409.93"],
  ])("given %s x %s %s, the line comes to %s", (quantity, unit_price, currency, expected) => {
    const { lines, total } = totalsOf(documentOf([{ quantity, unit_price }], { currency }));
    expect(lines.map(({ amount }) => amountText(amount, currency))).toEqual([expected]);
    expect(amountText(total, currency)).toBe(expected);
  });
});

describe("tax", () => {
  const times = (count: number, one: LineInput): LineInput[] => Array.from({ length: count }, () => one);

  test.each([
    ["two lines of 1.24 at 10 %", times(2, line("1.24", "10")), "0.24", "0.25"],
    [
      "five uneven lines at 19 %",
      ["3.33", "3.33", "3.34", "9.99", "0.01"].map((price) => line(price, "19")),
      "3.79",
      "3.80",
    ],
    ["ten lines of 0.05 at 7 %", times(10, line("0.05", "7")), "0.00", "0.04"],
  ])("given %s, then rounded by line and by rate differ as they must", (_, lines, byLine, byRate) => {
    const rounded = (tax_rounding: DocumentInput["tax_rounding"]): Totals =>
      totalsOf(documentOf(lines, { tax_rounding }));
    expect(amountText(rounded("line").tax_total, "EUR")).toBe(byLine);
    expect(amountText(rounded("rate").tax_total, "EUR")).toBe(byRate);
  });

  test.each([
    ["105", "8", "JPY", "8"],
    ["999", "8", "JPY", "80"],
    ["5.125", "5", "KWD", "0.256"],
    ["193.33", "25", "EUR", "48.33"],
    ["154.67", "25", "EUR", "38.67"],
    ["25.71", "23.33", "EUR", "6.00"],
    ["29.99", "23.33", "EUR", "7.00"],
  ])("given %s at %s %% in %s, the tax is %s", (price, percentage, currency, tax) => {
    const totals = totalsOf(documentOf([line(price, percentage)], { currency }));
    expect(amountText(totals.tax_total, currency)).toBe(tax);
  });

  test.each([
    ["10.00", "19", "8.40", "1.60"],
    ["9.99", "21", "8.26", "1.73"],
    ["19.99", "20", "16.66", "3.33"],
    ["1.00", "7.7", "0.93", "0.07"],
  ])("given %s with %s %% in it, it is %s and %s of tax", (price, percentage, net, tax) => {
    for (const tax_rounding of ["line", "rate"] as const) {
      const totals = totalsOf(
        documentOf([line(price, percentage)], { is_tax_inclusive: true, tax_rounding }),
      );
      expect(totals.lines.map((one) => amountText(one.net, "EUR"))).toEqual([net]);
      expect(amountText(totals.tax_total, "EUR")).toBe(tax);
      expect(amountText(totals.total, "EUR")).toBe(price);
    }
  });

  test("given lines of several rates, then each rate is told with what it was taken of", () => {
    const { taxes, tax_total, total } = totalsOf(
      documentOf([line("10.00", "19"), line("20.00", "7"), line("5.00"), line("1.00", "19"), line("3", "0")]),
    );
    expect(taxes).toEqual([
      { ...vat("19"), taxable: 1100n, amount: 209n },
      { ...vat("7"), taxable: 2000n, amount: 140n },
      { ...vat("0"), taxable: 300n, amount: 0n },
    ]);
    expect([tax_total, total]).toEqual([349n, 4249n]);
  });

  test("given a credit and a charge of the same amount, rounded by rate each keeps its own tax", () => {
    const { lines, tax_total } = totalsOf(
      documentOf([line("100.00", "19"), line("-100.00", "19")], { tax_rounding: "rate" }),
    );
    expect(lines.map(({ tax }) => tax)).toEqual([1900n, -1900n]);
    expect(tax_total).toBe(0n);
  });
});

describe("discounts", () => {
  test("given 10.00 off a document, then its lines share it by largest remainder", () => {
    const totals = totalsOf(
      documentOf([line("33.33"), line("33.33"), line("33.34")], { discount: { by: "amount", minor: 1000n } }),
    );
    expect(totals.lines.map(({ document_discount }) => document_discount)).toEqual([333n, 333n, 334n]);
    expect(totals).toMatchObject({ sub_total: 10000n, discount_total: 1000n, total: 9000n });
  });

  test("given discounts of line and document, shipping and adjustment, then each is taken once and in order", () => {
    const totals = totalsOf(
      documentOf(
        [
          line("50.00", "20", { quantity: "2", discount: { by: "percentage", value: "12.5" } }),
          line("20.00", "20", { discount: { by: "amount", minor: 750n } }),
        ],
        { discount: { by: "percentage", value: "10" }, shipping: 499n, adjustment: -1n },
      ),
    );
    expect(totals).toEqual({
      lines: [
        { amount: 10000n, discount: 1250n, document_discount: 875n, net: 7875n, tax: 1575n },
        { amount: 2000n, discount: 750n, document_discount: 125n, net: 1125n, tax: 225n },
      ],
      sub_total: 12000n,
      discount_total: 3000n,
      tax_total: 1800n,
      taxes: [{ ...vat("20"), taxable: 9000n, amount: 1800n }],
      shipping: 499n,
      shipping_tax: 0n,
      adjustment: -1n,
      total: 11298n,
    });
  });

  test.each([
    ["line", false, { net: [333n, 333n], taxes: [63n, 63n, 63n], total: 1188n }],
    ["rate", false, { net: [333n, 333n], taxes: [64n, 63n, 63n], total: 1189n }],
    ["rate", true, { net: [279n, 280n], taxes: [54n, 53n, 53n], total: 999n }],
  ] as const)(
    "given shipping at the rate of the lines, rounded by %s, inclusive %s, then it shares their rounding and no discount",
    (tax_rounding, is_tax_inclusive, { net, taxes, total }) => {
      const totals = totalsOf(
        documentOf([line("3.33", "19"), line("3.33", "19")], {
          ...{ tax_rounding, is_tax_inclusive, shipping: 333n, shipping_tax: vat("19") },
        }),
      );
      expect(totals.lines.map((one) => one.net)).toEqual(net);
      expect([...totals.lines.map(({ tax }) => tax), totals.shipping_tax]).toEqual(taxes);
      expect(totals).toMatchObject({ tax_total: sum(taxes), total });
      expect(totals.taxes).toHaveLength(1);
    },
  );

  test("given no shipping, then its tax is no rate of the document", () => {
    expect(totalsOf(documentOf([line("1")], { shipping_tax: vat("19") })).taxes).toEqual([]);
  });

  test("given everything taken off, nothing is left and no tax", () => {
    const all = { by: "percentage", value: "100" } as const;
    const totals = totalsOf(documentOf([line("19.99", "19", { discount: all })], { discount: all }));
    expect(totals).toMatchObject({ discount_total: 1999n, tax_total: 0n, total: 0n });
  });
});

describe("what cannot be reckoned", () => {
  const amount = (minor: bigint) => ({ by: "amount", minor }) as const;
  const percentage = (value: string) => ({ by: "percentage", value }) as const;

  test.each<[string, Partial<LineInput>, string, string]>([
    ["quantity 0", { quantity: "0" }, "lines.0.quantity", "must be more than 0"],
    ["a quantity below 0", { quantity: "-1" }, "lines.0.quantity", "must be more than 0"],
    [
      "more than 10^9",
      { quantity: "1000000000.1" },
      "lines.0.quantity",
      "must be at most 1,000,000,000; check the digits",
    ],
    ["no number", { quantity: "many" }, "lines.0.quantity", "is not a decimal number such as 19.99"],
    ["no price", { unit_price: "1e3" }, "lines.0.unit_price", "is not a decimal number such as 19.99"],
    ["101 % off", { discount: percentage("100.01") }, "lines.0.discount", "must be at most 100 %"],
    ["less than 0 % off", { discount: percentage("-1") }, "lines.0.discount", "must not be below 0 %"],
    [
      "no percentage",
      { discount: percentage("all") },
      "lines.0.discount",
      "is not a decimal number such as 19.99",
    ],
    [
      "more off than there is",
      { discount: amount(1001n) },
      "lines.0.discount",
      "must not be more than the amount that it is taken off",
    ],
    ["a discount below 0", { discount: amount(-1n) }, "lines.0.discount", "must not be below 0"],
    ["a tax beyond 100 %", { tax: vat("101") }, "lines.0.tax.percentage", "must be at most 100 %"],
    [
      "too large a line",
      { unit_price: "90071992547409.92" },
      "lines.0",
      "comes to more than 90071992547409.91 EUR; check its quantity and price",
    ],
  ])("given %s, then the field and the reason are told", (_, change, path, problem) => {
    expect(documentProblems(documentOf([line("10.00", "19", change)]))).toEqual([{ path, problem }]);
  });

  test("given several faults of a line, all are told at its place", () => {
    const faults = lineProblems(
      line("1", "19", { quantity: "0", discount: percentage("200") }),
      "EUR",
      "lines.4",
    );
    expect(faults.map(({ path }) => path)).toEqual(["lines.4.quantity", "lines.4.discount"]);
  });

  test.each<[string, Partial<DocumentInput>, string]>([
    ["more off than the lines come to", { discount: amount(1001n) }, "discount"],
    ["more than 100 % off", { discount: percentage("101") }, "discount"],
    ["shipping beyond the column", { shipping: 2n ** 63n }, "shipping"],
    ["a sum beyond the column", { shipping: 2n ** 63n - 1n }, "total"],
  ])("given a document with %s, then the field is told", (_, change, path) => {
    expect(documentProblems(documentOf([line("10.00")], change)).map((one) => one.path)).toContain(path);
  });

  test("given a discount of the document, it is held against what the discounts of lines leave", () => {
    const half = line("10.00", "19", { discount: percentage("50") });
    const off = (minor: bigint) => documentProblems(documentOf([half], { discount: amount(minor) }));
    expect(off(500n)).toEqual([]);
    expect(off(501n).map(({ path }) => path)).toEqual(["discount"]);
  });

  test.each<[string, DocumentInput]>([
    ["the largest amount", documentOf([line("90071992547409.91")])],
    ["the largest quantity", documentOf([line("0.01", "19", { quantity: "1000000000" })])],
    ["all of it off", documentOf([line("10.00", "19", { discount: amount(1000n) })])],
    [
      "a line of credit, less a percentage",
      documentOf([line("-10.00", "19", { discount: percentage("5") })]),
    ],
    ["no lines", documentOf([])],
  ])("given %s, there is no problem", (_, input) => {
    expect(documentProblems(input)).toEqual([]);
  });
});

describe("laws of totals", () => {
  const digits = (most: number, places: number): fc.Arbitrary<string> =>
    fc
      .tuple(fc.nat(most), fc.stringMatching(new RegExp(`^\\d{0,${places}}$`)))
      .map(([whole, part]) => (part === "" ? `${whole}` : `${whole}.${part}`));
  const percentage = fc.constantFrom("0", "0.01", "7", "7.7", "12.5", "19", "33.333", "100");
  const discount = fc.option(
    percentage.map((value) => ({ by: "percentage", value }) as const),
    { nil: undefined },
  );
  const anyLine: fc.Arbitrary<LineInput> = fc
    .record({
      quantity: digits(500, 3).map((text) => `1${text}`),
      unit_price: digits(2000, 8),
      isCredit: fc.boolean(),
      discount,
      tax: fc.option(percentage.map(vat)),
    })
    .map(({ isCredit, unit_price, discount, ...line }) => ({
      ...line,
      unit_price: isCredit ? `-${unit_price}` : unit_price,
      ...(discount && { discount }),
    }));
  const anyDocument: fc.Arbitrary<DocumentInput> = fc
    .record({
      currency: fc.constantFrom("JPY", "EUR", "KWD"),
      lines: fc.array(anyLine, { maxLength: 8 }),
      discount,
      is_tax_inclusive: fc.boolean(),
      tax_rounding: fc.constantFrom("line" as const, "rate" as const),
      shipping: fc.bigInt({ min: 0n, max: 10_000n }),
      shipping_tax: fc.option(percentage.map(vat)),
      adjustment: fc.bigInt({ min: -99n, max: 99n }),
    })
    .map(({ discount, ...input }) => ({ ...input, ...(discount && { discount }) }));

  test("given any document, what is printed adds up: lines, taxes, total", () => {
    fc.assert(
      fc.property(anyDocument, (input) => {
        expect(documentProblems(input)).toEqual([]);
        const totals = totalsOf(input);
        const { lines } = totals;
        for (const { amount, discount, document_discount, net, tax } of lines)
          expect(amount - discount - document_discount).toBe(input.is_tax_inclusive ? net + tax : net);
        expect(sum(lines.map(({ amount }) => amount))).toBe(totals.sub_total);
        expect(sum(lines.map(({ tax }) => tax)) + totals.shipping_tax).toBe(totals.tax_total);
        expect(sum(totals.taxes.map(({ amount }) => amount))).toBe(totals.tax_total);
        const shipped = totals.shipping + (input.is_tax_inclusive ? 0n : totals.shipping_tax);
        expect(sum(lines.map(({ net, tax }) => net + tax)) + shipped + totals.adjustment).toBe(totals.total);
      }),
      { numRuns: 500 },
    );
  });

  test("given any document, its reversal comes to the same with the sign changed, line by line", () => {
    const negated = (text: string): string => (text.startsWith("-") ? text.slice(1) : `-${text}`);
    fc.assert(
      fc.property(anyDocument, (input) => {
        const reversal = {
          ...input,
          lines: input.lines.map((line) => ({ ...line, unit_price: negated(line.unit_price) })),
          shipping: -input.shipping,
          adjustment: -input.adjustment,
        };
        const [totals, reversed] = [totalsOf(input), totalsOf(reversal)];
        expect(reversed.total).toBe(-totals.total);
        expect(reversed.shipping_tax).toBe(-totals.shipping_tax);
        expect(reversed.lines.map(({ tax }) => -tax)).toEqual(totals.lines.map(({ tax }) => tax));
      }),
      { numRuns: 500 },
    );
  });
});
