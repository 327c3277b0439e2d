import { describe, expect, test } from "vitest";
import { buildProgram, readCommands } from "#app/cli/program.ts";

const namesOf = async (words?: string[]): Promise<string[]> =>
  buildProgram(await readCommands(words)).commands.map((command) => command.name());

const all = await namesOf();

describe("the commands that are read", () => {
  test.each(all)("given concord %s, its own file is read and no other", async (name) => {
    const read = await namesOf([name, "--help"]);
    expect(read).toContain(name);
    expect(read.length).toBeLessThan(8);
  });

  test.each([
    {
      line: "concord --org customers --json undo RUN",
      words: ["--org", "customers", "--json", "undo", "RUN"],
    },
    { line: "concord --json undo", words: ["--json", "undo"] },
    { line: "concord --org=Crestline undo", words: ["--org=Crestline", "undo"] },
  ])("given $line, the command is known among the options before it", async ({ words }) => {
    expect(await namesOf(words)).toEqual(["undo"]);
  });

  test.each([{ words: [] }, { words: ["--help"] }, { words: ["help", "undo"] }, { words: ["undoo"] }])(
    "given $words, all are read: for the help, and for what may have been meant",
    async ({ words }) => {
      expect(await namesOf(words)).toEqual(all);
    },
  );
});
