import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { tablesOf } from "../support/tables.ts";
import { child, type Node, nodesOf, parse, root, type Source, sourcesBelow } from "./source.ts";

/** What docs/features.md says of one feature. */
type Row = { number: string; shownBy: string[] };

/** What this version promises: the rows of the direction from the CRM to billing. */
const promised = [
  ...["F1-36", "F41-49", "F79-80", "F85", "F91-93", "B1", "B17-18"].flatMap((range) => {
    const [, letter = "", from = "", to = from] = /^([FB])(\d+)(?:-(\d+))?$/.exec(range) ?? [];
    return Array.from({ length: Number(to) - Number(from) + 1 }, (_, at) => `${letter}${Number(from) + at}`);
  }),
];

function rowsOf(page: string): Row[] {
  const [table = []] = tablesOf(page);
  return table.map((row) => ({
    number: row["#"] ?? "",
    shownBy: (row["shown by"] ?? "").split("<br>").map((item) => item.replaceAll("`", "").trim()),
  }));
}

/** The names of all tests and groups of a file. */
function namesIn(source: Source): string[] {
  const calls = nodesOf(
    source.tree,
    (node) => node.type === "CallExpression" && /^(test|describe)\b/.test(calleeOf(source, node)),
  );
  return calls.flatMap((call) => {
    const [first] = call["arguments"] as Node[];
    if (first?.type === "Literal") return [String(first["value"])];
    return first?.type === "TemplateLiteral" ? [source.text.slice(first.start + 1, first.end - 1)] : [];
  });
}

function calleeOf({ text }: Source, node: Node): string {
  const callee = child(node, "callee");
  return callee ? text.slice(callee.start, callee.end) : "";
}

/** `test/a.test.ts` needs a test that names the feature; `test/a.test.ts: a name` that very test. */
function isThere(number: string, item: string, names: ReadonlyMap<string, string[]>): boolean {
  const [, file = "", name] = /^(\S+?\.test\.tsx?)(?:: (.+))?$/.exec(item) ?? [];
  const inFile = names.get(file) ?? [];
  return name === undefined
    ? inFile.some((one) => new RegExp(`\\b${number}\\b`).test(one))
    : inFile.includes(name);
}

describe("docs/features.md", () => {
  const rows = rowsOf(readFileSync(join(root, "docs/features.md"), "utf8"));
  const names = new Map(sourcesBelow("test").map((source) => [source.path, namesIn(source)]));

  test("given the features that this version promises, the table has a row for each, once", () => {
    console.log(`features: read ${rows.length} rows and ${[...names.values()].flat().length} names of tests`);
    expect(rows.map(({ number }) => number).toSorted()).toEqual(promised.toSorted());
  });

  test("given the tests that it names, each is there", () => {
    const items = rows.flatMap(({ number, shownBy }) => shownBy.map((item) => ({ number, item })));
    expect(items.filter(({ item }) => item.startsWith("test/")).length).toBeGreaterThanOrEqual(40);
    const wrong = items.filter(
      ({ number, item }) =>
        !["not yet shown", "with both ways"].includes(item) && !isThere(number, item, names),
    );
    expect(wrong).toEqual([]);
  });

  test("given a file without the feature's number, or a name that is not there, it is found", () => {
    const source = parse("test/a.test.ts", `describe("F1 given", () => { test.each([1])("F12 when", a); });`);
    const all = new Map([[source.path, namesIn(source)]]);
    expect(isThere("F1", "test/a.test.ts", all)).toBe(true);
    expect(isThere("F12", "test/a.test.ts", all)).toBe(true);
    expect(isThere("F2", "test/a.test.ts", all)).toBe(false);
    expect(isThere("F2", "test/a.test.ts: F12 when", all)).toBe(true);
    expect(isThere("F2", "test/a.test.ts: F13 when", all)).toBe(false);
    expect(isThere("F1", "test/b.test.ts", all)).toBe(false);
  });
});
