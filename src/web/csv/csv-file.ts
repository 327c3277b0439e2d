import { csvLine, readCsv } from "#kernel/csv.ts";

/** A file as the page holds it: its headers, and its rows numbered as spreadsheets do. Rows with a fault of form say so. */
export type ReadFile = {
  name: string;
  headers: string[];
  rows: { row: number; cells: string[]; problem?: string }[];
};

/** A column of the file with the field it goes to; null where it is left out. */
export type Column = { header: string; at: number; field: string | null };

/** Reads a file whole; a file without any row has no headers either. */
export function readFile(name: string, text: string): ReadFile {
  const [header, ...rows] = readCsv(text);
  return { name, headers: distinct(header?.cells.map((cell) => cell.trim()) ?? []), rows };
}

/** Headers that differ from each other: a second `Name` is `Name (2)`, one without text `Column 3`. */
function distinct(headers: readonly string[]): string[] {
  const taken = new Set<string>();
  return headers.map((given, at) => {
    const header = given === "" ? `Column ${at + 1}` : given;
    let name = header;
    for (let number = 2; taken.has(name); number += 1) name = `${header} (${number})`;
    taken.add(name);
    return name;
  });
}

export type Part = { csv: string; first_row: number; count: number };

/** The rows that can be read. */
export function soundRows(file: ReadFile): ReadFile["rows"] {
  return file.rows.filter(({ problem }) => problem === undefined);
}

/** The file in parts of so many rows, each with the headers. Faulty and empty rows stay as empty lines, so that numbers stay. */
export function partsOf(file: ReadFile, size: number): Part[] {
  const sound = soundRows(file);
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

/** All rows that can be read, as one part. */
export function wholeOf(file: ReadFile): Part {
  const [whole] = partsOf(file, file.rows.length + 1);
  return whole ?? { csv: csvLine(file.headers), first_row: 2, count: 0 };
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
