import { describe, expect, test } from "vitest";
import { pricesFor, pricingOf } from "#billing/catalog/price.ts";
import { priceLines } from "#billing/catalog/pricing.ts";
import { unitPriceText } from "#kernel/money.ts";

describe("a unit price as text", () => {
  test.each([
    ["20", "EUR", "20.00"],
    ["0020.500", "EUR", "20.50"],
    ["0.00500", "EUR", "0.005"],
    ["0.00000001", "EUR", "0.00000001"],
    ["700", "JPY", "700"],
    ["0.5", "JPY", "0.5"],
    ["1", "KWD", "1.000"],
    ["0", "EUR", "0.00"],
    ["999999999999.99999999", "USD", "999999999999.99999999"],
  ])("given %s %s, it is %s", (given, currency, text) => {
    expect(unitPriceText(given, currency)).toBe(text);
  });
});

const brackets = [
  { from: "1", to: "10", price: "5.00" },
  { from: "11", to: null, price: "4.00" },
];

describe("F73 what a scheme of the catalog costs", () => {
  const cost = (scheme: Parameters<typeof pricingOf>[0], quantity: string) =>
    priceLines(
      pricingOf(
        scheme,
        ["flat", "per_unit", "unit"].includes(scheme)
          ? { price: "5.00", brackets: null }
          : { price: null, brackets },
      ),
      quantity,
    )?.map((line) => `${line.quantity} x ${line.unit_price}`);

  test.each([
    ["flat", "3", ["1 x 5.00"]],
    ["per_unit", "3", ["3 x 5.00"]],
    ["unit", "3", ["3 x 5.00"]],
    ["volume", "10", ["10 x 5.00"]],
    ["volume", "11", ["11 x 4.00"]],
    ["tier", "10", ["10 x 5.00"]],
    ["tier", "11", ["10 x 5.00", "1 x 4.00"]],
    ["package", "10", ["1 x 5.00"]],
    ["package", "11", ["1 x 4.00"]],
  ] as const)("given %s pricing, %s of it are %o", (scheme, quantity, lines) => {
    expect(cost(scheme, quantity)).toEqual(lines);
  });

  test("given a price that is not of its scheme's form, it is a bug", () => {
    expect(() => pricingOf("tier", { price: "5.00", brackets: null })).toThrow("without brackets");
    expect(() => pricingOf("unit", { price: null, brackets })).toThrow("without a price");
  });
});

test("given prices in several currencies, they come by currency, each in its canonical form", () => {
  const given = [
    { currency_code: "USD", price: "1", setup_fee: "2.5" },
    { currency_code: "EUR", price: "01.10" },
  ];
  expect(pricesFor("flat", given)).toEqual({
    ok: true,
    value: [
      { currency_code: "EUR", price: "1.10", brackets: null, setup_fee: 0n },
      { currency_code: "USD", price: "1.00", brackets: null, setup_fee: 250n },
    ],
  });
  expect(
    pricesFor("volume", [{ currency_code: "EUR", brackets: [{ from: "01", to: "02", price: "1" }] }]),
  ).toEqual({
    ok: true,
    value: [
      { currency_code: "EUR", price: null, brackets: [{ from: "1", to: "2", price: "1.00" }], setup_fee: 0n },
    ],
  });
});

describe("given a price with more places than its currency", () => {
  const tooMany = (currency: string) =>
    currency === "JPY"
      ? "must be whole JPY: that currency has no decimal places"
      : currency === "KWD"
        ? "can have 3 decimal places in KWD, such as 1.001"
        : "can have 2 decimal places in USD, such as 1.01";

  test.each([
    ["USD", "10.005"],
    ["JPY", "10.5"],
    ["KWD", "1.2345"],
  ])(
    "in %s, %s: what is charged as it stands is refused, and a price of one unit is kept",
    (currency, price) => {
      const one = [{ currency_code: currency, price }];
      const problem = tooMany(currency);
      expect(pricesFor("flat", one)).toEqual({ ok: false, refusal: [{ path: "prices.0.price", problem }] });
      for (const scheme of ["per_unit", "unit"] as const)
        expect(pricesFor(scheme, one)).toMatchObject({ ok: true, value: [{ price }] });
      const bracketed = [{ currency_code: currency, brackets: [{ from: "1", to: null, price }] }];
      expect(pricesFor("package", bracketed)).toEqual({
        ok: false,
        refusal: [{ path: "prices.0.brackets.0.price", problem }],
      });
      for (const scheme of ["volume", "tier"] as const)
        expect(pricesFor(scheme, bracketed)).toMatchObject({ ok: true, value: [{ brackets: [{ price }] }] });
      const fee = [{ currency_code: currency, price: "1", setup_fee: price }];
      expect(pricesFor("per_unit", fee)).toEqual({
        ok: false,
        refusal: [{ path: "prices.0.setup_fee", problem }],
      });
    },
  );

  test("zeros that say nothing are no places", () => {
    const given = [{ currency_code: "USD", price: "10.5000" }];
    expect(pricesFor("flat", given)).toMatchObject({ ok: true, value: [{ price: "10.50" }] });
  });
});
