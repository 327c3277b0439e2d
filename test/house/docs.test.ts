import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import type { Command } from "commander";
import { describe, expect, test } from "vitest";
import { buildProgram, readCommands } from "#app/cli/program.ts";
import { TargetEnvironment } from "#app/cli/target.ts";
import { allErrors } from "#kernel/errors.ts";
import { Environment } from "#platform/config/config.ts";

type Page = { path: string; text: string };

const root = join(import.meta.dirname, "../..");
const commands = await readCommands();
const folders = ["", "docs", "migrations"];

/** Every Markdown page of the project. */
const pages: Page[] = folders.flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: folder !== "", encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name))
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") })),
);

/** What stands as code in a page, whole blocks line by line and pieces within sentences. */
function codeOf({ text }: Page): string[] {
  const blocks = [...text.matchAll(/^```\w*\n([^]*?)^```/gm)].flatMap(([, block = ""]) => block.split("\n"));
  const pieces = [...text.replaceAll(/^```[^]*?^```/gm, "").matchAll(/`([^`\n]+)`/g)];
  return [...blocks, ...pieces.map(([, piece = ""]) => piece)];
}

/** Everything a page holds that matches, with where it was found: `README.md: npm run x`. */
function found(
  pattern: RegExp,
  source: readonly Page[] = pages,
): { page: string; match: RegExpMatchArray }[] {
  return source.flatMap((page) =>
    codeOf(page).flatMap((code) => [...code.matchAll(pattern)].map((match) => ({ page: page.path, match }))),
  );
}

/** The part after # by which a heading is linked: GitHub's rule. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .replaceAll(/[`*]/g, "")
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

function brokenLinks({ path, text }: Page): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  return links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [file = "", anchor] = link.split("#");
      const target = file === "" ? path : normalize(join(dirname(path), file));
      if (!existsSync(join(root, target))) return true;
      return anchor !== undefined && !anchorsOf(readFileSync(join(root, target), "utf8")).includes(anchor);
    })
    .map((link) => `${path}: ${link}`);
}

