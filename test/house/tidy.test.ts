import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  child,
  filesBelow,
  isPure,
  lineOf,
  nodesOf,
  parse,
  root,
  sourcesBelow,
  type Node,
  type Source,
} from "./source.ts";
import { startFlags } from "../support/start-flags.ts";

const mostLines = 300;
const mostFunctionLines = 60;
/** A component is a function too, and its mark-up runs longer. */
const mostComponentLines = 120;

const functions = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];
const impure = [
  "process",
  "crypto",
  "fetch",
  "performance",
  "setTimeout",
  "setInterval",
  "globalThis",
  "require",
];

/** Uses of the clock, chance or surroundings: `line: what`. */
function impurities(source: Source): string[] {
  // kernel/time.ts is the one place that may reckon with Date, from a time it is given.
  const mayReckon = source.path === "src/kernel/time.ts";
  return nodesOf(source.tree, (node, [parent]) => {
    if (node.type === "NewExpression" && nameOf(child(node, "callee")) === "Date")
      return (node["arguments"] as unknown[]).length === 0;
    if (node.type === "CallExpression" && nameOf(child(node, "callee")) === "Date") return true;
    const use =
      node.type === "MemberExpression"
        ? `${nameOf(child(node, "object"))}.${nameOf(child(node, "property"))}`
        : "";
    if (use === "Date.now" || use === "Math.random") return true;
    if (node.type !== "Identifier" || !isValue(node, parent)) return false;
    return impure.includes(nameOf(node)) || (nameOf(node) === "Date" && !mayReckon);
  }).map(
    (node) => `${source.path}:${lineOf(source, node.start)}: ${source.text.slice(node.start, node.end)}`,
  );
}

/** Whether a name stands for a value, not for a field of something or a type. */
function isValue(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return true;
  if (
    parent.type.startsWith("TS") &&
    parent.type !== "TSAsExpression" &&
    parent.type !== "TSNonNullExpression"
  )
    return false;
  if (parent.type === "MemberExpression") return parent["object"] === node || parent["computed"] === true;
  if (parent.type === "Property") return parent["value"] === node;
  return true;
}

function nameOf(node: Node | undefined): string {
  return typeof node?.["name"] === "string" ? node["name"] : "";
}

function longFunctions(source: Source): string[] {
  return nodesOf(source.tree, ({ type }) => functions.includes(type)).flatMap((node) => {
    const lines = lineOf(source, node.end) - lineOf(source, node.start) + 1;
    return lines > (source.path.endsWith(".tsx") ? mostComponentLines : mostFunctionLines)
      ? [`${source.path}:${lineOf(source, node.start)}: a function of ${lines} lines`]
      : [];
  });
}

/** The name a chain of calls and fields begins with: `test` of `test.each([…])("…", …)`. */
function rootName(node: Node | undefined): string {
  if (node?.type === "CallExpression" || node?.type === "TaggedTemplateExpression")
    return rootName(child(node, "callee") ?? child(node, "tag"));
  if (node?.type === "MemberExpression") return rootName(child(node, "object"));
  return nameOf(node);
}

function testsOf(source: Source): { node: Node; body: Node }[] {
  return nodesOf(source.tree, ({ type }) => type === "CallExpression").flatMap((node) => {
    const body = (node["arguments"] as Node[]).find(({ type }) => functions.includes(type));
    return ["test", "it"].includes(rootName(child(node, "callee"))) && body ? [{ node, body }] : [];
  });
}

function testsWithoutExpectation(source: Source): string[] {
  return testsOf(source)
    .filter(
      ({ body }) =>
        nodesOf(body, (node) => /^(expect|assert)/.test(rootName(child(node, "callee")))).length === 0,
    )
    .map(({ node }) => `${source.path}:${lineOf(source, node.start)}: nothing is expected`);
}

function testsLeftOut(source: Source): string[] {
  return nodesOf(source.tree, (node) => {
    const isTest = /^(test|it|describe|suite)$/.test(rootName(node));
    return (
      node.type === "MemberExpression" &&
      isTest &&
      /^(skip|only|todo|fails|skipIf)$/.test(nameOf(child(node, "property")))
    );
  }).map(
    (node) => `${source.path}:${lineOf(source, node.start)}: ${source.text.slice(node.start, node.end)}`,
  );
}

const src = sourcesBelow("src");
const tests = sourcesBelow("test");
const texts = [
  ...["src", "test", "scripts", "bin", "migrations", "docs", ".ci"].flatMap(filesBelow),
  ...["README.md", "ARCHITECTURE.md", "STYLE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"],
  ...["package.json", "NOTICE"],
].filter((path) => /(^|\/)[^.]+$|\.(tsx?|mjs|sql|md|json|css|html|sh|csv|ya?ml)$/.test(path));

