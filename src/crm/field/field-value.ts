import { instantFromMs, isDay, isInstant, msOf } from "#kernel/time.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { isStorable } from "#kernel/text.ts";
import { decimalsOf, type Field, jsonTypes } from "./field.ts";
import { isRecordId } from "./record-id.ts";

/** Why a value does not fit its field: the details of an INVALID_DATA answer, without the field's name. */
export type ValueProblem = { expected_data_type: string } | { maximum_length: number };

/** What `crm_record.values` holds for a value; null for none. References are ids of 19 digits, date-times UTC to the second. */
export type Stored = string | number | boolean | null | readonly unknown[];

/** A value from outside in stored form, or why it does not fit. Empty text and "-None-" of a pick list count as none. */
export function storedValue(field: Field, value: unknown): Result<Stored, ValueProblem> {
  if (value === null || value === undefined || value === "") return accept(null);
  switch (field.type) {
    case "integer":
    case "bigint":
      return wholeNumber(field, value);
    case "double":
    case "percent":
    case "currency":
      return decimalNumber(field, value);
    case "boolean":
      return typeof value === "boolean" ? accept(value) : wrongType(field);
    case "date":
      return typeof value === "string" && isDay(value) ? accept(value) : wrongType(field);
    case "datetime":
      return dateTime(field, value);
    case "lookup":
    case "ownerlookup":
    case "userlookup":
      return reference(field, value);
    case "multiselectpicklist":
      return choices(field, value);
    case "tags":
      return tags(field, value);
    default:
      return text(field, value);
  }
}

function wrongType(field: Field): { ok: false; refusal: ValueProblem } {
  const byName = ["email", "phone", "website", "picklist", "date", "datetime"].includes(field.type);
  return refuse({ expected_data_type: byName ? field.type : jsonTypes[field.type] });
}

function text(field: Field, value: unknown): Result<Stored, ValueProblem> {
  if (typeof value !== "string" || !isStorable(value)) return wrongType(field);
  const trimmed = value.trim();
  if (trimmed === "" || (field.type === "picklist" && trimmed === "-None-")) return accept(null);
  if (trimmed.length > field.length && Array.from(trimmed).length > field.length)
    return refuse({ maximum_length: field.length });
  return fits(field, trimmed) ? accept(trimmed) : wrongType(field);
}

function fits({ type, options }: Field, value: string): boolean {
  switch (type) {
    case "email":
      return /^[^\s@<>"(),:;[\]\\]+@[^\s@<>"(),:;[\]\\]+\.[^\s@<>"(),:;[\]\\.]+$/.test(value);
    case "phone":
      return /^[+0-9a-zA-Z ().,;:/\-#*]+$/.test(value);
    case "website":
      return /^[^\s<>"]+$/.test(value) && !/^(javascript|data|vbscript):/i.test(value);
    case "picklist":
      return options?.includes(value) ?? true;
    default:
      return true;
  }
}

function wholeNumber(field: Field, value: unknown): Result<Stored, ValueProblem> {
  const digits =
    typeof value === "number" && Number.isSafeInteger(value)
      ? String(value)
      : typeof value === "string" && field.type === "bigint"
        ? value
        : "";
  if (!/^-?\d+$/.test(digits)) return wrongType(field);
  if (digits.replace("-", "").length > field.length) return refuse({ maximum_length: field.length });
  return accept(field.type === "bigint" ? digits : Number(digits));
}

function decimalNumber(field: Field, value: unknown): Result<Stored, ValueProblem> {
  if (typeof value !== "number" || !Number.isFinite(value)) return wrongType(field);
  if (Math.abs(value) >= 10 ** field.length) return refuse({ maximum_length: field.length });
  return accept(Number(value.toFixed(decimalsOf(field))));
}

function dateTime(field: Field, value: unknown): Result<Stored, ValueProblem> {
  if (typeof value !== "string" || !isInstant(value)) return wrongType(field);
  return accept(`${instantFromMs(msOf(value)).slice(0, 19)}Z`);
}

/** `{"id": "…"}`, or the bare id as older versions of the API took it. */
function reference(field: Field, value: unknown): Result<Stored, ValueProblem> {
  const id: unknown = typeof value === "object" && value !== null && "id" in value ? value.id : value;
  return typeof id === "string" && isRecordId(id) ? accept(id) : wrongType(field);
}

function choices(field: Field, value: unknown): Result<Stored, ValueProblem> {
  if (!Array.isArray(value)) return wrongType(field);
  const chosen = [...new Set(value)];
  if (!chosen.every((one) => typeof one === "string" && (field.options ?? []).includes(one)))
    return wrongType(field);
  return accept(chosen.length === 0 ? null : chosen);
}

function tags(field: Field, value: unknown): Result<Stored, ValueProblem> {
  if (!Array.isArray(value)) return wrongType(field);
  const names = value.map((one: unknown) =>
    typeof one === "object" && one !== null && "name" in one ? one.name : one,
  );
  if (!names.every(isTag)) return wrongType(field);
  return accept([...new Set(names)].map((name) => ({ name, id: null, color_code: null })));
}

function isTag(name: unknown): boolean {
  return typeof name === "string" && name.trim() !== "" && name.length <= 25 && isStorable(name);
}
