import { type RawBuilder, sql } from "kysely";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { familyOf, type Field, type FieldMap } from "#crm/field/field.ts";
import { referenceNameSql, valueSql } from "#crm/record/field-sql.ts";
import type { Comparator, Criteria, CriteriaProblem, Criterion } from "./criteria.ts";
import { isAge, rangeOf } from "./day-range.ts";

/** What criteria mean depends on: the module's fields, the day in the organization's zone, and who asks. */
export type CriteriaContext = {
  fields: FieldMap;
  /** The field that alone makes a record's name, whose equality an index serves; undefined for contacts, who have two. */
  nameField?: string | undefined;
  today: string;
  userId: string;
};

type Condition = RawBuilder<boolean>;
type Compiled = Result<Condition, CriteriaProblem>;
type Compile = (
  field: Field,
  comparator: Comparator,
  value: unknown,
  context: CriteriaContext,
) => Condition | undefined;

/**
 * Criteria as a condition over `crm_record r`. All values travel as parameters. A negation ("isn't", "doesn't contain",
 * "not in") holds for empty values too. Text compares without regard to case, a pick list exactly.
 */
export function criteriaSql(criteria: Criteria, context: CriteriaContext, path = "criteria"): Compiled {
  if (!("group" in criteria)) return leafSql(criteria, context, path);
  const parts: Condition[] = [];
  for (const [at, one] of criteria.group.entries()) {
    const part = criteriaSql(one, context, `${path}.group[${at}]`);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return accept(sql<boolean>`(${sql.join(parts, criteria.operator === "AND" ? sql` and ` : sql` or `)})`);
}

function leafSql(criterion: Criterion, context: CriteriaContext, path: string): Compiled {
  const { field: name, comparator, value } = criterion;
  const field = context.fields.get(name);
  if (!field) return refuse({ path, reason: "names no field of the module", field: name });
  const empty = emptySql(field, comparator, value);
  if (empty) return accept(empty);
  const compiled = byFamily[familyOf(field)](field, comparator, value, context);
  if (compiled) return accept(compiled);
  return refuse({ path, reason: "comparator and value do not fit the field", field: name, comparator });
}

/** Is empty, is not empty: `${EMPTY}`, `${NOTEMPTY}`, or null. */
function emptySql(field: Field, comparator: Comparator, value: unknown): Condition | undefined {
  if (comparator !== "equal" && comparator !== "not_equal") return undefined;
  if (value !== null && value !== "${EMPTY}" && value !== "${NOTEMPTY}") return undefined;
  const wantsEmpty = (value !== "${NOTEMPTY}") === (comparator === "equal");
  return wantsEmpty ? sql<boolean>`${valueSql(field)} is null` : sql<boolean>`${valueSql(field)} is not null`;
}

const byFamily: Record<ReturnType<typeof familyOf>, Compile> = {
  text: (field, comparator, value, context) =>
    namedSql(field, comparator, value, context) ?? textSql(valueSql(field), comparator, value),
  choice: (field, comparator, value) =>
    choiceSql(field, comparator, value) ?? textSql(valueSql(field), comparator, value),
  number: (field, comparator, value) => numberSql(valueSql(field), comparator, value),
  date: (field, comparator, value, context) =>
    timeSql(valueSql(field), sql`date`, comparator, value, context),
  datetime: (field, comparator, value, context) =>
    timeSql(valueSql(field), sql`timestamptz`, comparator, value, context),
  boolean: booleanSql,
  reference: referenceSql,
  choices: choicesSql,
  tags: (field, comparator, value) => choicesSql(field, comparator, value),
};

function negated(comparator: Comparator): boolean {
  return comparator.startsWith("not_") || comparator.startsWith("exclude_");
}

/** A condition or its opposite; unknown (an empty value) counts as not met. */
function signed(condition: Condition, comparator: Comparator): Condition {
  return negated(comparator) ? sql<boolean>`(${condition}) is not true` : condition;
}

function textsOf(value: unknown): string[] | undefined {
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

/** The name of a record, its e-mail address and the values of unique fields are found by their indexes. */
function namedSql(
  field: Field,
  comparator: Comparator,
  value: unknown,
  { nameField }: CriteriaContext,
): Condition | undefined {
  const texts =
    comparator === "equal" && typeof value === "string"
      ? [value]
      : comparator === "in"
        ? textsOf(value)
        : undefined;
  if (!texts) return undefined;
  const keys = texts.map((text) => text.trim().toLowerCase());
  if (field.api_name === nameField && keys.every((key) => key.length <= 200))
    return sql<boolean>`r.name_key collate "C" = any (${keys})`;
  if (field.api_name === "Email" && !field.custom) return sql<boolean>`r.email_key = any (${keys})`;
  if (!field.unique) return undefined;
  return sql<boolean>`r.id in (select u.record_id from crm_unique_value u where u.organization_id = current_organization()
    and u.module = r.module and u.field = ${field.api_name} and u.value = any (${keys}))`;
}

function textSql(left: RawBuilder<unknown>, comparator: Comparator, value: unknown): Condition | undefined {
  if (comparator === "in" || comparator === "not_in") {
    const list = textsOf(value);
    return (
      list &&
      signed(sql<boolean>`lower(${left}) in (${sql.join(list.map((one) => sql`lower(${one})`))})`, comparator)
    );
  }
  const [text] =
    typeof value === "string" || typeof value === "number"
      ? [String(value)]
      : Array.isArray(value) && value.length === 1
        ? [String(value[0])]
        : [];
  if (text === undefined) return undefined;
  switch (comparator) {
    case "equal":
    case "not_equal":
      return signed(sql<boolean>`lower(${left}) = lower(${text})`, comparator);
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

/** `%` stands for any text; without one, the value may stand anywhere. */
function likeSql(left: RawBuilder<unknown>, text: string): Condition {
  const pattern = text.replaceAll(/[\\_]/g, String.raw`\$&`);
  return sql<boolean>`${left} ilike ${text.includes("%") ? pattern : `%${pattern}%`}`;
}

/** Written as containment, a pick list's "is" is served by the index on values. */
function choiceSql(field: Field, comparator: Comparator, value: unknown): Condition | undefined {
  const list =
    comparator === "equal" || comparator === "not_equal"
      ? typeof value === "string"
        ? [value]
        : undefined
      : comparator === "in" || comparator === "not_in"
        ? textsOf(value)
        : undefined;
  return list && signed(anyHolds(field, list), comparator);
}

function anyHolds(field: Field, values: readonly unknown[]): Condition {
  const holds = values.map((one) => sql`r.values @> ${JSON.stringify({ [field.api_name]: one })}::jsonb`);
  return sql<boolean>`(${sql.join(holds, sql` or `)})`;
}

function numberSql(left: RawBuilder<unknown>, comparator: Comparator, value: unknown): Condition | undefined {
  const list = (
    Array.isArray(value)
      ? value
      : comparator === "in" || comparator === "not_in"
        ? (textsOf(value) ?? [])
        : [value]
  ).map(numberText);
  const [first, second] = list;
  if (first === undefined || list.includes(undefined)) return undefined;
  if (comparator === "in" || comparator === "not_in")
    return signed(
      sql<boolean>`${left} in (${sql.join(list.map((one) => sql`${one}::numeric`))})`,
      comparator,
    );
  return orderedSql(
    left,
    comparator,
    { from: sql`${first}::numeric`, to: undefined },
    second === undefined ? undefined : sql`${second}::numeric`,
  );
}

function numberText(value: unknown): string | undefined {
  const text = typeof value === "number" || typeof value === "string" ? String(value).trim() : "";
  return /^-?\d{1,30}(\.\d{1,30})?$/.test(text) ? text : undefined;
}

function timeSql(
  left: RawBuilder<unknown>,
  type: RawBuilder<unknown>,
  comparator: Comparator,
  value: unknown,
  { today }: CriteriaContext,
): Condition | undefined {
  const isDate =
    comparator === "in" ||
    comparator === "not_in" ||
    comparator === "between" ||
    comparator === "not_between";
  const ranges = (isDate && Array.isArray(value) ? value : [value]).map((one) => rangeOf(one, today));
  const [first, second] = ranges;
  if (!first || ranges.includes(undefined)) return undefined;
  const cast = (text: string): RawBuilder<unknown> => sql`${text}::${type}`;
  if (comparator === "in" || comparator === "not_in") {
    const any = ranges.map(
      (range) => sql`(${left} >= ${cast(range?.from ?? "")} and ${left} < ${cast(range?.to ?? "")})`,
    );
    return signed(sql<boolean>`(${sql.join(any, sql` or `)})`, comparator);
  }
  const bounds = { from: cast(first.from), to: cast(first.to) };
  return orderedSql(
    left,
    isAge(value) ? (flipped[comparator] ?? comparator) : comparator,
    bounds,
    second && cast(second.to),
    true,
  );
}

/** The older a thing is, the earlier its day. */
const flipped: Partial<Record<Comparator, Comparator>> = {
  greater_than: "less_than",
  greater_equal: "less_equal",
  less_than: "greater_than",
  less_equal: "greater_equal",
};

/**
 * Order against a value, or against a stretch of time `from` to before `to`: later than a day is from its end on.
 * `until` is the end of "between": included for numbers, the end of its stretch (excluded) for times.
 */
function orderedSql(
  left: RawBuilder<unknown>,
  comparator: Comparator,
  { from, to }: { from: RawBuilder<unknown>; to: RawBuilder<unknown> | undefined },
  until: RawBuilder<unknown> | undefined,
  isTime = false,
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
        isTime
          ? sql<boolean>`(${left} >= ${from} and ${left} < ${until})`
          : sql<boolean>`${left} between ${from} and ${until}`,
        comparator,
      );
    default:
      return undefined;
  }
}

function booleanSql(field: Field, comparator: Comparator, value: unknown): Condition | undefined {
  const wanted =
    value === true || value === "true" ? true : value === false || value === "false" ? false : undefined;
  if (wanted === undefined || (comparator !== "equal" && comparator !== "not_equal")) return undefined;
  const isTicked = sql<boolean>`r.values @> ${JSON.stringify({ [field.api_name]: true })}::jsonb`;
  return wanted === (comparator === "equal") ? isTicked : sql<boolean>`not ${isTicked}`;
}

/** By id, `{"id"}` or `${CURRENTUSER}`; any text comparison is about the name of what is referred to. */
function referenceSql(
  field: Field,
  comparator: Comparator,
  value: unknown,
  { userId }: CriteriaContext,
): Condition | undefined {
  const list = (
    Array.isArray(value)
      ? value
      : comparator === "in" || comparator === "not_in"
        ? (textsOf(value) ?? [])
        : [value]
  ).map((one) => referenceId(one, userId));
  const isIdComparison = [
    "equal",
    "not_equal",
    "in",
    "not_in",
    "greater_than",
    "greater_equal",
    "less_than",
    "less_equal",
    "between",
  ].includes(comparator);
  const ids = list.filter((id) => id !== undefined);
  if (!isIdComparison || ids.length !== list.length || ids.length === 0) {
    return field.column === "id" ? undefined : textSql(referenceNameSql(field), comparator, value);
  }
  if (!["equal", "not_equal", "in", "not_in"].includes(comparator))
    return field.column === "id"
      ? orderedSql(
          valueSql(field),
          comparator,
          { from: sql`${ids[0]}::bigint`, to: undefined },
          ids[1] === undefined ? undefined : sql`${ids[1]}::bigint`,
        )
      : undefined;
  if (!field.column) return signed(anyHolds(field, ids), comparator);
  return signed(sql<boolean>`${valueSql(field)} = any (${ids}::bigint[])`, comparator);
}

function referenceId(value: unknown, userId: string): string | undefined {
  const id: unknown = typeof value === "object" && value !== null && "id" in value ? value.id : value;
  if (id === "${CURRENTUSER}") return userId;
  const text = typeof id === "string" || typeof id === "number" ? String(id) : "";
  return /^\d{1,18}$|^[1-8]\d{18}$/.test(text) ? text : undefined;
}

/** Lists of choices (and tags): which of the given ones are among the chosen. "is" and "in" mean any. */
function choicesSql(field: Field, comparator: Comparator, value: unknown): Condition | undefined {
  const list = textsOf(value);
  if (!list) return undefined;
  const item = (one: string): unknown => (field.type === "tags" ? { name: one } : one);
  const all = sql<boolean>`r.values @> ${JSON.stringify({ [field.api_name]: list.map(item) })}::jsonb`;
  const any = anyHolds(
    field,
    list.map((one) => [item(one)]),
  );
  switch (comparator) {
    case "include_all":
    case "exclude_all":
      return signed(all, comparator);
    case "equal":
    case "not_equal":
    case "in":
    case "not_in":
    case "contains":
    case "not_contains":
    case "include_any":
    case "exclude_any":
      return signed(any, comparator);
    default:
      return undefined;
  }
}