/** Lines of the project's text files that match: `path:line: text`. */
function linesThat(matches: RegExp): string[] {
  return texts.flatMap((path) =>
    readText(path)
      .split("\n")
      .flatMap((line, index) => (matches.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : [])),
  );
}

function readText(path: string): string {
  try {
    return readFileSync(join(root, path), "utf8");
  } catch {
    return "";
  }
}

describe("pure files", () => {
  const pure = src.filter(({ path }) => isPure(path));

  test("given every pure file, none reads clock, chance or surroundings", () => {
    console.log(`tidy: read ${pure.length} pure files of ${src.length}`);
    expect(pure.length).toBeGreaterThanOrEqual(6);
    expect(pure.flatMap(impurities)).toEqual([]);
  });

  test.each([
    "Date.now()",
    "new Date()",
    "Date()",
    "new Date(0)",
    "Math.random()",
    "process.env",
    "crypto.subtle",
    "fetch('a')",
  ])("given %s, it is found", (text) => {
    expect(impurities(parse("src/billing/a.ts", `const a = ${text};`))).not.toEqual([]);
  });

  test("given fields and types of those names, nothing is found", () => {
    const text =
      "type A = { at: Date; fetch: string }; const a = { process: 1 }; a.process; b.crypto.fetch();";
    expect(impurities(parse("src/billing/a.ts", text))).toEqual([]);
    expect(impurities(parse("src/kernel/time.ts", "new Date(1).toISOString(); Date.parse('')"))).toEqual([]);
  });
});

describe("sizes and shapes", () => {
  test(`given every file of src, it has at most ${mostLines} lines`, () => {
    const lengths = src.map(({ path, text }) => ({ path, lines: text.trimEnd().split("\n").length }));
    expect(lengths.filter(({ lines }) => lines > mostLines)).toEqual([]);
  });

  test(`given every function of src, it has at most ${mostFunctionLines} lines, a component ${mostComponentLines}`, () => {
    expect(src.flatMap(longFunctions)).toEqual([]);
    expect(
      longFunctions(parse("a.ts", `function a() {\n${"a();\n".repeat(mostFunctionLines)}}`)),
    ).toHaveLength(1);
  });

  test("given every file, none is called index and none of src has a default export", () => {
    expect(
      [...src, ...tests].filter(({ path }) => /\/index\.tsx?$/.test(path)).map(({ path }) => path),
    ).toEqual([]);
    const defaults = src.filter(
      ({ tree }) => nodesOf(tree, ({ type }) => type === "ExportDefaultDeclaration").length > 0,
    );
    expect(defaults.map(({ path }) => path).filter((path) => path !== "src/web/vite.config.ts")).toEqual([]);
  });
});

describe("tests", () => {
  test("given every test, it expects something, and none is left out", () => {
    const count = tests.flatMap(testsOf).length;
    console.log(`tidy: read ${count} tests of ${tests.length} files`);
    expect(count).toBeGreaterThanOrEqual(20);
    expect(tests.flatMap(testsWithoutExpectation)).toEqual([]);
    expect(tests.flatMap(testsLeftOut)).toEqual([]);
  });

  test("given a test without an expectation or one that is left out, it is found", () => {
    expect(testsWithoutExpectation(parse("a.ts", `test("a", () => { b(); });`))).toHaveLength(1);
    expect(
      testsWithoutExpectation(parse("a.ts", `test.each([1])("a", () => { expect(1).toBe(1); });`)),
    ).toEqual([]);
    expect(
      testsLeftOut(parse("a.ts", `test.skip("a", () => {}); describe.only("b", () => {});`)),
    ).toHaveLength(2);
  });
});

describe("texts", () => {
  test("given npm start and bin/concord, both start Node with the same options", () => {
    const command = readFileSync(join(root, "bin/concord"), "utf8");
    const line = command.split("\n").find((one) => one.startsWith("exec "));
    expect(line?.split(" ").filter((word) => word.startsWith("--"))).toEqual(startFlags);
  });

  test("given every text file, what is left to do has a number", () => {
    // Spelled apart, so that this line does not find itself.
    expect(linesThat(/\b(TO[D]O|FIXM[E])\b(?!\s*\(?#\d+)/)).toEqual([]);
  });

  test("given every text file, no path of somebody's machine is in it", () => {
    console.log(`tidy: read ${texts.length} text files`);
    expect(texts.length).toBeGreaterThanOrEqual(40);
    expect(linesThat(/(^|[\s"'`(=:])\/([w]ork|[r]oot|[h]ome|[U]sers)\/\w/)).toEqual([]);
  });
});
