import { parseArgs } from "node:util";
import { shrink } from "./shrink.ts";
import { simulate } from "./simulate.ts";

/**
 * `npm run simulate -- [--seeds N] [--from SEED]` plays many seeds and shrinks the first that breaks a promise;
 * `--first` ends with it instead. `--seed SEED` plays one, shrinks it if it fails, and tells its story.
 */
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1000" },
    from: { type: "string", default: "1" },
    seed: { type: "string" },
    whole: { type: "boolean", default: false },
    first: { type: "boolean", default: false },
  },
});
if (values.seed === undefined) await playMany(whole("from", values.from), whole("seeds", values.seeds));
else await playOne(whole("seed", values.seed), values.whole);

function whole(name: string, text: string): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  console.error(`--${name} takes a whole number, not ${text}`);
  return process.exit(2);
}

async function playOne(seed: number, isWhole: boolean): Promise<void> {
  const plain = await simulate(seed);
  const isBroken = plain.failures.length > 0 && !isWhole;
  const { telling, acts, tries } = isBroken ? await shrink(seed) : { telling: {}, acts: undefined, tries: 0 };
  const story = await simulate(seed, { ...telling, listen: (line) => console.log(line) });
  console.log(JSON.stringify(story.swarm));
  if (isBroken) console.log(`shrunk in ${tries} tries to ${acts} acts of people; --whole tells all of it`);
  for (const { invariant, detail } of story.failures) console.log(`${invariant}: ${detail}`);
  if (story.failures.length === 0) console.log(`seed ${seed} keeps every promise`);
  process.exitCode = story.failures.length > 0 ? 1 : 0;
}

async function playMany(from: number, seeds: number): Promise<void> {
  const began = performance.now();
  const broken: number[] = [];
  let events = 0;
  for (let seed = from; seed < from + seeds; seed += 1) {
    const story = await simulate(seed);
    events += story.events;
    const [first] = story.failures;
    if (!first) continue;
    broken.push(seed);
    if (broken.length <= 20) console.log(`seed ${seed}: ${first.invariant}: ${first.detail.slice(0, 300)}`);
    if (values.first) break;
  }
  const seconds = (performance.now() - began) / 1000;
  const rate = `${(seeds / seconds).toFixed(0)} a second, ${Math.round(events / seeds)} events a seed`;
  console.log(
    `${seeds} seeds from ${from} in ${seconds.toFixed(1)} s, ${rate}: ${broken.length} broke a promise`,
  );
  process.exitCode = broken.length > 0 ? 1 : 0;
  const [seed] = broken;
  if (seed !== undefined && !values.first) await playOne(seed, false);
}
