import { familyOf, type Field } from "#crm/field/field.ts";
import { takesList, textsOf } from "./condition.ts";
import type { Comparator } from "./criteria.ts";
import { isAge, type Range, rangeOf } from "./day-range.ts";

/** What a comparison by order means: how it compares, and with which stretches; a number is a stretch of one. */
export type Ordered = { comparator: Comparator; ranges: readonly Range[] };

/** The numbers of a comparison, as texts, so that none loses digits on its way; undefined where a value is none. */
export function numbersOf(comparator: Comparator, value: unknown): Ordered | undefined {
  const given = Array.isArray(value) ? value : takesList(comparator) ? (textsOf(value) ?? []) : [value];
  const ranges = given.flatMap((one) => {
    const number = numberText(one);
    return number === undefined ? [] : [{ from: number, to: number }];
  });
  return ranges.length === given.length && ranges.length > 0 ? { comparator, ranges } : undefined;
}

function numberText(value: unknown): string | undefined {
  const text = typeof value === "number" || typeof value === "string" ? String(value).trim() : "";
  return /^-?\d{1,30}(\.\d{1,30})?(e[+-]?\d{1,2})?$/i.test(text) ? text : undefined;
}

/** The days, instants and macros of a comparison with a date or a date-time; undefined where a value is none. */
export function timesOf(
  field: Field,
  comparator: Comparator,
  value: unknown,
  today: string,
): Ordered | undefined {
  const isDay = familyOf(field) === "date";
  const takesSeveral = takesList(comparator) || comparator === "between" || comparator === "not_between";
  const given: unknown[] = takesSeveral && Array.isArray(value) ? value : [value];
  // A day has no hours: of an instant only its day, as it is written, can be meant.
  const ranges = given.flatMap(
    (one) =>
      rangeOf(
        isDay && typeof one === "string" && /^\d{4}-\d\d-\d\dT/.test(one) ? one.slice(0, 10) : one,
        today,
      ) ?? [],
  );
  if (ranges.length === 0 || ranges.length < given.length) return undefined;
  // "Between 3 and 7 days old" names the later day first.
  if (given.length === 2 && given.every(isAge)) ranges.reverse();
  return { comparator: isAge(value) ? (flipped[comparator] ?? comparator) : comparator, ranges };
}

/** The older a thing is, the earlier its day. */
const flipped: Partial<Record<Comparator, Comparator>> = {
  greater_than: "less_than",
  greater_equal: "less_equal",
  less_than: "greater_than",
  less_equal: "greater_equal",
};

/** Stretches, ends included, outside of which nothing meets the comparison; undefined for a negation. */
export function stretchesOf({ comparator, ranges }: Ordered): Partial<Range>[] | undefined {
  const [first, second] = ranges;
  switch (comparator) {
    case "equal":
    case "in":
      return [...ranges];
    case "greater_than":
    case "greater_equal":
      return first && [{ from: first.from }];
    case "less_than":
    case "less_equal":
      return first && [{ to: first.to }];
    case "between":
      return first && second && [{ from: first.from, to: second.to }];
    default:
      return undefined;
  }
}
