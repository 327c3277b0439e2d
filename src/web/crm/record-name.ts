import type { Module } from "./module.ts";
import type { CrmRecord } from "./types.ts";

/**
 * A value of the API as text: texts, numbers and ticks as they are, a look-up or a tag by its name, nothing as an empty
 * text. A value of any other shape is its JSON, so that it shows what it is.
 */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint") return `${value}`;
  if (typeof value === "object" && "name" in value) return textOf(value.name);
  return JSON.stringify(value);
}

/** What a record is called: by its name field, or by its id where that was not asked for or is empty. */
export function nameOf(module: Pick<Module, "nameField">, record: CrmRecord): string {
  const name = textOf(record[module.nameField]);
  return name.trim() === "" ? record.id : name;
}
