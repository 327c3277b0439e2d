/** One row of a file. `row` counts as spreadsheets do: the header is row 1. `problem` says what is wrong with its form. */
export type CsvRow = { row: number; cells: string[]; problem?: string };

/** What may stand between cells, the most usual first. */
const delimiters = [",", ";", "\t", "|"] as const;

type Place = { text: string; delimiter: string };
type Read = { cells: string[]; next: number; problem?: string };

/**
 * Reads CSV (RFC 4180) row by row, holding one row at a time. A row with a fault is told of and reading goes on; rows
 * without any text are left out, but counted. A byte order mark is not part of the first header.
 */
export function* readCsv(text: string, delimiter: string = delimiterOf(text)): Generator<CsvRow> {
  let at = text.startsWith("\uFEFF") ? 1 : 0;
  for (let row = 1; at < text.length; row += 1) {
    const read = readRow({ text, delimiter }, at);
    at = read.next;
    if (read.problem !== undefined) yield { row, cells: read.cells, problem: read.problem };
    else if (read.cells.some((cell) => cell.trim() !== "")) yield { row, cells: read.cells };
  }
}

/** What separates the cells of a file: whatever stands most often in its first line with text, outside of quotes. */
export function delimiterOf(text: string): string {
  const [first = ""] = /[^\uFEFF\r\n][^\r\n]*/.exec(text) ?? [];
  const line = first.replaceAll(/"[^"]*"/g, "");
  const counts = delimiters.map((delimiter) => line.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))] ?? ",";
}

/** Cells as one line of CSV, without the end of the line. */
export function csvLine(cells: readonly string[], delimiter = ","): string {
  return cells
    .map((cell) => (/["\r\n,;\t|]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell))
    .join(delimiter);
}

function readRow({ text, delimiter }: Place, from: number): Read {
  const cells: string[] = [];
  let at = from;
  let problem: string | undefined;
  for (;;) {
    const cell = text[at] === '"' ? readQuoted(text, at) : readPlain({ text, delimiter }, at);
    cells.push(cell.value);
    problem ??= cell.problem;
    at = cell.next;
    if (text[at] !== delimiter) break;
    at += 1;
  }
  if (at < text.length && !isBreak(text, at)) {
    problem ??= `has text after the closing quote of column ${cells.length}`;
    at = endOfLine(text, at);
  }
  const next = text[at] === "\r" && text[at + 1] === "\n" ? at + 2 : at + 1;
  return problem === undefined ? { cells, next } : { cells, next, problem };
}

type Cell = { value: string; next: number; problem?: string };

function readPlain({ text, delimiter }: Place, from: number): Cell {
  let at = from;
  while (at < text.length && text[at] !== delimiter && !isBreak(text, at)) at += 1;
  return { value: text.slice(from, at), next: at };
}

/** A cell in quotes, where a quote is written twice and line breaks are text. */
function readQuoted(text: string, from: number): Cell {
  let value = "";
  for (let at = from + 1; ;) {
    const quote = text.indexOf('"', at);
    if (quote < 0)
      return {
        value: value + text.slice(at),
        next: text.length,
        problem: "opens a quote that is never closed; nothing after it was read",
      };
    value += text.slice(at, quote);
    if (text[quote + 1] !== '"') return { value, next: quote + 1 };
    value += '"';
    at = quote + 2;
  }
}

function isBreak(text: string, at: number): boolean {
  return text[at] === "\n" || text[at] === "\r";
}

function endOfLine(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isBreak(text, at)) at += 1;
  return at;
}
