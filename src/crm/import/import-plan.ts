import type { z } from "zod";
import type { Field, FieldMap, ModuleName } from "#crm/field/field.ts";
import { type Module, moduleOf } from "#crm/field/module.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { type CsvRow, readCsv } from "#kernel/csv.ts";
import type { importRecords } from "./import.api.ts";
import {
  type Column,
  findField,
  mapColumns,
  type MappingProblem,
  missingFields,
  type NamedField,
  recogniseColumns,
} from "./mapping.ts";

export type ImportRequest = z.output<typeof importRecords.body>;

/** What an import does: which column goes where, and what makes two records one. */
export type ImportPlan = {
  module: Module;
  columns: readonly Column[];
  /** The field that tells which record a row is; undefined where every row becomes a new record. */
  match: Field | undefined;
  onDuplicate: "add" | "skip" | "update";
  /** Whether an empty cell empties the field of a record that is there already. */
  emptyCellsClear: boolean;
  createsMissing: boolean;
};

/** A plan's refusal: the file itself, or what is said about its columns. */
export type PlanProblem =
  | { code: "crm_import.unreadable"; message: string }
  | { code: "crm_import.mapping_invalid"; fields: MappingProblem[] };

/** Plans an import and opens the file: rows come numbered as in the file, the header is no row. */
export function planImport(
  request: ImportRequest,
  fields: FieldMap,
): Result<{ plan: ImportPlan; rows: Iterable<CsvRow> }, PlanProblem> {
  const reading = readCsv(request.csv);
  const first = reading.next();
  if (first.done === true) return refuse({ code: "crm_import.unreadable", message: "The file is empty" });
  const { problem, cells } = first.value;
  if (problem !== undefined)
    return refuse({ code: "crm_import.unreadable", message: `The row with the headers ${problem}` });
  const columns = columnsOf(cells, request.mapping, fields);
  if (!columns.ok) return refuse({ code: "crm_import.mapping_invalid", fields: columns.refusal });
  const match = matchField(request, fields, columns.value);
  if (!match.ok) return refuse({ code: "crm_import.mapping_invalid", fields: [match.refusal] });
  const plan: ImportPlan = {
    module: moduleOf(request.module),
    columns: columns.value,
    match: match.value,
    onDuplicate: request.duplicates,
    emptyCellsClear: request.empty_cells === "clear",
    createsMissing: request.create_missing,
  };
  const shift = request.first_row - 2;
  return accept({ plan, rows: numbered(reading, shift) });
}

/** The fields of a module as a mapping sees them. */
export function namedFields(fields: FieldMap): NamedField[] {
  return [...fields.values()].map((field) => ({
    api_name: field.api_name,
    label: field.label,
    isReadOnly: field.readOnly === true,
    isMandatory: field.mandatory === true,
  }));
}

/**
 * Fields as an import takes them: a pick list accepts values that are new to it, as Zoho CRM's do unless they are
 * restricted. Stage is: it decides whether a deal is open, won or lost. So is Currency.
 */
export function withOpenPickLists(
  fields: Record<ModuleName, FieldMap>,
  module: ModuleName,
): Record<ModuleName, FieldMap> {
  const open = [...fields[module]].map(([name, field]): [string, Field] => {
    if (field.type !== "picklist" || name === "Stage" || name === "Currency") return [name, field];
    const { options: _restriction, ...rest } = field;
    return [name, rest];
  });
  return { ...fields, [module]: new Map(open) };
}

function columnsOf(
  headers: readonly string[],
  mapping: Record<string, string>,
  fields: FieldMap,
): Result<Column[], MappingProblem[]> {
  const named = namedFields(fields);
  const isGiven = Object.keys(mapping).length > 0;
  const columns = isGiven ? mapColumns(headers, mapping, named) : accept(recogniseColumns(headers, named));
  if (!columns.ok) return columns;
  const isById = columns.value.some(({ field }) => field === "id");
  const missing = isById ? [] : missingFields(columns.value, named);
  if (missing.length === 0) return columns;
  const found = headers
    .map((header) => header.trim())
    .filter((header) => header !== "")
    .join(", ");
  return refuse(
    missing.map(({ api_name, label }) => ({
      path: `mapping.${api_name}`,
      problem: `No column goes to ${label}, which every record needs. The file has: ${found}`,
    })),
  );
}

function matchField(
  { duplicates, match_field, module }: ImportRequest,
  fields: FieldMap,
  columns: readonly Column[],
): Result<Field | undefined, MappingProblem> {
  const hasId = columns.some(({ field }) => field === "id");
  if (duplicates === "add")
    return hasId
      ? refuse({ path: "duplicates", problem: "Rows with a Record Id change records; choose update or skip" })
      : accept(undefined);
  const wanted = match_field ?? (hasId ? "id" : moduleOf(module).duplicateCheck);
  const named = findField(wanted, namedFields(fields));
  const field = named && fields.get(named.api_name);
  if (!field) return refuse({ path: "match_field", problem: `There is no field ${wanted}` });
  if (!columns.some((column) => column.field === field.api_name))
    return refuse({
      path: "match_field",
      problem: `No column goes to ${field.label}, by which records are matched`,
    });
  if (
    ["textarea", "boolean", "multiselectpicklist", "tags", "lookup", "ownerlookup", "userlookup"].includes(
      field.type,
    )
  ) {
    return refuse({
      path: "match_field",
      problem: `Records cannot be matched by ${field.label}; choose a name, number, e-mail or other text`,
    });
  }
  return accept(field);
}

function* numbered(reading: Iterable<CsvRow>, shift: number): Generator<CsvRow> {
  for (const row of reading) yield { ...row, row: row.row + shift };
}
