import { type Agreement, areTwo, missing } from "./compare.ts";

/**
 * The weights of Fellegi and Sunter: for each field and degree of agreement how often it is met among records that are
 * the same (m) and among those that are not (u). `share` is how many of all candidates are the same.
 */
export type Model = { share: number; m: number[][]; u: number[][] };

/** What is believed before any data were seen, worth `trust` candidates: of few records much, of many nothing. */
const believed: Model = {
  share: 0.05,
  m: [
    [0.04, 0.1, 0.2, 0.66],
    [0.05, 0.1, 0.85],
    [0.25, 0.1, 0.65],
    [0.2, 0.8],
    [0.25, 0.1, 0.65],
    [0.15, 0.2, 0.65],
    [0.1, 0.1, 0.8],
    [0.1, 0.1, 0.8],
  ],
  u: [
    [0.7, 0.25, 0.04, 0.01],
    [0.994, 0.005, 0.001],
    [0.985, 0.01, 0.005],
    [0.97, 0.03],
    [0.985, 0.01, 0.005],
    [0.93, 0.05, 0.02],
    [0.8, 0.05, 0.15],
    [0.82, 0.05, 0.13],
  ],
};
const trust = 60;
const shareTrust = 20;

/** How often the estimate is made better; it stands still long before. */
const rounds = 60;

/** Candidates counted by how they agree: the same agreement comes many times. */
export type Pattern = { agreement: Agreement; count: number };

/** Learns the weights from the candidates alone, by expectation and maximization. Nobody says which are the same. */
export function learn(patterns: readonly Pattern[]): Model {
  let model = believed;
  for (let round = 0; round < rounds; round += 1) model = better(model, patterns);
  return inOrder(model);
}

function better(model: Model, patterns: readonly Pattern[]): Model {
  const m = believed.m.map((levels) => levels.map((p) => p * trust));
  const u = believed.u.map((levels) => levels.map((p) => p * trust));
  let matches = believed.share * shareTrust;
  let total = shareTrust;
  for (const { agreement, count } of patterns) {
    const chance = areTwo(agreement) ? 0 : probability(weightOf(model, agreement));
    matches += chance * count;
    total += count;
    for (const [field, level] of agreement.entries()) {
      if (level === missing) continue;
      add(m[field], level, chance * count);
      add(u[field], level, (1 - chance) * count);
    }
  }
  return { share: matches / total, m: m.map(shares), u: u.map(shares) };
}

function add(counts: number[] | undefined, level: number, more: number): void {
  if (counts) counts[level] = (counts[level] ?? 0) + more;
}

function shares(counts: readonly number[]): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / all);
}

/** More agreement never says less: where the data had it otherwise, two degrees weigh the same. */
function inOrder(model: Model): Model {
  const m = model.m.map((levels, field) => {
    const u = model.u[field] ?? [];
    const kept: number[] = [];
    let least = -Infinity;
    for (const [level, p] of levels.entries()) {
      const q = u[level] ?? 1;
      least = Math.max(least, p / q);
      kept.push(least * q);
    }
    return kept;
  });
  return { ...model, m };
}

/** What one field's agreement weighs, in bits; nothing where a side says nothing. */
export function bitsOf(model: Model, field: number, level: number): number {
  if (level === missing) return 0;
  return Math.log2((model.m[field]?.[level] ?? 1) / (model.u[field]?.[level] ?? 1));
}

/** What all fields weigh together with how rare it is that candidates are the same, in bits. */
export function weightOf(model: Model, agreement: Agreement): number {
  const { share } = model;
  return agreement.reduce(
    (sum, level, field) => sum + bitsOf(model, field, level),
    Math.log2(share / (1 - share)),
  );
}

/** The chance that two records are the same, from 0 to 1. */
export function probability(bits: number): number {
  return 1 / (1 + 2 ** -bits);
}
