import { unharmed } from "#platform/csv/csv-text.ts";
import type { FieldMap, ModuleName } from "#crm/field/field.ts";
import { checkRow } from "#crm/record/row-check.ts";
import { cellValue, type LocalTime } from "./cell-value.ts";
import type { CsvRow } from "#kernel/csv.ts";
import type { ImportPlan } from "./import-plan.ts";
import { type ImportError, quote, rowErrors } from "./row-words.ts";

/** A reference that a cell makes by name: to a record of a module, or to a user. */
export type NamedReference = { field: string; to: ModuleName | "user"; name: string };

/** A row on its way into the CRM. `cells` are its texts by field, for errors. */
export type ImportRow = {
  row: number;
  input: Record<string, unknown>;
  cells: ReadonlyMap<string, string>;
  references: NamedReference[];
  key: string | undefined;
};

/** A row of the file as fields with values, or what is wrong with it. */
export function readRow(
  plan: ImportPlan,
  fields: FieldMap,
  { row, cells, problem }: CsvRow,
  localTime: LocalTime,
): ImportRow | ImportError[] {
  if (problem !== undefined)
    return [{ row, field: null, problem: `The row ${problem}`, value: quote(cells.at(-1)) }];
  const width = plan.columns.length;
  if (cells.length !== width) {
    const extra = cells.length > width ? cells.slice(width) : [];
    return [
      {
        row,
        field: null,
        problem: `The row has ${cells.length} columns, the header has ${width}`,
        value: quote(extra.join(", ")),
      },
    ];
  }
  const errors: ImportError[] = [];
  const read: ImportRow = {
    row,
    input: {},
    cells: new Map(
      plan.columns.flatMap(({ field, at }) => (field === null ? [] : [[field, unharmed(cells[at] ?? "")]])),
    ),
    references: [],
    key: undefined,
  };
  for (const [name, cell] of read.cells) {
    const field = fields.get(name);
    if (!field) continue;
    const value = cellValue(field.type, cell, localTime);
    if (!value.ok)
      errors.push({ row, field: name, problem: `${field.label} ${value.refusal}`, value: quote(cell) });
    else if (name === "id") read.input[name] = recordId(cell);
    else if (typeof value.value === "string" && isReference(field.type))
      read.references.push({
        field: name,
        to: field.type === "lookup" && field.lookup ? field.lookup.module : "user",
        name: value.value,
      });
    // An empty Owner means the importing user, not nobody.
    else if (value.value !== null || name !== "Owner") read.input[name] = value.value;
  }
  if (errors.length > 0) return [...errors, ...furtherErrors(fields, read, errors)];
  const key = plan.match ? (read.cells.get(plan.match.api_name) ?? "").trim() : "";
  return { ...read, key: key === "" ? undefined : plan.match?.column === "id" ? recordId(key) : key };
}

/** What is wrong with the other cells of a row that is left out anyway, so that one correction of the file is enough. */
function furtherErrors(fields: FieldMap, read: ImportRow, known: readonly ImportError[]): ImportError[] {
  const { problem } = checkRow(fields, read.input, 0, "update");
  if (!problem) return [];
  const named = new Set(known.map(({ field }) => field));
  return rowErrors(read.row, problem, fields, read.cells).filter(({ field }) => !named.has(field));
}

/** Cuts rows into runs in which no key is there twice, so that a later row meets the record that an earlier one made. */
export function cutAtRepeats(rows: readonly ImportRow[]): ImportRow[][] {
  const runs: ImportRow[][] = [[]];
  let seen = new Set<string>();
  for (const one of rows) {
    const key = one.key?.toLowerCase();
    if (key !== undefined && seen.has(key)) {
      runs.push([]);
      seen = new Set();
    }
    if (key !== undefined) seen.add(key);
    runs.at(-1)?.push(one);
  }
  return runs;
}

/** Zoho CRM's own exports write ids as `zcrm_5725767000001000001`. */
function recordId(text: string): string {
  return text.trim().replace(/^zcrm_/, "");
}

function isReference(type: string): boolean {
  return type === "lookup" || type === "ownerlookup" || type === "userlookup";
}
