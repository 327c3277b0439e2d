/** What a row is called that sums the others up. */
const totals: ReadonlySet<string> = new Set([
  "total",
  "totals",
  "grand total",
  "subtotal",
  "sub total",
  "sum",
]);

/** An amount with the sign or code of its currency, however it is grouped: `$ 1,234.50`, `(12,00 EUR)`. */
const amount = /^\(?-?\s*(\p{Sc}|[A-Z]{1,3}\p{Sc}?)?\s*-?\d[\d.,'’\s]*(\p{Sc}|[A-Z]{3})?\)?$/u;

/**
 * Whether a row of a file sums the others up, as spreadsheets end: its one word is Total or the like, and beside that
 * there is nothing but amounts, in columns that may have some.
 */
export function isTotalRow(cells: readonly string[], mayBeAmount: (at: number) => boolean): boolean {
  const words = cells
    .map((cell) => cell.trim())
    .filter((cell, at) => !isBlank(cell) && !(mayBeAmount(at) && amount.test(cell)));
  return words.length === 1 && totals.has(plainWord(words[0] ?? ""));
}

/** Why such a row is left out, and what to do where it is none. */
export const totalRowWords = "sums up the other rows and is left out; where it is none, add it by hand";

function isBlank(cell: string): boolean {
  return cell === "" || /^[-–—]$/.test(cell);
}

function plainWord(text: string): string {
  return text
    .toLowerCase()
    .replace(/\s*:$/, "")
    .replaceAll(/[\s_-]+/g, " ");
}
