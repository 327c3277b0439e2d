import type { Refusal } from "#kernel/decided.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { defaultDigits, defaultPrefixes, type NumberedKind, numberText } from "./kind.ts";

/** How the numbers of a kind of document go on. */
export type NumberSeries = { kind: NumberedKind; prefix: string; next_number: bigint; digits: number };

/** A series that nobody began or set. */
export function newSeries(kind: NumberedKind): NumberSeries {
  return { kind, prefix: defaultPrefixes[kind], next_number: 1n, digits: defaultDigits };
}

/** The number that comes next. */
export function nextNumber({ prefix, next_number, digits }: NumberSeries): string {
  return numberText(prefix, next_number, digits);
}

/**
 * A series set to go on differently: only upwards, beyond the `highest` number that is taken under its new prefix. So no
 * number is given twice, whatever prefixes it had in between.
 */
export function changedSeries(
  series: NumberSeries,
  change: Omit<NumberSeries, "kind">,
  highest: bigint,
): Result<NumberSeries, Refusal> {
  const least = change.prefix === series.prefix ? max(series.next_number, highest + 1n) : highest + 1n;
  if (change.next_number >= least) return accept({ kind: series.kind, ...change });
  const last = numberText(change.prefix, least - 1n, change.digits);
  const problem = `must be ${least} or more: the numbers up to ${last} are taken`;
  return refuse({ code: "number_series.taken", facts: { fields: [{ path: "next_number", problem }] } });
}

/** Refuses a prefix that another series has: their numbers would be the same. What was so before stays. */
export function ownPrefix(
  series: NumberSeries,
  prefix: string,
  all: readonly NumberSeries[],
): Result<string, Refusal> {
  const other = prefix === series.prefix ? undefined : withPrefix(all, prefix, series.kind);
  if (other === undefined) return accept(prefix);
  const problem = `is the prefix of ${other.kind.replace("_", " ")}s, of which the next is ${nextNumber(other)}; choose another`;
  return refuse({ code: "number_series.prefix_taken", facts: { fields: [{ path: "prefix", problem }] } });
}

function withPrefix(all: readonly NumberSeries[], prefix: string, not: NumberedKind) {
  return all.find((one) => one.kind !== not && one.prefix === prefix);
}

/** A series after a number that was given elsewhere: it goes on behind that, under its prefix if it was never begun and no other series has that. */
export function afterNumber(
  series: NumberSeries,
  number: string,
  all: readonly NumberSeries[],
): NumberSeries {
  const { kind, prefix, next_number } = series;
  const rest = number.startsWith(prefix) ? number.slice(prefix.length) : "";
  if (counted.test(rest)) return { ...series, next_number: max(next_number, BigInt(rest) + 1n) };
  const [, other = "", digits = ""] = /^(.*?)(\d{1,18})$/.exec(number) ?? [];
  const isFresh = next_number === 1n && prefix === defaultPrefixes[kind];
  if (!isFresh || !counted.test(digits) || other.length > longestPrefix) return series;
  if (withPrefix(all, other, kind) !== undefined) return series;
  return { kind, prefix: other, digits: Math.min(digits.length, 12), next_number: BigInt(digits) + 1n };
}

/** Digits that a number of a series may have, and characters of its prefix. */
const counted = /^\d{1,18}$/;
const longestPrefix = 20;

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
