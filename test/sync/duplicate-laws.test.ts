import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { streetWords, zipKey } from "#sync/duplicate/address-words.ts";
import { e164, isSamePhone } from "#sync/duplicate/calling-code.ts";
import { createKeyIndex } from "#sync/duplicate/candidates.ts";
import { nameWords } from "#sync/duplicate/company-name.ts";
import { type Agreement, compare, comparedFields, missing } from "#sync/duplicate/compare.ts";
import { countryCode } from "#sync/duplicate/country.ts";
import { learn, type Pattern, probability, weightOf } from "#sync/duplicate/model.ts";
import { isOneEdit, likeness, wordsAlike } from "#sync/duplicate/similar.ts";
import { prepare, type Subject } from "#sync/duplicate/subject.ts";
import { createTextPool } from "#sync/duplicate/text-pool.ts";

const word = fc.stringMatching(/^[a-z]{1,9}$/);
const text = fc.option(fc.oneof(fc.string(), word), { nil: null });

const subject: fc.Arbitrary<Subject> = fc.record({
  place: fc.constant("customers" as const),
  id: fc.constant("cus_1"),
  name: fc.oneof(
    fc.string(),
    fc.array(word, { maxLength: 4 }).map((words) => words.join(" ")),
  ),
  email: fc.option(fc.oneof(fc.emailAddress(), fc.constant("ann@acme.example")), { nil: null }),
  company: text,
  website: text,
  phones: fc.array(
    fc.option(fc.constantFrom("+49 30 901234", "030 901234", "030 901235", "x"), { nil: null }),
  ),
  street: text,
  city: text,
  zip: text,
  country: fc.constantFrom("DE", "US", null),
  number: text,
});

const agreement: fc.Arbitrary<Agreement> = fc.tuple(
  ...comparedFields.map(({ levels }) => fc.integer({ min: missing, max: levels - 1 })),
);
const patterns: fc.Arbitrary<Pattern[]> = fc.array(
  fc.record({ agreement, count: fc.integer({ min: 1, max: 5000 }) }),
  { maxLength: 30 },
);

describe("B7 given two records, whatever they hold", () => {
  test("when they are compared, then it does not matter which comes first, and one agrees with itself wholly", () => {
    fc.assert(
      fc.property(subject, subject, (a, b) => {
        const [one, other] = [prepare(a), prepare(b)];
        const rarity = (of: string): number => 1 / of.length;
        expect(compare(one, other, rarity)).toEqual(compare(other, one, rarity));
        for (const [at, level] of compare(one, one, rarity).entries())
          expect([missing, (comparedFields[at]?.levels ?? 0) - 1]).toContain(level);
      }),
    );
  });

  test("when words are compared, then likeness lies between 0 and 1, is the same both ways, and whole for the same word", () => {
    fc.assert(
      fc.property(word, word, fc.array(word), fc.array(word), (a, b, some, others) => {
        for (const like of [likeness(a, b), wordsAlike(some, others, () => 1)]) {
          expect(like).toBeGreaterThanOrEqual(0);
          expect(like).toBeLessThanOrEqual(1);
        }
        expect(likeness(a, b)).toBe(likeness(b, a));
        expect(wordsAlike(some, others, () => 1)).toBe(wordsAlike(others, some, () => 1));
        expect(isOneEdit(a, b)).toBe(isOneEdit(b, a));
        expect(likeness(a, a)).toBe(1);
        expect(isOneEdit(a, `${a}x`)).toBe(true);
      }),
    );
  });

  test("when a normal form is normalised again, then it stays", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), word), fc.constantFrom("DE", "US", "IT", null), (given, country) => {
        expect(zipKey(zipKey(given))).toBe(zipKey(given));
        const street = streetWords(given);
        expect(streetWords(street.join(" "))).toEqual(street);
        const phone = e164(given, country);
        if (phone !== null) expect(e164(phone, phone.startsWith("+") ? country : null)).toBe(phone);
      }),
    );
  });
});

