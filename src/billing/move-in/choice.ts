import type { MoveInRecord, RowProblem } from "./record.ts";
import { textOf } from "./value.ts";

/** What to do about more decimal places than a currency has: they may be thousands, which rounding would take away. */
export const tooManyPlaces =
  "Round it. Where thousands are meant, choose the other decimal sign for this file.";

/** What is wrong with the cell of a field in a record's first row. */
export function cellProblem(
  { row, values }: Pick<MoveInRecord, "row" | "values">,
  field: string,
  problem: string,
  remedy: string,
): RowProblem {
  return { row, field, value: textOf(values, field)?.slice(0, 100) ?? null, problem, remedy };
}

/** The text of a field that has to be there. */
export function neededText(record: MoveInRecord, field: string, problems: RowProblem[]): string {
  const text = textOf(record.values, field);
  if (text === null) problems.push(cellProblem(record, field, "is empty", "Give it a value."));
  return text ?? "";
}

/** A word as it is compared: case, blanks and signs do not count. */
export function plainWord(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\d]/gu, "");
}

/** What the word of a field means; null where the cell is blank or, with a problem, the word means nothing. */
export function choiceOf<Meaning>(
  record: MoveInRecord,
  field: string,
  { meanings, remedy }: { meanings: Readonly<Record<string, Meaning>>; remedy: string },
  problems: RowProblem[],
): Meaning | null {
  const text = textOf(record.values, field);
  if (text === null) return null;
  const word = plainWord(text);
  if (Object.hasOwn(meanings, word)) return meanings[word] ?? null;
  problems.push(cellProblem(record, field, "is none of the words that are known here", remedy));
  return null;
}
