import { type Blocks, blocksOf, candidatesOf } from "./candidates.ts";
import { type Agreement, compare } from "./compare.ts";
import { learn, type Model, type Pattern, probability, weightOf } from "./model.ts";
import type { Prepared } from "./subject.ts";

/** Two records that may be the same, by their places in the list, with how they agree and the chance that they are. */
export type Found = { a: number; b: number; agreement: Agreement; bits: number; chance: number };

/** Pairs of a lower chance are not shown to anybody. */
export const offered = 0.5;

/**
 * Which records are compared with which: the name of the group whose weights are learned together, undefined where two
 * are known to be one, or not to be.
 */
export type GroupOf = (a: Prepared, b: Prepared) => string | undefined;

/** How far a search is: candidates are counted as they are compared. */
export type Step = { phase: "blocking" | "comparing"; done: number; of: number };

type Group = { patterns: Map<string, Pattern & { number: number }> };

/** Finds the pairs that may be the same record, best first, and the weights by which. Rests at each of its steps. */
export function* findPairs(
  records: readonly Prepared[],
  groupOf: GroupOf,
): Generator<Step, { found: Found[]; models: Map<string, Model>; candidates: number }> {
  const blocks = yield* blocking(records);
  const rarity = rarityIn(records);
  const groups = new Map<string, Group>();
  const patterns: Pattern[] = [];
  const kept: { a: number; b: number; pattern: number }[] = [];
  let candidates = 0;
  for (const [a, b] of candidatesOf(blocks)) {
    const [one, other] = [records[a], records[b]];
    const name = one && other ? groupOf(one, other) : undefined;
    if (!one || !other || name === undefined) continue;
    const agreement = compare(one, other, rarity);
    const group = groups.get(name) ?? { patterns: new Map() };
    groups.set(name, group);
    const pattern = group.patterns.get(agreement.join()) ?? { agreement, count: 0, number: patterns.length };
    if (pattern.count === 0) {
      group.patterns.set(agreement.join(), pattern);
      patterns.push(pattern);
    }
    pattern.count += 1;
    candidates += 1;
    if (isPossible(agreement)) kept.push({ a, b, pattern: pattern.number });
    if (candidates % restEvery === 0) yield { phase: "comparing", done: a, of: records.length };
  }
  const models = new Map<string, Model>();
  const bits: number[] = [];
  for (const [name, group] of groups) {
    const model = learn([...group.patterns.values()]);
    models.set(name, model);
    for (const { agreement, number } of group.patterns.values()) bits[number] = weightOf(model, agreement);
  }
  const found = kept.flatMap(({ a, b, pattern }): Found[] => {
    const weight = bits[pattern] ?? 0;
    const chance = probability(weight);
    const agreement = patterns[pattern]?.agreement ?? [];
    return chance < offered ? [] : [{ a, b, agreement, bits: weight, chance }];
  });
  found.sort((x, y) => y.bits - x.bits || x.a - y.a || x.b - y.b);
  return { found, models, candidates };
}

const restEvery = 500;

function* blocking(records: readonly Prepared[]): Generator<Step, Blocks> {
  const work = blocksOf(records);
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    yield { phase: "blocking", done: 0, of: records.length };
  }
}

/** Names that have little in common are the same record only where a whole key is. Most candidates fall out here. */
function isPossible([name = -1, number = -1, email = -1, , phone = -1, street = -1]: Agreement): boolean {
  return name > 0 || number > 0 || email > 0 || phone > 1 || (name < 0 && street > 0);
}

/** What a word of a name tells: more, the fewer names hold it. From 0.2 to 1. */
export function rarityIn(records: readonly Prepared[]): (word: string) => number {
  const counts = new Map<string, number>();
  for (const { words } of records)
    for (const word of new Set(words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const most = Math.log(records.length + 1);
  return (word) => {
    const count = counts.get(word) ?? 1;
    return most === 0 ? 1 : Math.max(0.2, 1 - Math.log(count) / most);
  };
}
