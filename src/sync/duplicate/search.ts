import type { Collection } from "./collection.ts";
import { type Agreement, compare, missing, areTwo } from "./compare.ts";
import { learn, type Model, type Pattern, probability, weightOf } from "./model.ts";
import type { Prepared } from "./subject.ts";

/** Two records that may be the same, by their places, with how they agree and the chance that they are. */
export type Found = { a: number; b: number; agreement: Agreement; bits: number; chance: number };

/** Pairs of a lower chance are not shown to anybody. */
const offered = 0.5;

/**
 * Which records are compared with which: the name of the group whose weights are learned together, undefined where two
 * are known to be one, or not to be.
 */
export type GroupOf = (a: Prepared, b: Prepared) => string | undefined;

/** How much of a search is done, from 0 to 1. Given where whoever runs it may rest. */
export type Step = { share: number };

type Kind = Pattern & { number: number; group: string };

/** Finds the pairs that may be the same record, best first, and the weights by which. Rests at each of its steps. */
export function* findPairs(
  records: Collection,
  groupOf: GroupOf,
): Generator<Step, { found: Found[]; models: Map<string, Model>; candidates: number }> {
  const kinds = new Map<string, Map<number, Kind>>();
  const all: Kind[] = [];
  /** Pairs that may be the same: two places and the number of their kind, one after the other. */
  const kept: number[] = [];
  let compared = 0;
  let share = 0;
  for (const candidate of records.candidates()) {
    if (typeof candidate === "number") {
      share = candidate;
      yield { share };
      continue;
    }
    const [one, other] = [records.prepared(candidate[0]), records.prepared(candidate[1])];
    const group = groupOf(one, other);
    if (group === undefined) continue;
    const agreement = compare(one, other, records.rarity);
    const within = kinds.get(group) ?? new Map<number, Kind>();
    kinds.set(group, within);
    const code = codeOf(agreement);
    const kind = within.get(code) ?? { agreement, count: 0, number: all.length, group };
    if (kind.count === 0) {
      within.set(code, kind);
      all.push(kind);
    }
    kind.count += 1;
    if (!areTwo(agreement) && isPossible(agreement)) kept.push(candidate[0], candidate[1], kind.number);
    compared += 1;
    if (compared % restEvery === 0) yield { share };
  }
  const models = new Map([...kinds].map(([group, within]) => [group, learn([...within.values()])]));
  return { found: foundIn(kept, all, models), models, candidates: compared };
}

const restEvery = 500;

function foundIn(
  kept: readonly number[],
  kinds: readonly Kind[],
  models: ReadonlyMap<string, Model>,
): Found[] {
  const weights = kinds.map(({ agreement, group }) => {
    const model = models.get(group);
    return model ? weightOf(model, agreement) : -Infinity;
  });
  const found: Found[] = [];
  for (let at = 0; at < kept.length; at += 3) {
    const [a = 0, b = 0, number = 0] = kept.slice(at, at + 3);
    const bits = weights[number] ?? 0;
    const chance = probability(bits);
    if (chance >= offered) found.push({ a, b, agreement: kinds[number]?.agreement ?? [], bits, chance });
  }
  return found.toSorted((x, y) => y.bits - x.bits || x.a - y.a || x.b - y.b);
}

/** An agreement as a number: four degrees at most, and what is missing. */
function codeOf(agreement: Agreement): number {
  return agreement.reduce((code, level) => code * 5 + level + 1, 0);
}

/** Names that have little in common are the same record only where a whole key is. Most candidates fall out here. */
function isPossible([
  name = missing,
  number = missing,
  email = missing,
  ,
  ,
  phone = missing,
  street = missing,
]: Agreement): boolean {
  return name > 0 || number > 0 || email > 0 || phone > 1 || (name < 0 && street > 0);
}
