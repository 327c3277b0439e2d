import { sql } from "kysely";
import { familyOf, type Field } from "#crm/field/field.ts";
import type { Comparator, Criteria, Criterion } from "./criteria.ts";
import { criteriaSql } from "./criteria-sql.ts";
import { asksIfEmpty, type Condition, type CriteriaContext, textsOf } from "./condition.ts";
import { type Range, plusDays } from "./day-range.ts";
import { idsMeant } from "./reference-sql.ts";
import { numbersOf, type Ordered, stretchesOf, timesOf } from "./order-values.ts";

/**
 * What an index can tell about criteria: all records that meet them are among those that a probe finds, which may be more.
 * `crm/record/probe.store.ts` asks the database.
 */
export type Probe =
  /** A condition that an index serves as it stands. */
  | { by: "index"; condition: Condition }
  /** The words of a text, the first and last of which are whole, or parts of longer ones. */
  | { by: "words"; text: string; startsWhole: boolean; endsWhole: boolean }
  /** A piece of the record's name, wherever in it. */
  | { by: "piece"; text: string }
  /** Between two places in the order of a field's values, both included. */
  | { by: "order"; field: string; from: number; to: number }
  /** Those that each probe finds, or any. */
  | { by: "all" | "any"; of: readonly Probe[] };

/** Values longer than this are in no index of words (migrations/0006_crm_words.sql). */
const longestIndexed = 450;

/** The probe of criteria that compile; undefined where no index tells who meets them, as for a negation. */
export function probeOf(criteria: Criteria, context: CriteriaContext): Probe | undefined {
  if (!("group" in criteria)) return leafProbe(criteria, context);
  const probes = criteria.group.map((one) => probeOf(one, context));
  const known = probes.filter((one) => one !== undefined);
  if (criteria.operator === "AND") return known.length > 0 ? { by: "all", of: served(known) } : undefined;
  return known.length === probes.length ? { by: "any", of: known } : undefined;
}

/** What indexes serve becomes one condition: they find few records that meet two, where many meet each. */
function served(probes: readonly Probe[]): Probe[] {
  const conditions = probes.flatMap((probe) => (probe.by === "index" ? [probe.condition] : []));
  if (conditions.length < 2) return [...probes];
  const condition = sql<boolean>`(${sql.join(conditions, sql` and `)})`;
  return [...probes.filter(({ by }) => by !== "index"), { by: "index", condition }];
}

function leafProbe(criterion: Criterion, context: CriteriaContext): Probe | undefined {
  const field = context.fields.get(criterion.field);
  if (!field || asksIfEmpty(criterion.value)) return undefined;
  if (isServed(field, criterion, context)) {
    const compiled = criteriaSql(criterion, context);
    return compiled.ok ? { by: "index", condition: compiled.value } : undefined;
  }
  switch (familyOf(field)) {
    case "text":
    case "choice":
      return textProbe(field, criterion, context);
    case "number":
      return orderProbe(field, numbersOf(criterion.comparator, criterion.value), numberPlace);
    case "date":
    case "datetime":
      return orderProbe(
        field,
        timesOf(field, criterion.comparator, criterion.value, context.today),
        dayPlace,
      );
    default:
      return undefined;
  }
}

const ordered: ReadonlySet<Comparator> = new Set([
  ...(["equal", "in", "between", "greater_than", "greater_equal", "less_than", "less_equal"] as const),
]);
const chosen: ReadonlySet<Comparator> = new Set([
  ...(["equal", "in", "contains", "include_any", "include_all"] as const),
]);

/** Whether a comparison is written as a condition that an index of `crm_record` serves. */
function isServed(field: Field, criterion: Criterion, { nameField, userId }: CriteriaContext): boolean {
  const { comparator } = criterion;
  const isEquality = comparator === "equal" || comparator === "in";
  switch (familyOf(field)) {
    case "choice":
    case "boolean":
      return isEquality;
    case "reference":
      // Names of what is referred to are in no index.
      return (
        isEquality &&
        (!field.column || field.column === "owner_id") &&
        idsMeant(criterion, userId) !== undefined
      );
    case "choices":
    case "tags":
      return chosen.has(comparator);
    case "text":
      return isEquality && (field.unique === true || field.api_name === nameField);
    case "datetime":
      return (field.column === "created_time" || field.column === "modified_time") && ordered.has(comparator);
    default:
      return false;
  }
}

function textProbe(
  field: Field,
  { comparator, value }: Criterion,
  { nameField }: CriteriaContext,
): Probe | undefined {
  const texts = comparator === "in" ? textsOf(value) : typeof value === "string" ? [value] : undefined;
  if (!texts || field.length > longestIndexed) return undefined;
  const isName = field.column === "name" || field.api_name === nameField;
  const isEquality = comparator === "equal" || comparator === "in";
  const startsWhole = isEquality || comparator === "starts_with";
  const endsWhole = isEquality || comparator === "ends_with";
  if (!startsWhole && !endsWhole && comparator !== "contains") return undefined;
  const of = texts.map((text): Probe =>
    isName && !startsWhole ? { by: "piece", text } : { by: "words", text, startsWhole, endsWhole },
  );
  return { by: "any", of };
}

function orderProbe(
  field: Field,
  values: Ordered | undefined,
  placeOf: (value: string, sign: -1 | 1) => number,
): Probe | undefined {
  const stretches = values && stretchesOf(values);
  // Columns have no place in the order of values, and numbers of 19 digits are kept as texts.
  if (!stretches || field.column || field.type === "bigint") return undefined;
  const probe = ({ from, to }: Partial<Range>): Probe => ({
    by: "order",
    field: field.api_name,
    from: from === undefined ? -Infinity : placeOf(from, -1),
    to: to === undefined ? Infinity : placeOf(to, 1),
  });
  return { by: "any", of: stretches.map(probe) };
}

/** Rounded as the database rounds it: of two numbers the greater is never placed before the other. */
function numberPlace(number: string): number {
  return Number(number);
}

/** As `crm_value_places` counts days (migrations/0065_value_order.sql). An instant is a day away at most, by its zone. */
function dayPlace(time: string, sign: -1 | 1): number {
  const widened = /^\d/.test(time) ? plusDays(time.slice(0, 10), sign) : time;
  // Beyond the years of four digits a day is endlessly far away.
  if (!/^\d/.test(widened)) return sign * Infinity;
  const [year = 0, month = 0, day = 0] = widened.split("-").map(Number);
  return year * 372 + month * 31 + day;
}
