import { kindOf } from "#web/crm/fields/field-kind.ts";
import { apiValue, formValue, type FormValue } from "#web/crm/fields/record-values.ts";
import type { CriteriaJson, CrmField, Reference } from "#web/crm/types.ts";
import { type Comparison, comparisonOf, comparisonsOf } from "./comparison.ts";

/** Most conditions of one view. Source: Zoho CRM, "Manage list views". */
export const maxConditions = 25;

/** Most conditions that can be counted before they are saved: a search takes no more. */
export const maxCounted = 15;

/** A condition while it is edited: `values` holds as many inputs as the comparison needs. */
export type Condition = { key: string; field: string; comparison: string; values: FormValue[] };
export type Group = { key: string; operator: "AND" | "OR"; members: Node[] };
export type Node = Condition | Group;
export type Fields = ReadonlyMap<string, CrmField>;

export function isGroup(node: Node): node is Group {
  return "members" in node;
}

/** How many conditions there are in a group and those below it. */
export function countConditions(node: Node): number {
  return isGroup(node) ? node.members.reduce((sum, member) => sum + countConditions(member), 0) : 1;
}

/** A condition on a field that is still to be filled in. */
export function newCondition(fields: Fields, name: string, key: string): Condition {
  const field = fields.get(name);
  return field ? emptyCondition(field, key) : { key, field: "", comparison: "", values: [] };
}

/** A condition on a field with the usual comparison of its kind. */
export function emptyCondition(field: CrmField, key: string): Condition {
  const [usual] = comparisonsOf(kindOf(field));
  return { key, field: field.api_name, comparison: usual?.id ?? "", values: [] };
}

/** A tree with one of its nodes replaced, or taken out where `next` is undefined. Groups that get empty go, too. */
export function replaced(group: Group, key: string, next: (node: Node) => Node | undefined): Group {
  const members = group.members.flatMap((member): Node[] => {
    if (member.key === key) return [next(member)].filter((one) => one !== undefined);
    if (!isGroup(member)) return [member];
    const inner = replaced(member, key, next);
    return inner.members.length === 0 ? [] : [inner];
  });
  return { ...group, members };
}

/** The comparison of a condition. */
export function comparisonIn(condition: Condition, field: CrmField): Comparison | undefined {
  return comparisonsOf(kindOf(field)).find(({ id }) => id === condition.comparison);
}

/** Saved criteria as a tree to edit; the outermost is always a group. Keys come from `key`. */
export function treeOf(json: CriteriaJson | null, fields: Fields, key: () => string): Group {
  if (json === null) return { key: key(), operator: "AND", members: [] };
  const node = nodeOf(json, fields, key);
  return isGroup(node) ? node : { key: key(), operator: "AND", members: [node] };
}

function nodeOf(json: CriteriaJson, fields: Fields, key: () => string): Node {
  if ("group" in json)
    return {
      key: key(),
      operator: json.group_operator,
      members: json.group.map((one) => nodeOf(one, fields, key)),
    };
  const field = fields.get(json.field.api_name);
  const comparison = field && comparisonOf(kindOf(field), json.comparator, json.value);
  return {
    key: key(),
    field: json.field.api_name,
    comparison: comparison?.id ?? "",
    values: field && comparison ? inputsOf(field, comparison, json.value) : [],
  };
}

function inputsOf(field: CrmField, { operand }: Comparison, value: unknown): FormValue[] {
  if (operand === "none") return [];
  if (operand === "days") return [Number(String(value).replace(/^\D*/, ""))];
  if (operand === "many") return [Array.isArray(value) ? value.map(String) : String(value).split(",")];
  const list: unknown[] = operand === "two" && Array.isArray(value) ? value : [value];
  return list.map((one) => formValue(field, one));
}

/** A tree as criteria to save; null where it is empty. What is not filled in yet is left out. */
export function jsonOf(node: Node, fields: Fields): CriteriaJson | null {
  if (!isGroup(node)) return conditionJson(node, fields);
  const group = node.members.flatMap((member) => jsonOf(member, fields) ?? []);
  const [only] = group;
  if (group.length < 2) return only ?? null;
  return { group_operator: node.operator, group };
}

/** Whether a condition says all that it needs. */
export function isComplete(condition: Condition, fields: Fields): boolean {
  return conditionJson(condition, fields) !== null;
}

/** Whether every condition of a tree says all that it needs. */
export function isFilledIn(node: Node, fields: Fields): boolean {
  return isGroup(node)
    ? node.members.every((member) => isFilledIn(member, fields))
    : isComplete(node, fields);
}

function conditionJson(condition: Condition, fields: Fields): CriteriaJson | null {
  const field = fields.get(condition.field);
  const comparison = field && comparisonIn(condition, field);
  if (!field || !comparison) return null;
  const value = valueOf(condition, field, comparison);
  return value === undefined
    ? null
    : { comparator: comparison.comparator, field: { api_name: field.api_name }, value };
}

/** What a condition compares with; undefined while that is not filled in. */
function valueOf({ values }: Condition, field: CrmField, { operand, fixed }: Comparison): unknown {
  const [first, second] = values;
  switch (operand) {
    case "none":
      return fixed;
    case "days":
      return typeof first === "number" ? `\${AGEINDAYS}+${Math.max(0, Math.trunc(first))}` : undefined;
    case "many":
      return Array.isArray(first) && first.length > 0 ? first : undefined;
    case "two": {
      const both = [apiValue(field, first), apiValue(field, second)];
      return both.includes(null) ? undefined : both;
    }
    default:
      return apiValue(field, first) === null ? undefined : referenceOr(first, apiValue(field, first));
  }
}

/** A saved look-up keeps its name beside the id, as Zoho CRM's do. */
function referenceOr(input: FormValue | undefined, value: unknown): unknown {
  return typeof input === "object" && input !== null && !Array.isArray(input)
    ? { id: input.id, name: input.name }
    : value;
}

/** Criteria in the words of a search, which counts them before they are saved. */
export function searchText(json: CriteriaJson): string {
  if ("group" in json) return `(${json.group.map(searchText).join(json.group_operator.toLowerCase())})`;
  const operator = json.comparator === "equal" ? "equals" : json.comparator;
  const values = Array.isArray(json.value) ? json.value : [json.value];
  return `(${json.field.api_name}:${operator}:${values.map(searchValue).join(",")})`;
}

function searchValue(value: unknown): string {
  const text =
    typeof value === "object" && value !== null && "id" in value ? (value as Reference).id : String(value);
  return text.startsWith("${") ? text : text.replaceAll(/[\\(),]/g, String.raw`\$&`);
}
