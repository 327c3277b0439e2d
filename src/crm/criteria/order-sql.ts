import { type RawBuilder, sql } from "kysely";
import { valueSql } from "#crm/record/field-sql.ts";
import { familyOf } from "#crm/field/field.ts";
import { type Compare, type Condition, signed, takesList } from "./condition.ts";
import type { Comparator } from "./criteria.ts";
import { numbersOf, timesOf } from "./order-values.ts";

/** A number. Values travel as text, so that none loses digits on its way. */
export const compareNumber: Compare = (field, comparator, value) => {
  const left = valueSql(field);
  const numbers = numbersOf(comparator, value)?.ranges.map(({ from }) => sql`${from}::numeric`);
  const [first, second] = numbers ?? [];
  if (!numbers || !first) return undefined;
  if (takesList(comparator)) return signed(sql<boolean>`${left} in (${sql.join(numbers)})`, comparator);
  return orderedSql(left, comparator, { from: first, until: second });
};

/** A date or a date-time, against days, instants and the stretches that macros name. */
export const compareTime: Compare = (field, given, value, { today }) => {
  const left = valueSql(field);
  const times = timesOf(field, given, value, today);
  if (!times) return undefined;
  const { comparator, ranges } = times;
  const type = familyOf(field) === "date" ? sql`date` : sql`timestamptz`;
  const bounds = ranges.map(({ from, to }) => ({ from: sql`${from}::${type}`, to: sql`${to}::${type}` }));
  const [first, second] = bounds;
  if (!first) return undefined;
  if (takesList(comparator)) {
    const any = bounds.map(({ from, to }) => sql`(${left} >= ${from} and ${left} < ${to})`);
    return signed(sql<boolean>`(${sql.join(any, sql` or `)})`, comparator);
  }
  return orderedSql(left, comparator, { ...first, until: second?.to });
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
