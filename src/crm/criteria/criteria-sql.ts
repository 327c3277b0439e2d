import { sql } from "kysely";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { familyOf, type Field } from "#crm/field/field.ts";
import { valueSql } from "#crm/record/field-sql.ts";
import { compareBoolean, compareChoice, compareChoices } from "./choice-sql.ts";
import { asksIfEmpty, type Compare, type Condition, type CriteriaContext } from "./condition.ts";
import type { Comparator, Criteria, CriteriaProblem, Criterion } from "./criteria.ts";
import { compareNumber, compareTime } from "./order-sql.ts";
import { compareReference } from "./reference-sql.ts";
import { compareText } from "./text-sql.ts";

type Compiled = Result<Condition, CriteriaProblem>;

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
  const compiled =
    compareEmpty(field, comparator, value) ?? byFamily[familyOf(field)](field, comparator, value, context);
  if (compiled) return accept(compiled);
  return refuse({ path, reason: "comparator and value do not fit the field", field: name, comparator });
}

const byFamily: Record<ReturnType<typeof familyOf>, Compare> = {
  text: compareText,
  choice: (field, comparator, value, context) =>
    compareChoice(field, comparator, value, context) ?? compareText(field, comparator, value, context),
  number: compareNumber,
  date: compareTime,
  datetime: compareTime,
  boolean: compareBoolean,
  reference: compareReference,
  choices: compareChoices,
  tags: compareChoices,
};

/** Is empty, is not empty: `${EMPTY}`, `${NOTEMPTY}`, or null. A check box is never empty. */
function compareEmpty(field: Field, comparator: Comparator, value: unknown): Condition | undefined {
  if (comparator !== "equal" && comparator !== "not_equal") return undefined;
  if (!asksIfEmpty(value)) return undefined;
  const wantsEmpty = (value !== "${NOTEMPTY}") === (comparator === "equal");
  return wantsEmpty ? sql<boolean>`${valueSql(field)} is null` : sql<boolean>`${valueSql(field)} is not null`;
}
