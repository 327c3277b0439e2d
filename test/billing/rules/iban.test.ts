import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ibanWords, isIban, plainIban } from "#billing/organization/iban.ts";

const known = [
  "DE89370400440532013000",
  "GB82WEST12345698765432",
  "NO9386011117947",
  "CH9300762011623852957",
  "MT84MALT011000012345MTLCAST001S",
];

describe("an IBAN", () => {
  test.each(known)("given %s, then it is one, and in groups of four it is the same", (iban) => {
    expect(isIban(iban)).toBe(true);
    expect(ibanWords(iban)).toMatch(/^(\S{4} )*\S{1,4}$/);
    expect(plainIban(ibanWords(iban).toLowerCase())).toBe(iban);
  });

  test.each([
    "",
    "DE89",
    "DE8937040044053201300",
    "89DE370400440532013000",
    "DE89 3704 0044 0532 0130 00",
    "ÄÖ89370400440532013000",
  ])("given %s, then it is none", (text) => expect(isIban(text)).toBe(false));

  test("given any digit of one is another, then it is none", () => {
    fc.assert(
      fc.property(fc.constantFrom(...known), fc.nat(), fc.integer({ min: 1, max: 9 }), (iban, at, more) => {
        const digits = [...iban.matchAll(/\d/g)].map(({ index }) => index);
        const place = digits[at % digits.length] ?? 0;
        const other = (Number(iban[place]) + more) % 10;
        expect(isIban(`${iban.slice(0, place)}${other}${iban.slice(place + 1)}`)).toBe(false);
      }),
    );
  });
});
