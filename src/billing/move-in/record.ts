import { refuse } from "#kernel/result.ts";
import { unharmed } from "#platform/csv/csv-text.ts";
import { isTotalRow } from "#platform/csv/total-row.ts";
import { type CellForms, type CellValue, readCell } from "./cell.ts";
import type { Column, KindColumns } from "./column.ts";

/** What is wrong with a row: in which field (null: with the row as a whole), what stood there, and what to do. */
export type RowProblem = {
  row: number;
  field: string | null;
  value: string | null;
  problem: string;
  remedy: string;
};

/** A row as it was kept: its number counts as spreadsheets do, the headings being row 1. */
export type KeptRow = { row: number; cells: readonly string[]; fault: string | null };

/** Values by field; blank cells say nothing and are not there. */
export type Values = Readonly<Record<string, CellValue>>;

/** Rows that are about one thing: what they say alike, and of each what is its own. */
export type MoveInRecord = { row: number; values: Values; lines: readonly { row: number; values: Values }[] };

/** A tax as a file names it, and where. */
export type NamedTax = { row: number; field: string; name: string | null; percent: string | null };

/** A problem shows at most this much of a value. */
const shownLength = 100;

/** What makes rows one record; null where a row is one of its own. */
export function keyOf(
  { cells, fault }: KeptRow,
  fields: readonly string[],
  { keys }: Pick<KindColumns, "keys">,
): string | null {
  if (fault !== null) return null;
  for (const key of keys) {
    const at = fields.indexOf(key);
    const text = at < 0 ? "" : unharmed(cells[at] ?? "").trim();
    if (text !== "" && !isShortened(key, text)) return `${key}:${text}`;
  }
  return null;
}

/** Whether a row sums the others up, as spreadsheets end; only columns that are left out, or of decimals, can have amounts. */
export function isTotal(
  { cells, fault }: KeptRow,
  fields: readonly string[],
  { columns }: Pick<KindColumns, "columns">,
): boolean {
  const typeOf = (at: number) => columns.find(({ field }) => field === fields[at])?.type ?? "decimal";
  return fault === null && isTotalRow(cells.map(unharmed), (at) => typeOf(at) === "decimal");
}

/** Whether a spreadsheet made a number of an id and left its last digits out: `4.6E+18`. */
function isShortened(field: string, text: string): boolean {
  return field.endsWith("zoho_id") && /^\d([.,]\d+)?E\+?\d+$/i.test(text);
}

const shortened = refuse({
  problem: "is no whole id: a spreadsheet left its last digits out",
  remedy: "Export the file anew and import it as it is, or have the spreadsheet read the column as text.",
});

/** A record of its rows, with all that is wrong with them. Rows that are at fault make it no record. */
export function recordOf(
  rows: readonly KeptRow[],
  fields: readonly string[],
  { columns, hasLines }: KindColumns,
  forms: CellForms,
): { record: MoveInRecord; problems: RowProblem[] } {
  const problems: RowProblem[] = [];
  const read = rows.map((kept) => readRow(kept, fields, columns, { forms, problems }));
  const first = rows[0]?.row ?? 0;
  if (!hasLines && rows.length > 1)
    for (const [at, { row }] of rows.entries())
      problems.push({
        row,
        field: null,
        value: null,
        problem: `is the same as row ${at === 0 ? rows[1]?.row : first}`,
        remedy: "Leave one of the two in the file.",
      });
  const values: Record<string, CellValue> = {};
  const ofLine = new Set(columns.filter((column) => column.isOfLine === true).map(({ field }) => field));
  for (const { row, values: own } of hasLines ? read : read.slice(0, 1))
    for (const [field, value] of Object.entries(own)) {
      if (ofLine.has(field)) continue;
      if (!Object.hasOwn(values, field)) values[field] = value;
      else if (values[field] !== value)
        problems.push({
          row,
          field,
          value: String(value).slice(0, shownLength),
          problem: `is ${String(values[field])} in row ${first}, which is of the same record`,
          remedy: "Make both rows say the same.",
        });
    }
  const lines = read.map(({ row, values: own }) => ({
    row,
    values: Object.fromEntries(Object.entries(own).filter(([field]) => ofLine.has(field))),
  }));
  return { record: { row: first, values, lines }, problems };
}

function readRow(
  { row, cells, fault }: KeptRow,
  fields: readonly string[],
  columns: readonly Column[],
  { forms, problems }: { forms: CellForms; problems: RowProblem[] },
): { row: number; values: Values } {
  if (fault !== null) {
    const remedy = "Correct the row in the file.";
    problems.push({
      row,
      field: null,
      value: cells.join(", ").slice(0, shownLength),
      problem: fault,
      remedy,
    });
    return { row, values: {} };
  }
  const values: [string, CellValue][] = [];
  for (const [at, field] of fields.entries()) {
    const column = columns.find((one) => one.field === field);
    const cell = unharmed(cells[at] ?? "");
    if (column === undefined || cell.trim() === "") continue;
    const checked = isShortened(field, cell.trim()) ? shortened : readCell(column.type, cell, forms);
    if (checked.ok) values.push([field, checked.value]);
    else problems.push({ row, field, value: cell.trim().slice(0, shownLength), ...checked.refusal });
  }
  return { row, values: Object.fromEntries(values) };
}
