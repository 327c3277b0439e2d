import { describe, expect, test } from "vitest";
import { showIn } from "#kernel/show.ts";

describe("the days of a period in words", () => {
  test.each([
    ["en-GB", "2026-11-27", "2026-12-27", "27 Nov – 26 Dec 2026"],
    ["en-GB", "2026-03-01", "2026-04-01", "1 – 31 Mar 2026"],
    ["en-GB", "2026-12-15", "2027-01-15", "15 Dec 2026 – 14 Jan 2027"],
    ["en-GB", "2026-03-01", "2026-03-02", "1 Mar 2026"],
    ["en-GB", "2026-03-01", "2026-03-01", "1 Mar 2026"],
    ["en-US", "2026-11-27", "2026-12-27", "Nov 27 – Dec 26, 2026"],
  ])("given %s, from %s up to %s, then it is %s, the last day included", (locale, start, end, words) => {
    expect(showIn(locale).period(start, end)).toBe(words);
  });
});
