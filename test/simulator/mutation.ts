import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { argued, type Mutant, mutants } from "./mutants.ts";

/**
 * `npm run mutants -- [--seeds N] [NAME…]`: switches off one rule after the other and plays stories until one breaks a
 * promise. Prints a table; fails where a mutant survives that nobody has argued.
 */
const { values, positionals } = parseArgs({
  options: { seeds: { type: "string", default: "20000" } },
  allowPositionals: true,
});

const chosen = positionals.length === 0 ? mutants : mutants.filter(({ name }) => positionals.includes(name));
console.log("| mutant | rule that is off | broken promise | stories until then |\n| --- | --- | --- | --- |");
let survivors = 0;
let caught = 0;
for (const mutant of chosen) {
  const found = await play(mutant, values.seeds);
  if (found) caught += 1;
  else if (argued[mutant.name] === undefined) survivors += 1;
  const end = found
    ? `${found.promise} | ${found.seed}`
    : `**none in ${values.seeds}** | ${argued[mutant.name] ?? ""}`;
  console.log(`| ${mutant.name} | ${mutant.rule} | ${end} |`);
}
console.log(
  `of ${chosen.length} mutants ${caught} are caught, ${chosen.length - caught - survivors} argued, ${survivors} survive`,
);
process.exitCode = survivors > 0 ? 1 : 0;

/** The first story that a mutant breaks. */
async function play(
  { name, fromSeed = 1 }: Mutant,
  seeds: string,
): Promise<{ seed: string; promise: string } | undefined> {
  const file = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
  const stories = ["--from", String(fromSeed), "--seeds", seeds, "--first"];
  const given = ["--import", file("mutate.ts"), file("main.ts"), ...stories];
  const child = spawn(process.execPath, given, { env: { ...process.env, CONCORD_MUTANT: name } });
  let text = "";
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (part: string) => (text += part));
  await new Promise((resolve) => child.on("close", resolve));
  const found = /^seed (\d+): (I\d+)/m.exec(text);
  if (!found && !text.includes("broke a promise"))
    throw new Error(`${name} did not play: ${text.slice(-2000)}`);
  return found ? { seed: found[1] ?? "", promise: found[2] ?? "" } : undefined;
}
