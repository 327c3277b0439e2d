import { sql } from "kysely";
import { isRecordId } from "#crm/field/record-id.ts";
import { referenceNameSql, valueSql } from "#crm/record/field-sql.ts";
import { anyHolds, type Compare, signed, takesList, textsOf } from "./condition.ts";
import type { Comparator, Criterion } from "./criteria.ts";
import { orderedSql } from "./order-sql.ts";
import { textSql } from "./text-sql.ts";

/** Comparators that mean the id; all others mean the name of what is referred to. */
const byId: ReadonlySet<Comparator> = new Set(["equal", "not_equal", "in", "not_in"]);

/** The ids that a comparison means; undefined where it means names. */
export function idsMeant(
  { comparator, value }: Omit<Criterion, "field">,
  userId: string,
): string[] | undefined {
  const given = Array.isArray(value) ? value : takesList(comparator) ? (textsOf(value) ?? []) : [value];
  const ids = given.flatMap((one) => referenceId(one, userId) ?? []);
  return ids.length > 0 && ids.length === given.length ? ids : undefined;
}

/** A record or user, by id, `{"id"}`, `${CURRENTUSER}` or name. The record's own id also has an order. */
export const compareReference: Compare = (field, comparator, value, { userId }) => {
  const ids = idsMeant({ comparator, value }, userId);
  const [first, second] = ids ?? [];
  if (ids && byId.has(comparator)) {
    if (!field.column) return signed(anyHolds(field, ids), comparator);
    return signed(sql<boolean>`${valueSql(field)} = any (${ids}::bigint[])`, comparator);
  }
  if (field.column !== "id") return textSql(referenceNameSql(field), comparator, value);
  if (first === undefined) return undefined;
  return orderedSql(valueSql(field), comparator, {
    from: sql`${first}::bigint`,
    until: second === undefined ? undefined : sql`${second}::bigint`,
  });
};

function referenceId(value: unknown, userId: string): string | undefined {
  const id: unknown = typeof value === "object" && value !== null && "id" in value ? value.id : value;
  if (id === "${CURRENTUSER}") return userId;
  const text = typeof id === "string" || typeof id === "number" ? String(id) : "";
  return isRecordId(text) ? text : undefined;
}
