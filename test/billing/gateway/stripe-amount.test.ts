import fc from "fast-check";
import { expect, test } from "vitest";
import { amountText } from "#kernel/money.ts";
import { chargeable, minorOfStripe, stripeAmount } from "#billing/gateway/stripe-amount.ts";

// Ours in minor units by ISO 4217, what of it Stripe can charge, and as it is sent. From docs.stripe.com/currencies.
const cases: [currency: string, minor: bigint, charged: string, sent: number][] = [
  ["USD", 1999n, "19.99", 1999],
  ["EUR", 5n, "0.05", 5],
  ["HUF", 123_45n, "123.45", 12345],
  ["TWD", 800_45n, "800.45", 80045],
  ["JPY", 500n, "500", 500],
  ["KRW", 10n, "10", 10],
  ["BIF", 7n, "7", 7],
  ["XPF", 7n, "7", 7],
  ["ISK", 5n, "5", 500],
  ["UGX", 5n, "5", 500],
  ["KWD", 3333n, "3.330", 3330],
  ["KWD", 5124n, "5.120", 5120],
  ["BHD", 9n, "0.000", 0],
  ["JOD", 10n, "0.010", 10],
  ["OMR", 1999n, "1.990", 1990],
  ["TND", 1000n, "1.000", 1000],
  ["MGA", 1050n, "10.00", 10],
];

test.each(cases)(
  "given %s %s, then Stripe is sent what it can charge, the rest stays",
  (currency, minor, charged, sent) => {
    const part = chargeable(minor, currency);
    expect(amountText(part, currency)).toBe(charged);
    expect(stripeAmount(part, currency)).toBe(sent);
    expect(minorOfStripe(sent, currency)).toBe(part);
  },
);

test("given any amount of any of them, then no more is charged than is owed, and less than one is left of what it cannot charge", () => {
  const currency = fc.constantFrom(...new Set(cases.map(([code]) => code)));
  fc.assert(
    fc.property(currency, fc.bigInt({ min: 0n, max: 10n ** 12n }), (code, minor) => {
      const part = chargeable(minor, code);
      expect(minorOfStripe(stripeAmount(part, code), code)).toBe(part);
      expect(minor - part).toBeGreaterThanOrEqual(0n);
      expect(minor - part).toBeLessThan(100n);
    }),
  );
});

test("given an amount that Stripe cannot charge, then it is a bug and nothing is sent", () => {
  expect(() => stripeAmount(3333n, "KWD")).toThrow("Stripe charges no 3333 of KWD");
});
