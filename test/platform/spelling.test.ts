import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { errorsBetween, letterPairs, spellingsOf, textsMeant } from "#kernel/spelling.ts";

const word = fc.stringMatching(/^[a-e]{1,9}$/);

describe("given two words", () => {
  test.each([
    ["summit", "summit", 0],
    ["sumit", "summit", 1],
    ["summmit", "summit", 1],
    ["sumnit", "summit", 1],
    ["usmmit", "summit", 1],
    ["smumti", "summit", 2],
    ["granite", "summit", 3],
  ])("%s and %s, then so many errors lie between", (a, b, errors) => {
    expect(errorsBetween(a, b, 2)).toBe(errors);
  });

  test("whatever they are, then the errors are the same both ways, none only where they are one, and one where one letter is", () => {
    fc.assert(
      fc.property(word, word, fc.nat(8), (a, b, at) => {
        expect(errorsBetween(a, b, 9)).toBe(errorsBetween(b, a, 9));
        expect(errorsBetween(a, b, 9) === 0).toBe(a === b);
        expect(errorsBetween(a, `${a.slice(0, at)}x${a.slice(at)}`, 9)).toBe(1);
        expect(errorsBetween(a, b, 1)).toBe(Math.min(errorsBetween(a, b, 9), 2));
      }),
    );
  });
});

describe("given a word that was mistyped and those that are known", () => {
  const known = ["summit", "summer", "submit", "granite"];

  test("then the one with the fewest errors comes first, and one that is too far is none", () => {
    const whole = { mayGoOn: false, most: 5 };
    expect(spellingsOf("sumit", known, whole)).toEqual([
      { word: "summit", errors: 1 },
      { word: "submit", errors: 1 },
    ]);
    expect(spellingsOf("quartz", known, whole)).toEqual([]);
    expect(spellingsOf("sum", known, whole)).toEqual([]);
  });

  test("when it may go on, then it is compared with the beginnings of the others", () => {
    expect(spellingsOf("grnai", known, { mayGoOn: true, most: 5 })).toEqual([{ word: "granite", errors: 1 }]);
    expect(spellingsOf("grnai", known, { mayGoOn: false, most: 5 })).toEqual([]);
  });

  test("when a known word is one typing error away, then the pairs of letters that are asked for do not leave it out", () => {
    const longer = fc.stringMatching(/^[a-e]{4,9}$/);
    fc.assert(
      fc.property(longer, fc.nat(20), fc.constantFrom("add", "drop", "swap"), (meant, place, kind) => {
        const at = place % (meant.length - 1);
        const typed = {
          add: `${meant.slice(0, at)}x${meant.slice(at)}`,
          drop: meant.slice(0, at) + meant.slice(at + 1),
          swap: meant.slice(0, at) + meant.charAt(at + 1) + meant.charAt(at) + meant.slice(at + 2),
        }[kind];
        if (typed.length < 5) return;
        const { pairs, least } = letterPairs(typed);
        expect(pairs.filter((pair) => meant.includes(pair)).length).toBeGreaterThanOrEqual(least);
      }),
    );
  });

  test("when several words were mistyped, then texts of all that may have been meant come, without the one that was typed", async () => {
    const texts = await textsMeant(["sumit", "granit"], async () => known);
    expect(texts[0]).toBe("summit granite");
    expect(texts).not.toContain("sumit granit");
    expect(await textsMeant("a b c d e f".split(" "), async () => known)).toEqual([]);
  });
});
