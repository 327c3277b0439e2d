import { partsOf, type ReadFile } from "./csv-file.ts";

/** What every import answers: rows by what became of them, and what is wrong with those that failed. */
export type ImportAnswer = {
  total: number;
  created: number;
  updated: number;
  skipped: number;
  failed: number;
  errors: { row: number; field: string | null; problem: string; value: string | null }[];
  error_count: number;
  failed_rows: number[];
};

/** Rows of one request: about a second of work, so that the progress moves and Cancel is obeyed. */
const rowsPerPart = 1000;

/** How far an import is: rows done of those expected, and what became of them so far. */
export type ImportedSoFar<Answer> = { done: number; expected: number; answer: Answer | undefined };

/** Sends a file part after part, from where it was stopped if it was; tells how far it is at the beginning and after each. */
export async function* importInParts<Answer extends ImportAnswer>(
  file: ReadFile,
  send: (part: { csv: string; first_row: number }) => Promise<Answer>,
  soFar?: ImportedSoFar<Answer>,
): AsyncGenerator<ImportedSoFar<Answer>> {
  const parts = partsOf(file, rowsPerPart);
  const expected = parts.reduce((sum, { count }) => sum + count, 0);
  let answer = soFar?.answer;
  let done = 0;
  yield { done: soFar?.done ?? 0, expected, answer };
  for (const { csv, first_row, count } of parts) {
    done += count;
    if (done <= (soFar?.done ?? 0)) continue;
    const next = await send({ csv, first_row });
    answer = answer === undefined ? next : joined(answer, next);
    yield { done, expected, answer };
  }
}

/** Lists of rows, which follow each other; other lists are of columns, and the same in every part. */
const listsOfRows = new Set(["errors", "failed_rows", "rows"]);

/** Two answers as that of one longer part: numbers add up, lists of rows follow each other. */
function joined<Answer extends ImportAnswer>(one: Answer, other: Answer): Answer {
  const before = one as Record<string, unknown>;
  const both = Object.entries(other).map(([name, value]): [string, unknown] => {
    const first = before[name];
    if (typeof value === "number" && typeof first === "number") return [name, first + value];
    return listsOfRows.has(name) ? [name, [...(first as unknown[]), ...(value as unknown[])]] : [name, value];
  });
  return Object.fromEntries(both) as Answer;
}

/** Rows whose form is at fault are never sent: they failed here. */
export function withFaulty<Answer extends ImportAnswer>(answer: Answer, file: ReadFile): Answer {
  const faulty = file.rows.flatMap(({ row, problem }) =>
    problem === undefined ? [] : [{ row, field: null, problem: `The row ${problem}`, value: null }],
  );
  if (faulty.length === 0) return answer;
  return {
    ...answer,
    total: answer.total + faulty.length,
    failed: answer.failed + faulty.length,
    errors: [...answer.errors, ...faulty].toSorted((a, b) => a.row - b.row),
    error_count: answer.error_count + faulty.length,
    failed_rows: [...answer.failed_rows, ...faulty.map(({ row }) => row)].toSorted((a, b) => a - b),
  };
}
