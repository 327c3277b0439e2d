import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Command, CommanderError } from "commander";
import { describe, expect, test } from "vitest";
import { buildProgram, readCommands } from "#app/cli/program.ts";
import { nodesOf, root, type Source, sourcesBelow } from "./source.ts";

const commands = await readCommands();

/** What the program says is wrong with these words; undefined where it would do what they say. Nothing is done. */
function refusalOf(words: readonly string[]): CommanderError | undefined {
  const program = buildProgram(commands);
  for (const command of allOf(program)) command.action(() => undefined);
  try {
    program.parse(words, { from: "user" });
    return undefined;
  } catch (error) {
    if (error instanceof CommanderError) return error;
    throw error;
  }
}

function allOf(command: Command): Command[] {
  return command.commands.flatMap((one) => [...(one.commands.length === 0 ? [one] : []), ...allOf(one)]);
}

type Text = { path: string; text: string };

/** The texts of a source: each with `X` for what is put in. */
function textsOf({ path, text, tree }: Source): Text[] {
  return nodesOf(tree, ({ type }) => type === "Literal" || type === "TemplateLiteral")
    .map(({ start, end }) => text.slice(start + 1, end - 1).replaceAll(/\$\{[^}]*\}/g, "X"))
    .map((one) => ({ path, text: one }));
}

/** The command of ours that a sentence names: its words up to the first that cannot belong to it. */
function commandIn(text: string): string[] {
  let command = buildProgram(commands);
  const words: string[] = [];
  const all = text
    .split(/[\s);,.…]+(?=\s|$)|\s+/)
    .map((word) => word.replace(/[);,.…]+$/, ""))
    .filter((word) => word !== "");
  for (const word of all) {
    const next = command.commands.find((one) => one.name() === word);
    const isOption = word.startsWith("--");
    const isValue = words.at(-1)?.startsWith("--") && !isBoolean(command, words.at(-1) ?? "");
    if (next) command = next;
    else if (!isOption && !isValue && !/^[A-Z]+$/.test(word)) break;
    words.push(word);
  }
  return words;
}

function isBoolean(command: Command, name: string): boolean {
  const option = [...command.options, ...buildProgram(commands).options].find(({ long }) => long === name);
  return option === undefined || option.isBoolean();
}

const sources = sourcesBelow("src").filter(({ path }) => !path.startsWith("src/web/"));

describe("remedies", () => {
  test("given every sentence that names a command of ours, the program knows it with these options", () => {
    const named = sources
      .flatMap(textsOf)
      .flatMap(({ path, text }) =>
        [...text.matchAll(/(?<![\w/.-])concord ((?=[a-z])[^`"]*)/g)].map(([, rest = ""]) => ({ path, rest })),
      )
      .filter(({ rest }) => commandIn(rest).length > 0);
    expect(named.length).toBeGreaterThanOrEqual(25);
    const wrong = named.flatMap(({ path, rest }) => {
      const words = commandIn(rest);
      const refusal = refusalOf(words);
      // A sentence may name a command without all that it needs.
      const isName = /missing(MandatoryOption|Argument)/i.test(refusal?.code ?? "");
      return refusal === undefined || isName
        ? []
        : [`${path}: concord ${words.join(" ")}: ${refusal.message}`];
    });
    expect(wrong).toEqual([]);
  });

  test("given every command that the doctor offers, it can be typed as it stands", () => {
    const offered = ["src/sync/doctor/own-findings.ts", "src/sync/doctor/crm-findings.ts"].flatMap((path) =>
      [...readFileSync(join(root, path), "utf8").matchAll(/command: ["`]concord ([^"]*?)["`][,; ]/g)].map(
        ([, words = ""]) => words.replaceAll(/\$\{[^}]*\}/g, "X"),
      ),
    );
    expect(offered.length).toBeGreaterThanOrEqual(10);
    const wrong = offered.flatMap((words) => {
      const refusal = refusalOf(words.split(" "));
      return refusal ? [`concord ${words}: ${refusal.message}`] : [];
    });
    expect(wrong).toEqual([]);
    expect(refusalOf(["history", "--state", "failed"])?.message).toMatch(/unknown option/);
    expect(refusalOf(["configure"])?.message).toMatch(/required option/);
  });
});
