import { compare, floor, minus, plus, type Ratio, ratio } from "./ratio.ts";

/**
 * Splits a total by weights, in whole units, so that the parts add up to it: each gets its exact share rounded down,
 * and what is left goes, one unit each, to the largest remainders (the earlier one where they are equal). The parts
 * of a negative total are those of the positive one, negated. Weights that add up to 0 share evenly.
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  const sum = weights.reduce((before, weight) => before + weight, 0n);
  return roundTogether(
    total,
    weights.map((weight) => (sum === 0n ? ratio(total, BigInt(weights.length)) : ratio(total * weight, sum))),
  );
}

/**
 * Rounds exact shares to whole units that add up to `total`, which is the sum of the shares or that sum rounded:
 * each is rounded down, the largest remainders up, the earlier one where they are equal. No part is a whole unit
 * off its share.
 */
export function roundTogether(total: bigint, shares: readonly Ratio[]): bigint[] {
  const exact = shares.reduce(plus, ratio(0n));
  const leading = [exact, ...shares].find(({ num }) => num !== 0n) ?? exact;
  // A document and its reversal round alike.
  if (leading.num < 0n)
    return roundTogether(
      -total,
      shares.map((share) => minus(ratio(0n), share)),
    ).map((part) => -part);
  const parts = shares.map(floor);
  const left = total - parts.reduce((before, part) => before + part, 0n);
  if (left < 0n || left > BigInt(shares.length))
    throw new Error(`${total} is not the sum of the shares, ${exact.num}/${exact.den}`);
  const remainders = shares.map((share, at) => minus(share, ratio(parts[at] ?? 0n)));
  const byRemainder = [...shares.keys()].toSorted((a, b) =>
    compare(remainders[b] ?? ratio(0n), remainders[a] ?? ratio(0n)),
  );
  const raised = new Set(byRemainder.slice(0, Number(left)));
  return parts.map((part, at) => (raised.has(at) ? part + 1n : part));
}
