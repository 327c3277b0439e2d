import { expect, test } from "vitest";
import { taxWords } from "#billing/tax/tax-words.ts";

test.each([
  ["VAT", "19", "VAT 19 %"],
  ["USt 19 %", "19", "USt 19 %"],
  ["USt 19%", "19", "USt 19%"],
  ["MwSt. (7,7 %)", "7.7", "MwSt. (7,7 %)"],
  ["GST 15", "5", "GST 15 5 %"],
  ["VAT 19 %", "7", "VAT 19 % 7 %"],
  ["VAT 119 %", "19", "VAT 119 % 19 %"],
])("given a tax that is called %s, at %s percent, then it is written as %s", (name, rate, words) => {
  expect(taxWords(name, rate)).toBe(words);
});
