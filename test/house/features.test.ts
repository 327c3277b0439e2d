import { describe, expect, test } from "vitest";
import { missing, namesIn, rowsOf, type TestFile, testFiles } from "./shown-by.ts";
import { parse } from "./source.ts";

/** What this version promises. */
const promised = ["F1-101", "B1-8", "B11", "B14", "B16-20"].flatMap((range) => {
  const [, letter = "", from = "", to = from] = /^([FB])(\d+)(?:-(\d+))?$/.exec(range) ?? [];
  return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => `${letter}${Number(from) + at}`);
});

const files = testFiles();

function namesFeature({ names }: TestFile, number: string): boolean {
  return names.some((name) => new RegExp(`\\b${number}\\b`).test(name));
}

/** `fault 5`, `faults 5 and 6`, or in a table of faults `fault: "5 truncated"`. */
function namesFault({ source }: TestFile, number: string): boolean {
  return new RegExp(`\\bfaults?:?\\s+"?(?:\\d+(?:,| and)? )*${number}\\b`).test(source.text);
}

describe("docs/features.md", () => {
  const rows = rowsOf("docs/features.md");

  test("given the features that this version promises, the table has a row for each, once", () => {
    const names = [...files.values()].flatMap((file) => file.names);
    console.log(`features: read ${rows.length} rows and ${names.length} names of tests`);
    expect(names.length).toBeGreaterThanOrEqual(400);
    expect(rows.map(({ number }) => number).toSorted()).toEqual(promised.toSorted());
  });

  test("given the tests that it names, each is there and names the feature", () => {
    const items = rows.flatMap(({ shownBy }) => shownBy);
    expect(items.filter((item) => item.startsWith("test/")).length).toBeGreaterThanOrEqual(60);
    expect(missing(rows, files, namesFeature)).toEqual([]);
  });
});

describe("docs/faults.md", () => {
  const rows = rowsOf("docs/faults.md");

  test("given the 72 faults, the table has a row for each, in order", () => {
    console.log(`faults: read ${rows.length} rows`);
    expect(rows.map(({ number }) => number)).toEqual(Array.from({ length: 72 }, (_, at) => String(at + 1)));
  });

  test("given the tests that it names, each is there and names the fault", () => {
    expect(missing(rows, files, namesFault)).toEqual([]);
  });
});

test("given a file without the number, or a test that is not there, it is found", () => {
  const source = parse(
    "test/a.test.ts",
    `describe("F1 given", () => { test.each([1])("F12 when", a); it("given fault 5 and 7", b); });`,
  );
  const one = new Map([[source.path, { source, names: namesIn(source) }]]);
  const has = (number: string, item: string, isNumbered = namesFeature): boolean =>
    missing([{ number, shownBy: [item] }], one, isNumbered).length === 0;
  expect(has("F1", "test/a.test.ts")).toBe(true);
  expect(has("F12", "test/a.test.ts")).toBe(true);
  expect(has("F2", "test/a.test.ts")).toBe(false);
  expect(has("F2", "test/a.test.ts: F12 when")).toBe(true);
  expect(has("F2", "test/a.test.ts: F13 when")).toBe(false);
  expect(has("F1", "test/b.test.ts")).toBe(false);
  expect(has("7", "test/a.test.ts", namesFault)).toBe(true);
  expect(has("8", "test/a.test.ts", namesFault)).toBe(false);
});
