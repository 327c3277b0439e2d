import type { Argument, Command, Option } from "commander";
import { buildProgram, readCommands } from "#app/cli/program.ts";
import { code, pageHead, table } from "./markdown.ts";

/** docs/reference/cli.md: every command with its arguments and options. */
export async function commandsPage(): Promise<string> {
  const program = buildProgram(await readCommands());
  return [
    pageHead("Command line", "the definitions in `src/app/cli`"),
    `\`bin/concord\` works from any folder. ${program.description()}\n`,
    "Every command takes these options:\n",
    table(["option", "what it is for"], optionRows(program)),
    "\nWith `--json` standard output holds exactly one JSON value. A command that worked ends with 0; one that did not ends with 1 and prints one line, `code: what; remedy`, to standard error ([errors](errors.md)).\n",
    ...leavesOf(program).map(section),
  ].join("\n");
}

type Leaf = { name: string; command: Command };

/** The commands that do something, with the words that lead to them. */
export function leavesOf(command: Command, words: readonly string[] = ["concord"]): Leaf[] {
  if (command.commands.length === 0) return [{ name: words.join(" "), command }];
  return command.commands.flatMap((one) => leavesOf(one, [...words, one.name()]));
}

function section({ name, command }: Leaf): string {
  const options = optionRows(command);
  const given = command.registeredArguments.map(argumentText);
  return [
    `## ${[name, ...given].join(" ")}\n`,
    `${sentence(command.description())}\n`,
    ...(options.length > 0 ? [table(["option", "what it is for"], options), ""] : []),
  ].join("\n");
}

function optionRows(command: Command): string[][] {
  return command.options.map((option) => [code(option.flags), describe(option)]);
}

function describe(option: Option): string {
  const notes = [
    ...(option.mandatory ? ["needed"] : []),
    ...(option.defaultValue === undefined ? [] : [`default: ${code(String(option.defaultValue))}`]),
  ];
  return notes.length === 0 ? option.description : `${option.description} (${notes.join(", ")})`;
}

function argumentText(argument: Argument): string {
  return argument.required ? `<${argument.name()}>` : `[${argument.name()}]`;
}

function sentence(text: string): string {
  return text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
