import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { child, isPure, lineOf, nodesOf, parse, sourcesBelow, type Source } from "./source.ts";

type Import = {
  from: string;
  line: number;
  name: string;
  to: string | undefined;
  /** Asked for when it is needed, as screens are: such a file may lead back. */
  isLate: boolean;
};

/** What each folder of src may import beside itself (ARCHITECTURE.md). */
const allowed: Record<string, string[]> = {
  kernel: [],
  platform: ["kernel"],
  crm: ["platform", "kernel"],
  billing: ["platform", "kernel"],
  zoho: ["platform", "kernel"],
  sync: ["billing", "zoho", "platform", "kernel"],
  app: ["web", "sync", "crm", "billing", "zoho", "platform", "kernel"],
  web: ["kernel"],
};

const endpoint = "src/platform/http/endpoint.ts";
const ports = [endpoint, "src/platform/http/call.ts"];

function importsOf(source: Source): Import[] {
  const declarations = [
    "ImportDeclaration",
    "ExportNamedDeclaration",
    "ExportAllDeclaration",
    "ImportExpression",
    "TSImportType",
  ];
  return nodesOf(source.tree, (node) => declarations.includes(node.type)).flatMap((node) => {
    const name = child(node, "source")?.["value"];
    if (typeof name !== "string") return [];
    const line = lineOf(source, node.start);
    const to = resolveImport(source.path, name);
    return [{ from: source.path, line, name, to, isLate: node.type === "ImportExpression" }];
  });
}

/** The file of ours that is meant, from the root; `undefined` for a package. */
function resolveImport(from: string, name: string): string | undefined {
  if (name.startsWith("#")) return `src/${name.slice(1)}`;
  if (name.startsWith(".")) return posix.normalize(posix.join(posix.dirname(from), name));
  return undefined;
}

/** What is wrong with an import, in words; `undefined` when nothing is. */
function problemOf({ from, name, to }: Import): string | undefined {
  return (
    directionProblem(from, to) ??
    apiProblem(from, name, to) ??
    purityProblem(from, name, to) ??
    spellingProblem(from, name, to)
  );
}

function directionProblem(from: string, to: string | undefined): string | undefined {
  if (to === undefined) return undefined;
  if (!to.startsWith("src/")) return "src imports nothing from outside src";
  const [here, there] = [layerOf(from), layerOf(to)];
  if (here === there || allowed[here]?.includes(there)) return undefined;
  if (here === "web" && (to.endsWith(".api.ts") || ports.includes(to))) return undefined;
  // A form reckons as one types by the rule that the server decides with (docs/adr/0021-the-web-reckons-by-our-rules.md).
  if (here === "web" && there === "billing" && isPure(to)) return undefined;
  return `${here} may not import ${there}`;
}

function apiProblem(from: string, name: string, to: string | undefined): string | undefined {
  if (!from.endsWith(".api.ts")) return undefined;
  if (to === undefined) return name === "zod" ? undefined : "an api file imports no package but zod";
  if (to === endpoint || to.endsWith(".api.ts") || layerOf(to) === "kernel") return undefined;
  return isPure(to) && layerOf(to) === layerOf(from)
    ? undefined
    : "an api file imports schemas and pure files only";
}

function purityProblem(from: string, name: string, to: string | undefined): string | undefined {
  if (!isPure(from)) return undefined;
  if (name.startsWith("node:")) return "a pure file uses nothing of Node";
  if (to !== undefined && /\.(store|commands|routes|job|client)\.ts$/.test(to))
    return "a pure file imports nothing that acts";
  return undefined;
}

function spellingProblem(from: string, name: string, to: string | undefined): string | undefined {
  if (to === undefined) return undefined;
  const isSameFolder = posix.dirname(from) === posix.dirname(to);
  if (isSameFolder) return name.startsWith("./") ? undefined : "inside a folder imports are relative";
  return name.startsWith("../") ? "across folders imports begin with #" : undefined;
}

/** Files that import one another in a circle, types included; each circle once, from where it was entered. */
function circlesOf(imports: Import[]): string[][] {
  const next = Map.groupBy(
    imports.filter(({ isLate }) => !isLate),
    ({ from }) => from,
  );
  const done = new Set<string>();
  const circles: string[][] = [];
  const follow = (path: string, way: string[]): void => {
    if (way.includes(path)) circles.push([...way.slice(way.indexOf(path)), path]);
    else if (!done.has(path))
      for (const { to } of next.get(path) ?? []) if (to !== undefined) follow(to, [...way, path]);
    done.add(path);
  };
  for (const path of next.keys()) follow(path, []);
  return circles;
}

