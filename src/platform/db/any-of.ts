import { type RawBuilder, sql } from "kysely";

/** `any (…)` of a text array: one parameter however many values there are. */
export function anyOf<Value extends string>(values: readonly Value[]): RawBuilder<Value> {
  return sql<Value>`any(${values}::text[])`;
}
