import type { FieldMap } from "#crm/field/field.ts";
import type { RowProblem } from "#crm/record/row-check.ts";

/** What is wrong with one row of a file: the field (API name; null where it is the whole row), why, and what stands there. */
export type ImportError = { row: number; field: string | null; problem: string; value: string | null };

/** Characters of a value that an error quotes: enough to find it. */
const quotedLength = 100;

/** A value as an error quotes it. */
export function quote(value: string | undefined): string | null {
  if (value === undefined || value === "") return null;
  return value.length > quotedLength ? `${value.slice(0, quotedLength)}…` : value;
}

const expected: Record<string, string> = {
  email: "is not an e-mail address; write name@example.com",
  phone: "is not a phone number; use digits, blanks and + ( ) - .",
  website: "is not a web address; write https://example.com",
  picklist: "is not one of the list's values",
  jsonarray: "is not one of the list's values",
  date: "is not a date that exists; write 2026-03-31",
  datetime: "is not a date and time; write 2026-03-31T14:30:00+02:00",
  integer: "is not a whole number; write 1200",
  double: "is not a number; write 1234.50",
};

/** A refusal of the record commands as what a person reads beside the row: one entry for each field. */
export function rowErrors(
  row: number,
  problem: RowProblem,
  fields: FieldMap,
  cells: ReadonlyMap<string, string>,
): ImportError[] {
  const parts = problem.details["errors"];
  const problems =
    problem.code === "MULTIPLE_OR_MULTI_ERRORS" && Array.isArray(parts) ? (parts as RowProblem[]) : [problem];
  return problems.map((one) => {
    const name = typeof one.details["api_name"] === "string" ? one.details["api_name"] : null;
    const value = name === null ? undefined : cells.get(name);
    return {
      row,
      field: name,
      problem: problemWords(one, fields.get(name ?? "")?.label, value),
      value: quote(value),
    };
  });
}

/** A refusal of one field in a sentence: what is wrong, and how to write it. `value` is what was given, where it is known. */
export function problemWords(
  { code, details, message }: RowProblem,
  label = "The row",
  value?: string,
): string {
  const { expected_data_type: type, maximum_length: most } = details;
  if (code === "MANDATORY_NOT_FOUND") return `${label} is missing; every record needs it`;
  if (code === "DUPLICATE_DATA")
    return `${label} must be different for each record; ${holderOf(details)} has this value already`;
  if (typeof most === "number")
    return `${label} is too long: ${value === undefined ? "" : `${Array.from(value).length} characters, `}at most ${most} fit`;
  if (typeof type === "string") return `${label} ${expected[type] ?? "does not fit the field"}`;
  return code === "INVALID_DATA" && message === "invalid data"
    ? `${label} names a record that does not exist`
    : `${label}: ${message}`;
}

/** The record that has a value already, as far as the reader may see it. Out of the recycle bin `id` is who wants it. */
function holderOf({ id, duplicate_record: duplicate }: RowProblem["details"]): string {
  const holder =
    typeof duplicate === "object" && duplicate !== null ? (duplicate as { id?: unknown }).id : id;
  return typeof holder === "string" ? `record ${holder}` : "another record";
}