function layerOf(path: string): string {
  return path.split("/")[1] ?? "";
}

describe("who may import whom", () => {
  const sources = sourcesBelow("src");
  const imports = sources.flatMap(importsOf);

  test("given every import in src, each goes in an allowed direction", () => {
    console.log(`layers: read ${imports.length} imports of ${sources.length} files`);
    // A reader that has stopped reading finds no fault; what the first slice of the code had is the least.
    expect(sources.length).toBeGreaterThanOrEqual(20);
    expect(imports.length).toBeGreaterThanOrEqual(60);
    const problems = imports.flatMap((one) => {
      const problem = problemOf(one);
      return problem === undefined ? [] : [`${one.from}:${one.line} imports ${one.name}: ${problem}`];
    });
    expect(problems).toEqual([]);
  });

  test("given every import of ours, the file it names is there", () => {
    const paths = new Set(sources.map(({ path }) => path));
    const missing = imports.filter(
      ({ to }) => to !== undefined && /\.tsx?$/.test(to) && to.startsWith("src/") && !paths.has(to),
    );
    expect(missing.map(({ from, name }) => `${from} imports ${name}`)).toEqual([]);
  });

  test("given every import in src/web, none leads back to where it came from", () => {
    expect(circlesOf(imports.filter(({ from }) => layerOf(from) === "web"))).toEqual([]);
  });

  test("given files that import one another, then the circle is found; a screen that is loaded later is none", () => {
    const circles = (back: string): string[][] =>
      circlesOf(
        [
          ["src/web/a.tsx", `import { b } from "./b.tsx";`],
          ["src/web/b.tsx", `import { c } from "./c.tsx";`],
          ["src/web/c.tsx", back],
        ].flatMap(([path = "", text = ""]) => importsOf(parse(path, text))),
      );
    expect(circles(`import type { B } from "./b.tsx";`)).toEqual([
      ["src/web/b.tsx", "src/web/c.tsx", "src/web/b.tsx"],
    ]);
    expect(circles(`const b = import("./b.tsx");`)).toEqual([]);
  });

  test.each([
    ["src/billing/a.store.ts", `import { b } from "#crm/b.ts";`],
    ["src/kernel/a.ts", `export * from "#platform/deps.ts";`],
    ["src/sync/a.ts", `const b = await import("#crm/b.ts");`],
    ["src/platform/a.ts", `type B = import("#billing/b.ts").B;`],
    ["src/web/a.tsx", `import type { B } from "#billing/b.store.ts";`],
    ["src/web/a.tsx", `import { b } from "#platform/http/serve.ts";`],
    ["src/web/a.tsx", `import { b } from "#crm/b.ts";`],
    ["src/billing/a.api.ts", `import { Kysely } from "kysely";`],
    ["src/billing/a.api.ts", `import { b } from "./b.store.ts";`],
    ["src/billing/a.ts", `import { readFileSync } from "node:fs";`],
    ["src/billing/a.ts", `import { b } from "./b.store.ts";`],
    ["src/billing/x/a.ts", `import { b } from "../b.ts";`],
    ["src/billing/a.ts", `import { b } from "#billing/b.ts";`],
    ["src/app/main.ts", `import { b } from "../../test/b.ts";`],
  ])("given a forbidden import in %s (%s), it is found", (path, text) => {
    expect(importsOf(parse(path, text)).map(problemOf)).toEqual([expect.any(String)]);
  });

  test.each([
    ["src/web/a.tsx", `import { b } from "#billing/b.api.ts";`],
    ["src/web/a.tsx", `import { b } from "#platform/http/call.ts";`],
    ["src/web/a.tsx", `import { b } from "#billing/b.ts";`],
    ["src/sync/a.store.ts", `import { b } from "#billing/b.store.ts";`],
    ["src/billing/a.api.ts", `import { z } from "zod"; `],
    ["src/app/cli.ts", `import { b } from "#crm/b.ts";`],
  ])("given an allowed import in %s (%s), nothing is found", (path, text) => {
    expect(importsOf(parse(path, text)).map(problemOf)).toEqual([undefined]);
  });
});
