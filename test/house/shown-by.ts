import { readFileSync } from "node:fs";
import { join } from "node:path";
import { tablesOf } from "../support/tables.ts";
import { child, type Node, nodesOf, root, type Source, sourcesBelow } from "./source.ts";

/** A row of a page that says which tests show what: its number, and the items of its last column. */
export type Row = { number: string; shownBy: string[] };

/** A test file with the names of its tests and groups. */
export type TestFile = { source: Source; names: string[] };

/** The rows of all tables of a page that have a column "shown by". */
export function rowsOf(path: string): Row[] {
  return tablesOf(readFileSync(join(root, path), "utf8"))
    .flat()
    .filter((row) => "shown by" in row)
    .map((row) => ({
      number: row["#"] ?? "",
      shownBy: (row["shown by"] ?? "").split("<br>").map((item) => item.replaceAll("`", "").trim()),
    }));
}

/** Every test file by its path. */
export function testFiles(): Map<string, TestFile> {
  return new Map(sourcesBelow("test").map((source) => [source.path, { source, names: namesIn(source) }]));
}

/** The names of all tests and groups of a file. */
export function namesIn(source: Source): string[] {
  const calls = nodesOf(
    source.tree,
    (node) => node.type === "CallExpression" && /^(test|it|describe)\b/.test(calleeOf(source, node)),
  );
  return calls.flatMap((call) => {
    const [first] = call["arguments"] as Node[];
    if (first?.type === "Literal") return [String(first["value"])];
    return first?.type === "TemplateLiteral" ? [source.text.slice(first.start + 1, first.end - 1)] : [];
  });
}

/** Items that name no test, or one that is not there. `isNumbered` says whether a file shows a number at all. */
export function missing(
  rows: readonly Row[],
  files: ReadonlyMap<string, TestFile>,
  isNumbered: (file: TestFile, number: string) => boolean,
): { number: string; item: string }[] {
  const items = rows.flatMap(({ number, shownBy }) => shownBy.map((item) => ({ number, item })));
  return items.filter(({ number, item }) => {
    // `test/a.test.ts` has to show the number, `test/a.test.ts: a name` to hold that very test.
    const [, path = "", name] = /^(\S+?\.test\.tsx?)(?:: (.+))?$/.exec(item) ?? [];
    const file = files.get(path);
    if (!file) return true;
    return name === undefined ? !isNumbered(file, number) : !file.names.includes(name);
  });
}

function calleeOf({ text }: Source, node: Node): string {
  const callee = child(node, "callee");
  return callee ? text.slice(callee.start, callee.end) : "";
}
