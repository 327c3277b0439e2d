import { type RawBuilder, sql } from "kysely";
import { valueSql } from "#crm/record/field-sql.ts";
import { familyOf } from "#crm/field/field.ts";
import { type Compare, type Condition, signed, takesList, textsOf } from "./condition.ts";
import type { Comparator } from "./criteria.ts";
import { isAge, rangeOf } from "./day-range.ts";

/** A number. Values travel as text, so that none loses digits on its way. */
export const compareNumber: Compare = (field, comparator, value) => {
  const left = valueSql(field);
  const given = Array.isArray(value) ? value : takesList(comparator) ? (textsOf(value) ?? []) : [value];
  const numbers = given.map(numberText);
  const [first, second] = numbers;
  if (first === undefined || numbers.includes(undefined)) return undefined;
  if (takesList(comparator))
    return signed(
      sql<boolean>`${left} in (${sql.join(numbers.map((one) => sql`${one}::numeric`))})`,
      comparator,
    );
  return orderedSql(left, comparator, {
    from: sql`${first}::numeric`,
    until: second === undefined ? undefined : sql`${second}::numeric`,
  });
};

function numberText(value: unknown): string | undefined {
  const text = typeof value === "number" || typeof value === "string" ? String(value).trim() : "";
  return /^-?\d{1,30}(\.\d{1,30})?(e[+-]?\d{1,2})?$/i.test(text) ? text : undefined;
}

/** A date or a date-time, against days, instants and the stretches that macros name. */
export const compareTime: Compare = (field, comparator, value, { today }) => {
  const left = valueSql(field);
  const isDay = familyOf(field) === "date";
  const type = isDay ? sql`date` : sql`timestamptz`;
  const takesSeveral = takesList(comparator) || comparator === "between" || comparator === "not_between";
  const given: unknown[] = takesSeveral && Array.isArray(value) ? value : [value];
  // A day has no hours: of an instant only its day, as it is written, can be meant.
  const ranges = given.map((one) =>
    rangeOf(
      isDay && typeof one === "string" && /^\d{4}-\d\d-\d\dT/.test(one) ? one.slice(0, 10) : one,
      today,
    ),
  );
  const bounds = ranges.flatMap((range) =>
    range ? [{ from: sql`${range.from}::${type}`, to: sql`${range.to}::${type}` }] : [],
  );
  // "Between 3 and 7 days old" names the later day first.
  if (given.length === 2 && given.every(isAge)) bounds.reverse();
  const [first, second] = bounds;
  if (!first || bounds.length < ranges.length) return undefined;
  if (takesList(comparator)) {
    const any = bounds.map(({ from, to }) => sql`(${left} >= ${from} and ${left} < ${to})`);
    return signed(sql<boolean>`(${sql.join(any, sql` or `)})`, comparator);
  }
  const meant = isAge(value) ? (flipped[comparator] ?? comparator) : comparator;
  return orderedSql(left, meant, { ...first, until: second?.to });
};

/** The older a thing is, the earlier its day. */
const flipped: Partial<Record<Comparator, Comparator>> = {
  greater_than: "less_than",
  greater_equal: "less_equal",
  less_than: "greater_than",
  less_equal: "greater_equal",
};

/**
 * What something is compared with: a value `from`, or a stretch of time `from` to before `to`: later than a day is from
 * its end on. `until` is the end of "between": included for values, the end of its stretch (excluded) for times.
 */
export type Bounds = {
  from: RawBuilder<unknown>;
  to?: RawBuilder<unknown>;
  until: RawBuilder<unknown> | undefined;
};

/** Order of an expression against bounds. */
export function orderedSql(
  left: RawBuilder<unknown>,
  comparator: Comparator,
  { from, to, until }: Bounds,
): Condition | undefined {
  switch (comparator) {
    case "equal":
    case "not_equal":
      return signed(
        to ? sql<boolean>`(${left} >= ${from} and ${left} < ${to})` : sql<boolean>`${left} = ${from}`,
        comparator,
      );
    case "greater_than":
      return to ? sql<boolean>`${left} >= ${to}` : sql<boolean>`${left} > ${from}`;
    case "greater_equal":
      return sql<boolean>`${left} >= ${from}`;
    case "less_than":
      return sql<boolean>`${left} < ${from}`;
    case "less_equal":
      return to ? sql<boolean>`${left} < ${to}` : sql<boolean>`${left} <= ${from}`;
    case "between":
    case "not_between":
      if (!until) return undefined;
      return signed(
        to
          ? sql<boolean>`(${left} >= ${from} and ${left} < ${until})`
          : sql<boolean>`${left} between ${from} and ${until}`,
        comparator,
      );
    default:
      return undefined;
  }
}
