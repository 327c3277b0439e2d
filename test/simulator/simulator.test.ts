import { expect, test } from "vitest";
import { readFileSync } from "node:fs";
import { mutants } from "./mutants.ts";
import { simulate } from "./simulate.ts";

/** About two minutes on one core; `npm run simulate` plays any number. */
const seeds = 10_000;
const atOnce = 500;

/** Stories further off that broke a promise once: what was wrong is in docs/proof.md. */
const brokenOnce = [
  ...[1112768, 1130349, 1534310, 1555883, 1587631],
  ...[1160085, 1516494, 1613161, 1624982, 2009785],
  ...[2148605, 2250670, 4091568, 2500452],
  ...[2490785, 2893561, 4425596, 2940973],
  ...[6344320, 8050920, 8086169],
  ...[12018285, 13000263, 15188020, 17358769],
];

test.for(Array.from({ length: seeds / atOnce }, (_, at) => at * atOnce + 1))(
  "B2 I1-I20 given the stories of 500 seeds from %d on, each keeps every promise",
  { timeout: 15 * 60_000 },
  async (from) => {
    expect(await brokenPromises(Array.from({ length: atOnce }, (_, at) => from + at))).toEqual([]);
  },
);

test("B2 I1-I20 given the stories that broke a promise once, each keeps every promise", async () => {
  expect(await brokenPromises(brokenOnce)).toEqual([]);
});

async function brokenPromises(stories: readonly number[]): Promise<string[]> {
  const broken: string[] = [];
  for (const seed of stories)
    for (const { invariant, detail } of (await simulate(seed)).failures)
      broken.push(`npm run simulate -- --seed ${seed}: ${invariant}: ${detail}`);
  return broken;
}

test("I20 given one seed, its story is the same each time, and another seed's is another one", async () => {
  const digests: number[] = [];
  for (let seed = 1; seed <= 40; seed += 1) {
    const [first, second] = [await simulate(seed), await simulate(seed)];
    expect({ seed, digest: second.digest, events: second.events }).toEqual({
      ...{ seed, digest: first.digest, events: first.events },
    });
    digests.push(first.digest);
  }
  expect(new Set(digests).size).toBe(digests.length);
});

test("given many stories, they are rich: both sides are edited and written, and things go wrong", async () => {
  const told = { edits: 0, writes: 0, calls: 0, deaths: 0, links: 0, conflicts: 0 };
  for (let seed = 1; seed <= 100; seed += 1) {
    const story = await simulate(seed, {
      listen(line) {
        if (line.endsWith(" dies")) told.deaths += 1;
        if (line.includes(" link ")) told.links += 1;
        if (line.includes(" conflict ")) told.conflicts += 1;
      },
    });
    told.edits += story.edits;
    told.writes += story.writes;
    told.calls += story.calls;
  }
  expect(told.edits).toBeGreaterThan(3000);
  expect(told.writes).toBeGreaterThan(2000);
  expect(told.calls).toBeGreaterThan(5000);
  expect(told.deaths).toBeGreaterThan(100);
  expect(told.links).toBeGreaterThan(500);
  expect(told.conflicts).toBeGreaterThan(10);
});

test.for(mutants)(
  "given the mutant $name, what it changes stands once where it looks for it",
  ({ changes }) => {
    for (const { file, from } of changes) {
      const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
      expect(text.split(from).length - 1, `${file}: ${from}`).toBe(1);
    }
  },
);
