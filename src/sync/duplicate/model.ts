import { type Agreement, areNamesakes, areTwo, comparedFields, missing } from "./compare.ts";

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
    [0.15, 0.07, 0.13, 0.65],
    [0.2, 0.8],
    [0.3, 0.05, 0.65],
    [0.15, 0.2, 0.65],
    [0.1, 0.1, 0.8],
    [0.1, 0.1, 0.8],
  ],
  u: [
    [0.7, 0.25, 0.04, 0.01],
    [0.994, 0.005, 0.001],
    [0.985, 0.01, 0.005],
    [0.9, 0.06, 0.01, 0.03],
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

/**
 * Colleagues are compared because of what they share. What the same company says of two who share a name as well is
 * learned from all others, or it would say nothing wherever there are many colleagues.
 */
const companyAt = comparedFields.findIndex(({ field }) => field === "company");

function better(model: Model, patterns: readonly Pattern[]): Model {
  const m = believed.m.map((levels) => levels.map((p) => p * trust));
  const u = believed.u.map((levels) => levels.map((p) => p * trust));
  let matches = believed.share * shareTrust;
  let total = shareTrust;
  for (const { agreement, count } of patterns) {
    const areOthers = areTwo(agreement);
    const chance = areOthers || areNamesakes(agreement) ? 0 : probability(weightOf(model, agreement));
    matches += chance * count;
    total += count;
    for (const [field, level] of agreement.entries()) {
      if (level === missing || (areOthers && field === companyAt)) continue;
      add(m[field], level, chance * count);
      add(u[field], level, (1 - chance) * count);
    }
  }
  return { share: matches / total, m: m.map((counts) => mostlyAlike(shares(counts))), u: u.map(shares) };
}

/**
 * Of records that are the same, two of three say the same, or nearly, in each field. Without that, people of one name
 * would be learned as the same ones wherever they are many more than those who are: all else differs for them, and would
 * count no more.
 */
const mostDiffering = 0.35;

function mostlyAlike([differs = 0, ...alike]: readonly number[]): number[] {
  if (differs <= mostDiffering) return [differs, ...alike];
  return [mostDiffering, ...alike.map((p) => (p * (1 - mostDiffering)) / (1 - differs))];
}

function add(counts: number[] | undefined, level: number, more: number): void {
  if (counts) counts[level] = (counts[level] ?? 0) + more;
}

function shares(counts: readonly number[]): number[] {
  const all = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => count / all);
}

/**
 * More agreement never says less: where the data had it otherwise, degrees beside each other are taken for one. (A degree
 * that is hardly ever met weighs whatever chance made of it; alone it would lift those above it.)
 */
function inOrder(model: Model): Model {
  return { ...model, m: model.m.map((levels, field) => ordered(levels, model.u[field] ?? [])) };
}

function ordered(m: readonly number[], u: readonly number[]): number[] {
  const pooled: { m: number; u: number; levels: number }[] = [];
  for (const [level, p] of m.entries()) {
    let last = { m: p, u: u[level] ?? 1, levels: 1 };
    for (let below = pooled.at(-1); below && below.m / below.u > last.m / last.u; below = pooled.at(-1)) {
      pooled.pop();
      last = { m: below.m + last.m, u: below.u + last.u, levels: below.levels + last.levels };
    }
    pooled.push(last);
  }
  const ratios = pooled.flatMap((one) => Array.from({ length: one.levels }, () => one.m / one.u));
  return ratios.map((ratio, level) => ratio * (u[level] ?? 1));
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
