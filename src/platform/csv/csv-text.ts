import { isDecimal } from "#kernel/ratio.ts";

/** One cell: texts are made harmless and quoted where needed, numbers and decimal texts stay numbers, null is empty. */
export type Cell = string | number | boolean | null | { decimal: string };

/** What a spreadsheet takes for the beginning of a formula, also after blanks and separators (OWASP ASVS 1.2.10). */
const formula = /^['\s;,|"]*[=+\-@\t\r\0＝＋－＠]/;

/** One line of RFC 4180, with its line end. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(",")}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "object") return decimalCell(cell.decimal);
  if (typeof cell !== "string") return String(cell);
  const text = harmless(cell);
  return /[",;\r\n\t]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** A number as text, whose minus begins no formula. Throws on anything else: a bug. */
function decimalCell(text: string): string {
  if (!isDecimal(text)) throw new Error(`not a decimal number: ${text}`);
  return text;
}

/** A text that no spreadsheet runs: what looks like a formula gets an apostrophe in front. */
export function harmless(text: string): string {
  return formula.test(text) ? `'${text}` : text;
}

/** The text that `harmless` was given: the way back, for files of ours that are read again. */
export function unharmed(text: string): string {
  return text.startsWith("'") && formula.test(text.slice(1)) ? text.slice(1) : text;
}
