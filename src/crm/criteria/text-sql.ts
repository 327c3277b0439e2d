import { type RawBuilder, sql } from "kysely";
import type { Field } from "#crm/field/field.ts";
import { valueSql } from "#crm/record/field-sql.ts";
import {
  type Compare,
  type Condition,
  type CriteriaContext,
  signed,
  takesList,
  textsOf,
} from "./condition.ts";
import type { Comparator } from "./criteria.ts";

/** Longest key of a name or an e-mail address in the table: longer ones are compared whole. */
const keyLength = 200;

/** A text field, in either case of letters. What has an index is found by it. */
export const compareText: Compare = (field, comparator, value, context) =>
  byKey(field, comparator, value, context) ?? textSql(valueSql(field), comparator, value);

/** Compares any text expression. Blanks around a value count only where it is part of the text. */
export function textSql(
  left: RawBuilder<unknown>,
  comparator: Comparator,
  value: unknown,
): Condition | undefined {
  if (takesList(comparator)) {
    const list = textsOf(value);
    return list && signed(sql<boolean>`lower(${left}) in (${sql.join(list.map(lowered))})`, comparator);
  }
  const text = oneText(value);
  if (text === undefined) return undefined;
  switch (comparator) {
    case "equal":
    case "not_equal":
      return signed(sql<boolean>`lower(${left}) = ${lowered(text)}`, comparator);
    case "contains":
    case "not_contains":
      return signed(sql<boolean>`position(lower(${text}) in lower(${left})) > 0`, comparator);
    case "like":
    case "not_like":
      return signed(likeSql(left, text), comparator);
    case "starts_with":
      return sql<boolean>`starts_with(lower(${left}), lower(${text}))`;
    case "ends_with":
      return sql<boolean>`right(lower(${left}), length(lower(${text}))) = lower(${text})`;
    default:
      return undefined;
  }
}

/** The name of a record, its e-mail address and the values of unique fields are found by their indexes. */
function byKey(
  field: Field,
  comparator: Comparator,
  value: unknown,
  { nameField }: CriteriaContext,
): Condition | undefined {
  const texts = textsToFind(comparator, value);
  if (!texts || texts.some((text) => text.trim().length > keyLength)) return undefined;
  const keys = sql`array[${sql.join(texts.map(lowered))}]`;
  if (field.api_name === nameField) return sql<boolean>`r.name_key collate "C" = any (${keys})`;
  if (field.api_name === "Email" && !field.custom) return sql<boolean>`r.email_key = any (${keys})`;
  if (!field.unique) return undefined;
  return sql<boolean>`r.id in (select u.record_id from crm_unique_value u where u.organization_id = current_organization()
    and u.module = r.module and u.field = ${field.api_name} and u.value = any (${keys}))`;
}

function textsToFind(comparator: Comparator, value: unknown): string[] | undefined {
  if (comparator === "in") return textsOf(value);
  return comparator === "equal" && typeof value === "string" ? [value] : undefined;
}

/** Small letters are the database's to know: JavaScript's differ in Greek and Turkish. */
function lowered(text: string): RawBuilder<string> {
  return sql<string>`lower(${text.trim()}::text)`;
}

function oneText(value: unknown): string | undefined {
  const one: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof one === "string" || typeof one === "number" ? String(one) : undefined;
}

/** `%` stands for any text; without one, the value may stand anywhere. */
function likeSql(left: RawBuilder<unknown>, text: string): Condition {
  const pattern = text.replaceAll(/[\\_]/g, String.raw`\$&`);
  return sql<boolean>`${left} ilike ${text.includes("%") ? pattern : `%${pattern}%`}`;
}