/** What is wrong with a command line of ours; undefined when it can be typed so. */
function commandProblem(line: string): string | undefined {
  const words = [...line.matchAll(/"[^"]*"|'[^']*'|\S+/g)].map(([word]) => word);
  let command: Command = buildProgram(commands);
  let arguments_ = 0;
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? "";
    if (/^[|>#&;]/.test(word)) break;
    if (word.startsWith("--")) {
      const option = [...command.options, ...buildProgram(commands).options].find(
        ({ long }) => long === word,
      );
      if (option === undefined) return `${command.name()} has no option ${word}`;
      if (!option.isBoolean()) at += 1;
      continue;
    }
    const next = command.commands.find((one) => one.name() === word);
    if (next) command = next;
    else if (command.commands.length > 0) return `${command.name()} has no command ${word}`;
    else arguments_ += 1;
  }
  if (arguments_ > command.registeredArguments.length) return `${command.name()} takes fewer arguments`;
  return undefined;
}

describe("documents", () => {
  test("given every link within the project, it leads to a file and a heading that are there", () => {
    const count = pages.flatMap(({ text }) => [...text.matchAll(/\]\(/g)]).length;
    console.log(`docs: read ${pages.length} pages with ${count} links`);
    expect(pages.length).toBeGreaterThanOrEqual(25);
    expect(count).toBeGreaterThanOrEqual(50);
    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  test("given the chapters of the guide, each is headed by its number, and the contents list it under that", () => {
    const chapters = pages.filter(({ path }) => /^docs\/guide\/\d/.test(path));
    expect(chapters.length).toBeGreaterThanOrEqual(18);
    const contents = pages.find(({ path }) => path === "docs/guide/README.md")?.text ?? "";
    for (const { path, text } of chapters) {
      const [file = "", number = ""] = /(\d+)-[^/]+$/.exec(path) ?? [];
      expect(text).toMatch(new RegExp(`^# ${number}\\. `));
      expect(contents).toMatch(new RegExp(`^${number}\\. \\[[^\\]]+\\]\\(${file}\\)`, "m"));
    }
  });

  test("given every npm script that is named, package.json has it", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    const named = found(/^(?:[A-Z_]+=\S+ )*npm (?:run )?(?!ci\b|install\b)([a-z]+)\b/g);
    expect(named.length).toBeGreaterThanOrEqual(10);
    expect(named.filter(({ match }) => !(match[1] && match[1] in scripts)).map(toText)).toEqual([]);
  });

  test("given every command line of ours, its command and its options are there", () => {
    const named = found(/(?:^|bin\/)concord ([a-z-].*?)(?:\)|$)/g);
    expect(named.length).toBeGreaterThanOrEqual(15);
    const wrong = named.flatMap(({ page, match }) => {
      const problem = commandProblem(match[1] ?? "");
      return problem === undefined ? [] : [`${page}: ${match[0].trim()}: ${problem}`];
    });
    expect(wrong).toEqual([]);
    expect(commandProblem("configure --modul accounts")).toMatch(/no option/);
    expect(commandProblem("crm inport accounts a.csv")).toMatch(/no command/);
  });

  test("given every environment variable that is named, something reads it", () => {
    const known = new Set([...Object.keys(Environment.shape), ...Object.keys(TargetEnvironment.shape)]);
    for (const { text } of sources(["test", "scripts"]))
      for (const [, name = ""] of text.matchAll(/process\.env\["([A-Z_]+)"\]/g)) known.add(name);
    const named = found(/\b((?:CONCORD|BENCH|DATABASE)_[A-Z_]+)\b/g);
    expect(named.length).toBeGreaterThanOrEqual(20);
    expect(named.filter(({ match }) => !known.has(match[1] ?? "")).map(toText)).toEqual([]);
  });

  test("given every error code that is named, the table has it", () => {
    const codes = new Set<string>(allErrors().map(({ code }) => code));
    const groups = [...new Set([...codes].map((code) => code.split(".")[0]))].join("|");
    const written = pages.filter(({ path }) => !path.startsWith("docs/spec/"));
    const named = found(new RegExp(`^((?:${groups})\\.(?!ts$)[a-z_]+)$`, "g"), written);
    expect(named.length).toBeGreaterThanOrEqual(30);
    expect(named.filter(({ match }) => !codes.has(match[1] ?? "")).map(toText)).toEqual([]);
  });

  test("given every file of ours that is named, it is there", () => {
    const named = found(/^((?:src|test|docs|scripts|migrations|bin|\.ci)\/[\w@./-]+)$/g);
    expect(named.length).toBeGreaterThanOrEqual(20);
    expect(named.filter(({ match }) => !existsSync(join(root, match[1] ?? ""))).map(toText)).toEqual([]);
  });

  test("given every address of the API that is named, an endpoint is there", () => {
    const reference = readFileSync(join(root, "docs/reference/api.md"), "utf8");
    const paths = [...reference.matchAll(/`[A-Z]+ (\/api\/v1\/\S+)`/g)].map(([, path = ""]) => path);
    const patterns = paths.map((path) => new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`));
    const named = found(
      /(\/api\/v1\/[\w$/{}-]+)/g,
      pages.filter(({ path }) => !path.startsWith("docs/reference/")),
    );
    expect(named.length).toBeGreaterThanOrEqual(4);
    const wrong = named.filter(({ match }) => !patterns.some((pattern) => pattern.test(match[1] ?? "")));
    expect(wrong.map(toText)).toEqual([]);
  });
});

function toText({ page, match }: { page: string; match: RegExpMatchArray }): string {
  return `${page}: ${match[0]}`;
}

function sources(names: readonly string[]): Page[] {
  return names.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|mjs)$/.test(name))
      .map((name) => ({ path: join(folder, name), text: readFileSync(join(root, folder, name), "utf8") })),
  );
}
