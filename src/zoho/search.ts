import type { CrmRecord } from "./record.ts";

/**
 * The criterion that a field has a value, for the CRM's search. `( ) , \` end or divide a value there, so a
 * backslash goes before each.
 */
export function equalsCriterion(field: string, value: string): string {
  if (!/^[A-Za-z]\w*$/.test(field)) throw new Error(`not an API name: ${field}`);
  return `(${field}:equals:${escapeSearch(value)})`;
}

/** A value as the search reads it back unchanged. */
export function escapeSearch(value: string): string {
  return value.replaceAll(/[(),\\]/g, (sign) => `\\${sign}`);
}

/** The records whose field really has the value: the CRM's `equals` also finds texts that only contain it. */
export function havingValue(records: readonly CrmRecord[], field: string, value: string): CrmRecord[] {
  return records.filter((record) => textOf(record[field]) === value);
}

/** What a field is searched by: a lookup by its id, the rest as written. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "object" && value !== null && "id" in value ? textOf(value.id) : undefined;
}
