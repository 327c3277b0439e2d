import { accept, refuse, type Result } from "#kernel/result.ts";

/** How a field's value compares with another. Names are Zoho CRM's. */
export const comparators = [
  "equal",
  "not_equal",
  "like",
  "not_like",
  "starts_with",
  "ends_with",
  "contains",
  "not_contains",
  "greater_than",
  "greater_equal",
  "less_than",
  "less_equal",
  "in",
  "not_in",
  "between",
  "not_between",
  "include_all",
  "include_any",
  "exclude_all",
  "exclude_any",
] as const;
export type Comparator = (typeof comparators)[number];

/** One comparison. `field` is an api name; `value` as it came: text, number, boolean, list, reference, or a `${MACRO}`. */
export type Criterion = { field: string; comparator: Comparator; value: unknown };

/** What selects records: comparisons joined by AND and OR, nested at will. */
export type Criteria = Criterion | { operator: "AND" | "OR"; group: readonly Criteria[] };

/** Why criteria are refused: where in them, and what for. */
export type CriteriaProblem = { path: string; reason: string; field?: string; comparator?: string };

/** Most comparisons of one view. Source: Zoho CRM, "Manage list views". */
export const maxCriteria = 25;

/** Criteria in the JSON of custom views (`{"comparator","field":{"api_name"},"value"}` and groups of them), checked in shape. */
export function readCriteria(json: unknown, path = "criteria"): Result<Criteria, CriteriaProblem> {
  const read = readNode(json, path, 0);
  if (!read.ok) return read;
  return countCriteria(read.value) > maxCriteria
    ? refuse({ path, reason: `has more than ${maxCriteria} conditions` })
    : read;
}

/** How many comparisons there are. */
export function countCriteria(criteria: Criteria): number {
  return "group" in criteria ? criteria.group.reduce((sum, one) => sum + countCriteria(one), 0) : 1;
}

/** Criteria as custom views show them; `fieldIds` gives each field's id. */
export function criteriaJson(
  criteria: Criteria,
  fieldIds: (name: string) => string | undefined,
): Record<string, unknown> {
  if ("group" in criteria)
    return {
      group_operator: criteria.operator,
      group: criteria.group.map((one) => criteriaJson(one, fieldIds)),
    };
  const { field, comparator, value } = criteria;
  return { comparator, field: { api_name: field, id: fieldIds(field) ?? null }, type: "value", value };
}

function readNode(json: unknown, path: string, depth: number): Result<Criteria, CriteriaProblem> {
  if (depth > 8) return refuse({ path, reason: "is nested more than eight groups deep" });
  if (typeof json !== "object" || json === null) return refuse({ path, reason: "is not an object" });
  return "group" in json ? readGroup(json, path, depth) : readLeaf(json, path);
}

function readGroup(
  json: object & { group: unknown },
  path: string,
  depth: number,
): Result<Criteria, CriteriaProblem> {
  const operator = "group_operator" in json ? String(json.group_operator).toUpperCase() : "";
  if (operator !== "AND" && operator !== "OR")
    return refuse({ path: `${path}.group_operator`, reason: "is neither AND nor OR" });
  if (!Array.isArray(json.group) || json.group.length === 0)
    return refuse({ path: `${path}.group`, reason: "has no members" });
  const group: Criteria[] = [];
  for (const [at, one] of json.group.entries()) {
    const read = readNode(one, `${path}.group[${at}]`, depth + 1);
    if (!read.ok) return read;
    group.push(read.value);
  }
  const [only] = group;
  return accept(group.length === 1 && only ? only : { operator, group });
}

function readLeaf(json: object, path: string): Result<Criteria, CriteriaProblem> {
  const comparator = comparators.find((name) => "comparator" in json && name === json.comparator);
  if (!comparator) return refuse({ path: `${path}.comparator`, reason: "is no comparator" });
  const given: unknown = "field" in json ? json.field : undefined;
  const field: unknown =
    typeof given === "object" && given !== null && "api_name" in given ? given.api_name : given;
  if (typeof field !== "string" || field === "")
    return refuse({ path: `${path}.field`, reason: "names no field" });
  if (!("value" in json)) return refuse({ path: `${path}.value`, reason: "is missing", field, comparator });
  return accept({ field, comparator, value: json.value });
}
