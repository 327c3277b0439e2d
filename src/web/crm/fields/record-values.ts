import { amountIn } from "#kernel/number-text.ts";
import { textOf } from "#web/crm/record-name.ts";
import type { CrmField, CrmRecord, Reference } from "#web/crm/types.ts";
import { kindOf } from "./field-kind.ts";

/** The values of a form by API name, as its inputs hold them: texts for all that is typed. */
export type FormValues = Record<string, FormValue>;
export type FormValue = string | number | boolean | string[] | Reference | null;

/** A record's value as an input holds it. */
export function formValue(field: CrmField, value: unknown): FormValue {
  const kind = kindOf(field);
  if (kind === "tick") return value === true;
  if (kind === "choices") return Array.isArray(value) ? value.map(textOf) : [];
  if (kind === "tags") return Array.isArray(value) ? value.map(textOf) : [];
  if (value === null || value === undefined) return kind === "record" || kind === "user" ? null : "";
  if (kind === "moment") return localText(textOf(value));
  return value as FormValue;
}

/** What the form changes: fields whose input differs from how it began, in the API's form. */
export function changesOf(
  fields: readonly CrmField[],
  before: FormValues,
  after: FormValues,
): Record<string, unknown> {
  const changed = fields.filter(
    ({ api_name }) => JSON.stringify(before[api_name]) !== JSON.stringify(after[api_name]),
  );
  return Object.fromEntries(changed.map((field) => [field.api_name, apiValue(field, after[field.api_name])]));
}

/** An input's value as the API takes it; null clears. */
export function apiValue(field: CrmField, value: FormValue | undefined): unknown {
  if (value === undefined || value === null || value === "") return null;
  switch (kindOf(field)) {
    case "record":
    case "user":
      return typeof value === "object" && !Array.isArray(value) ? { id: value.id } : { id: textOf(value) };
    case "number":
    case "money":
    case "percent":
      return typeof value === "number" ? value : (amountIn(textOf(value)) ?? textOf(value));
    case "moment":
      return instantText(textOf(value));
    case "link":
    case "text":
      return textOf(value).trim();
    default:
      return value;
  }
}

/** The values that a record has, for the fields of a form. */
export function valuesOf(fields: readonly CrmField[], record: Partial<CrmRecord>): FormValues {
  return Object.fromEntries(
    fields.map((field) => [field.api_name, formValue(field, record[field.api_name])]),
  );
}

/** A moment as the browser's input shows it, in the reader's time zone: `2026-03-31T14:30`. */
function localText(instant: string): string {
  const at = new Date(instant);
  const part = (value: number): string => String(value).padStart(2, "0");
  return `${at.getFullYear()}-${part(at.getMonth() + 1)}-${part(at.getDate())}T${part(at.getHours())}:${part(at.getMinutes())}`;
}

function instantText(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : `${at.toISOString().slice(0, 19)}Z`;
}
