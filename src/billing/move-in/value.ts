import type { Values } from "./record.ts";

/** The text of a field; null where its cell was blank or there is no such column. */
export function textOf(values: Values, field: string): string | null {
  const value = values[field];
  return value === undefined ? null : String(value);
}

/** A yes or no of a field. */
export function flagOf(values: Values, field: string): boolean | null {
  const value = values[field];
  return typeof value === "boolean" ? value : null;
}

/** A whole number of a field. */
export function numberOf(values: Values, field: string): number | null {
  const value = values[field];
  return typeof value === "number" ? value : null;
}
