import type { Cell } from "#platform/csv/csv-text.ts";
import { type Field, familyOf } from "#crm/field/field.ts";

/** A record as the API shows it, as cells in the order of the fields. */
export function recordCells(fields: readonly Field[], record: Readonly<Record<string, unknown>>): Cell[] {
  return fields.map((field) => cellOf(field, record[field.api_name]));
}

/** References by their names, several choices with semicolons between them: as an import reads them. */
function cellOf(field: Field, value: unknown): Cell {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return value.map(nameOf).join(familyOf(field) === "tags" ? "," : ";");
  if (typeof value === "number" || typeof value === "boolean") return value;
  return nameOf(value);
}

function nameOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value !== null && typeof value === "object" && "name" in value && typeof value.name === "string")
    return value.name;
  return JSON.stringify(value);
}
