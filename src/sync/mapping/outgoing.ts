import { validateValue } from "#billing/customer/field-value.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import { type CrmField, rawValue } from "./crm-field.ts";
import type { Lens } from "./incoming.ts";

/**
 * A billing value as the CRM takes it: under which API name, and in which form; or why the CRM can't hold it, and what
 * it would make of it.
 */
export type Written =
  | { ok: true; crm: string; raw: unknown }
  | { ok: false; problem: string; back?: Value | undefined };

/** Writes values of billing fields for the CRM: the way back through a lens. */
export type Put = (billing: string, value: Value) => Written;

/**
 * The way back through a lens. What would not come back as the same value is refused: an answer that was cut or
 * rounded would look like an edit of the CRM's, and go on for ever between the sides.
 */
export function createPut(lens: Lens, crmFields: readonly CrmField[]): Put {
  const byName = new Map(crmFields.map((field) => [field.api_name, field]));
  const rows = new Map(lens.rows.map((row) => [row.billing, row.crm]));
  return (billing, value) => {
    const from = lens.fields.get(billing);
    const to = byName.get(rows.get(billing) ?? "");
    if (!from || !to) return { ok: false, problem: `no CRM field is mapped to ${billing}` };
    const written = write(to, value);
    if (!written.ok) return written;
    const read = validateValue(from, rawValue({ [to.api_name]: written.raw }, to.api_name));
    const back = read.ok ? read.value : undefined;
    if (back === value || (value === null && back === false)) return written;
    return { ok: false, problem: `${to.label} of the CRM would not hold this value unchanged`, back };
  };
}

/** Whether values can be written to a field at all: look-ups and what the CRM computes are its own. */
export function isSendable(field: CrmField): boolean {
  return !field.read_only && field.data_type in writers;
}

function write(field: CrmField, value: Value): Written {
  const writer = writers[field.data_type];
  if (!writer || field.read_only)
    return { ok: false, problem: `${field.label} of the CRM cannot be written` };
  if (value === null) {
    if (field.required) return { ok: false, problem: `${field.label} must not be empty in the CRM` };
    return { ok: true, crm: field.api_name, raw: field.data_type === "boolean" ? false : null };
  }
  const written = writer(field, value);
  return written.ok ? { ok: true, crm: field.api_name, raw: written.raw } : written;
}

type Raw = { ok: true; raw: unknown } | { ok: false; problem: string };

function text(field: CrmField, value: Value): Raw {
  const raw = String(value);
  if (field.length !== undefined && raw.length > field.length)
    return {
      ok: false,
      problem: `${field.label} of the CRM holds ${field.length} characters; this has ${raw.length}`,
    };
  return { ok: true, raw };
}

function option(field: CrmField, value: Value): Raw {
  const raw = String(value);
  if (field.options.includes(raw)) return { ok: true, raw };
  const shown = field.options.slice(0, 20).join(", ");
  return {
    ok: false,
    problem: `${field.label} of the CRM has no value ${raw.slice(0, 100)}; it has: ${shown}`,
  };
}

/**
 * JSON numbers of the CRM are doubles: a number with more digits than one holds exactly is not sent. Of the digits after
 * the point the CRM keeps only so many; the raw value is what it would keep.
 */
function number(field: CrmField, value: Value): Raw {
  const raw = Number(value);
  const isWhole = field.data_type === "integer" || field.data_type === "bigint";
  if (!Number.isFinite(raw) || (isWhole && !Number.isSafeInteger(raw)))
    return {
      ok: false,
      problem: `${field.label} of the CRM takes ${isWhole ? "whole numbers" : "numbers"} only`,
    };
  if (field.length !== undefined && Math.abs(raw) >= 10 ** field.length)
    return { ok: false, problem: `${field.label} of the CRM holds ${field.length} digits before the point` };
  return { ok: true, raw: field.decimals === undefined ? raw : Number(raw.toFixed(field.decimals)) };
}

const writers: Record<string, (field: CrmField, value: Value) => Raw> = {
  text,
  textarea: text,
  email: text,
  phone: text,
  website: text,
  picklist: option,
  integer: number,
  bigint: number,
  double: number,
  decimal: number,
  currency: number,
  percent: number,
  boolean: (field, value) =>
    value === true || value === false || value === "true" || value === "false"
      ? { ok: true, raw: String(value) === "true" }
      : { ok: false, problem: `${field.label} of the CRM takes true or false` },
  date: (_field, value) => ({ ok: true, raw: String(value) }),
};