describe("B7 given many records", () => {
  test("when they are kept as texts, then each comes back as it was, whatever its letters", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constant("ÿĀ".repeat(6000)))),
        (texts) => {
          const pool = createTextPool();
          for (const one of texts) pool.add(one);
          expect(texts.map((_, at) => pool.at(at))).toEqual(texts);
        },
      ),
      { numRuns: 60 },
    );
  });

  test("when some share keys, then every two that share one are given, once, and no others", () => {
    const keys = fc.array(fc.constantFrom(..."abcdefghij".split("")), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(keys, { maxLength: 40 }), (records) => {
        const index = createKeyIndex();
        for (const one of records) index.add(one);
        const given = [...index.candidates()].flatMap((pair) =>
          typeof pair === "number" ? [] : [pair.join()],
        );
        const shared = records.flatMap((one, a) =>
          records.flatMap((other, b) =>
            a < b && one.some((key) => other.includes(key)) ? [`${a},${b}`] : [],
          ),
        );
        expect(given.toSorted()).toEqual(shared.toSorted());
      }),
    );
  });
});

describe("B7 given weights that were learned, whatever the data", () => {
  test("when two agree more in one field, then nothing speaks less for them", () => {
    fc.assert(
      fc.property(patterns, agreement, fc.nat(comparedFields.length - 1), (seen, before, field) => {
        const model = learn(seen);
        const level = before[field] ?? missing;
        const most = (comparedFields[field]?.levels ?? 1) - 1;
        if (level === missing || level === most) return;
        const after = before.with(field, level + 1);
        expect(weightOf(model, after)).toBeGreaterThanOrEqual(weightOf(model, before) - 1e-9);
        const chance = probability(weightOf(model, after));
        expect(chance).toBeGreaterThanOrEqual(0);
        expect(chance).toBeLessThanOrEqual(1);
      }),
    );
  });
});

test.each([
  ["The Acme Group, Inc.", "acme group"],
  ["ACME GROUP", "acme group"],
  ["Société Générale S.A.", "societe generale"],
  ["A. O. Smith Corp", "ao smith"],
  ["Müller & Söhne GmbH & Co. KG", "muller sohne"],
  ["Limited", "limited"],
  ["", ""],
])("B7 given the name %s, its words are %s", (name, words) => {
  expect(nameWords(name).join(" ")).toBe(words);
});

test.each([
  ["+49 (0)30 901234", null, "+4930901234"],
  ["0049 30 901234", "US", "+4930901234"],
  ["030 901234", "DE", "+4930901234"],
  ["030 901234", null, "30901234"],
  ["(617) 555-0101", "US", "+16175550101"],
  ["1-617-555-0101 ext. 7", "US", "+16175550101"],
  ["06 1234567", "IT", "+39061234567"],
  ["12345", "DE", null],
])("B7 given the phone number %s in %s, it is %s", (number, country, expected) => {
  expect(e164(number, country)).toBe(expected);
});

test.each([
  ["+4930901234", "30901234", true],
  ["+4930901234", "+4930901234", true],
  ["+4930901234", "+4330901234", false],
  ["30901234", "30901235", false],
])("B7 given the numbers %s and %s, that they are one is %s", (a, b, expected) => {
  expect(isSamePhone(a, b)).toBe(expected);
});

test.each([
  ["12 Main St.", "Main Street 12"],
  ["Hauptstr. 12b", "12 B Hauptstrasse"],
  ["4 Pine Ave", "4 Pine Avenue"],
])("B7 given the streets %s and %s, they are the same", (a, b) => {
  expect(streetWords(a)).toEqual(streetWords(b));
});

test.each([
  ["Germany", "DE"],
  ["deutschland", "DE"],
  ["us", "US"],
  ["U.S.A.", "US"],
  ["Atlantis", null],
  [null, null],
])("B7 given the country %s, it is %s", (name, code) => {
  expect(countryCode(name)).toBe(code);
});
