import { type RawBuilder, sql } from "kysely";
import type { Field, FieldMap } from "#crm/field/field.ts";
import type { Comparator } from "./criteria.ts";

/** What criteria mean depends on: the module's fields, the day in the organization's zone, and who asks. */
export type CriteriaContext = {
  fields: FieldMap;
  /** The field that alone makes a record's name, whose equality an index serves; undefined for contacts, who have two. */
  nameField?: string | undefined;
  today: string;
  userId: string;
};

/** A condition over `crm_record r`. */
export type Condition = RawBuilder<boolean>;

/** One comparison as a condition; undefined where comparator and value do not fit the field. */
export type Compare = (
  field: Field,
  comparator: Comparator,
  value: unknown,
  context: CriteriaContext,
) => Condition | undefined;

/** A condition, or for "isn't" and its like its opposite; unknown (an empty value) counts as not met. */
export function signed(condition: Condition, comparator: Comparator): Condition {
  const isNegated = comparator.startsWith("not_") || comparator.startsWith("exclude_");
  return isNegated ? sql<boolean>`(${condition}) is not true` : condition;
}

/** Whether a value asks if a field is empty: null, `${EMPTY}`, or the opposite, `${NOTEMPTY}`. */
export function asksIfEmpty(value: unknown): boolean {
  return value === null || value === "${EMPTY}" || value === "${NOTEMPTY}";
}

/** Whether a comparator takes a list of values. */
export function takesList(comparator: Comparator): boolean {
  return comparator === "in" || comparator === "not_in";
}

/** A list of texts, or a text parted at its commas; undefined where a value is neither text, number nor boolean. */
export function textsOf(value: unknown): string[] | undefined {
  const list = Array.isArray(value)
    ? value
    : typeof value === "string"
      ? value.split(",").map((one) => one.trim())
      : [value];
  const texts = list.filter(
    (one) => typeof one === "string" || typeof one === "number" || typeof one === "boolean",
  );
  return texts.length === list.length && list.length > 0 ? texts.map(String) : undefined;
}

/** Whether a record holds one of the values in a field. Written as containment, which the index on values serves. */
export function anyHolds({ api_name }: Field, values: readonly unknown[]): Condition {
  const holds = values.map((one) => sql`r.values @> ${JSON.stringify({ [api_name]: one })}::jsonb`);
  return sql<boolean>`(${sql.join(holds, sql` or `)})`;
}
