import { readFileSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";
import { type Change, mutants } from "./mutants.ts";

/** Loads the code as the mutant named in CONCORD_MUTANT has it: `node --import ./test/simulator/mutate.ts …`. */
const root = new URL("../../", import.meta.url);
const name = process.env["CONCORD_MUTANT"];
const mutant = mutants.find((one) => one.name === name);
if (!mutant) throw new Error(`CONCORD_MUTANT names no mutant: ${name}`);

const byUrl = Map.groupBy(mutant.changes, ({ file }) => new URL(file, root).href);
registerHooks({
  load(url, context, next) {
    const changes = byUrl.get(url);
    const loaded = next(url, context);
    return changes ? { ...loaded, source: mutated(url, changes), format: "module-typescript" } : loaded;
  },
});

/** The file with the changes in it; each has its place there, once. */
function mutated(url: string, changes: readonly Change[]): string {
  let text = readFileSync(fileURLToPath(url), "utf8");
  for (const { file, from, to } of changes) {
    if (text.split(from).length !== 2) throw new Error(`${name}: not once in ${file}: ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}
