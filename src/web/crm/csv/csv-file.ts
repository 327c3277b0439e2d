import { type Column, csvLine, readCsv, recogniseColumns } from "#crm/import/import.api.ts";
import type { CrmField } from "#web/crm/types.ts";

/** A file as the page holds it: its headers, and its rows numbered as spreadsheets do. Rows with a fault of form say so. */
export type ReadFile = {
  name: string;
  text: string;
  headers: string[];
  rows: { row: number; cells: string[]; problem?: string }[];
};

/** Reads a file whole; a file without any row has no headers either. */
export function readFile(name: string, text: string): ReadFile {
  const [header, ...rows] = readCsv(text);
  return { name, text, headers: header?.cells.map((cell) => cell.trim()) ?? [], rows };
}

/** The columns with the fields that their headers name. */
export function columnsOf(file: ReadFile, fields: readonly CrmField[]): Column[] {
  return recogniseColumns(
    file.headers,
    fields.map((field) => ({
      api_name: field.api_name,
      label: field.field_label,
      isReadOnly: field.read_only,
      isMandatory: field.system_mandatory,
    })),
  );
}

/** What the server is told of the columns: header to field, for those that are imported. */
export function mappingOf(columns: readonly Column[]): Record<string, string> {
  return Object.fromEntries(
    columns.flatMap(({ header, field }) => (field === null ? [] : [[header, field]])),
  );
}

export type Part = { csv: string; first_row: number; count: number };

/** The file in parts of so many rows, each with the headers. Faulty and empty rows stay as empty lines, so that numbers stay. */
export function partsOf(file: ReadFile, size: number): Part[] {
  const sound = file.rows.filter(({ problem }) => problem === undefined);
  const parts: Part[] = [];
  for (let at = 0; at < sound.length; at += size) {
    const rows = sound.slice(at, at + size);
    const first = rows[0]?.row ?? 2;
    const lines: string[] = [];
    for (const { row, cells } of rows) {
      while (first + lines.length < row) lines.push("");
      lines.push(csvLine(cells));
    }
    // A line break within quotes does not count as a line: rows are counted, not lines.
    parts.push({ csv: [csvLine(file.headers), ...lines].join("\n"), first_row: first, count: rows.length });
  }
  return parts;
}

/**
 * The rows that were not imported, as a file with what is wrong in its last column: to be corrected and imported again.
 * A row whose form is at fault has its text there too and nothing in its place, so that no half of it is imported unseen.
 */
export function failedRowsFile(
  file: ReadFile,
  failed: readonly number[],
  problems: ReadonlyMap<number, string>,
): string {
  const wanted = new Set(failed);
  const width = file.headers.length;
  const rows = file.rows
    .filter(({ row }) => wanted.has(row))
    .map(({ row, cells, problem }) => {
      const why = problems.get(row) ?? "";
      return problem === undefined && cells.length === width
        ? csvLine([...cells, why])
        : csvLine([...Array<string>(width).fill(""), `${why}: ${csvLine(cells)}`]);
    });
  return [csvLine([...file.headers, "What is wrong"]), ...rows].join("\r\n");
}
