import { Readable } from "node:stream";
import { CsvError, parse } from "csv-parse";
import { AppError } from "#kernel/errors.ts";

/** One row of a file: its line (the header is line 1), and its cells. */
export type CsvRow = { line: number; cells: string[] };

/** A pull of this many characters at a time keeps the parser's own memory small. */
const pieceLength = 262_144;

/**
 * The text of a file. UTF-8, or UTF-16 where its mark says so; anything else is refused with the place of the first
 * byte that is no UTF-8, because a guess would spoil names silently.
 */
export function decodeCsv(bytes: Uint8Array): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new AppError("import.encoding", { byte_offset: firstBadByte(bytes) });
  }
}

/** Halves the file until the first byte is found up to which it is UTF-8. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = Math.floor((good + bad) / 2);
    if (isUtf8Start(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** Whether bytes are UTF-8, except that the last character may be cut. */
function isUtf8Start(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** The rows of a CSV text, the header first; empty lines are left out. Refuses with the line where quotes do not match. */
export async function* readCsv(text: string): AsyncGenerator<CsvRow> {
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(text),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
  });
  const source = Readable.from(pieces(text)).on("error", (error) => parser.destroy(error));
  source.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      yield { line: info.lines, cells: record };
    }
  } catch (error) {
    if (error instanceof CsvError)
      throw new AppError("import.unreadable", { line: error["lines"] as number, reason: error.message });
    throw error;
  } finally {
    source.destroy();
    parser.destroy();
  }
}

function* pieces(text: string): Generator<string> {
  for (let at = 0; at < text.length;) {
    // A pair of surrogates must not be cut: each half alone would be written as a replacement character.
    const end = at + pieceLength;
    const cut = isHighSurrogate(text.charCodeAt(end - 1)) ? end + 1 : end;
    yield text.slice(at, cut);
    at = cut;
  }
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** Comma, semicolon (spreadsheets of half Europe) or tab: the one that the first line has most of. */
function delimiterOf(text: string): string {
  const end = text.indexOf("\n");
  const header = end < 0 ? text : text.slice(0, end);
  const counts = [",", ";", "\t"].map((delimiter) => ({ delimiter, count: header.split(delimiter).length }));
  return counts.toSorted((a, b) => b.count - a.count)[0]?.delimiter ?? ",";
}
