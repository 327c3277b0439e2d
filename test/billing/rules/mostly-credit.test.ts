import { expect, test } from "vitest";
import { isMostlyCredit } from "#billing/payment/mostly-credit.ts";

test.each([
  ["nothing is left", 11213n, 11213n, false],
  ["as much is left as settles", 200n, 100n, false],
  ["more is left than settles", 201n, 100n, true],
  ["a digit too many was typed", 112130n, 11213n, true],
  ["nothing is settled: it was paid ahead", 5000n, 0n, false],
  ["more is to be settled than was paid: the server refuses that", 100n, 200n, false],
])("given a payment of which %s, then it is asked about as expected", (_given, paid, settled, is) => {
  expect(isMostlyCredit(paid, settled)).toBe(is);
});
