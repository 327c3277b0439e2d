import type { importRecords } from "#crm/import/import.api.ts";
import type { Call, Received } from "#platform/http/endpoint.ts";
import { partsOf, type ReadFile } from "./csv-file.ts";

export type ImportBody = Call<typeof importRecords>["body"];
export type ImportAnswer = Received<typeof importRecords>;
export type ImportOptions = Omit<ImportBody, "csv" | "dry_run" | "first_row">;

/** Rows of one request: about a second of work, so that the progress moves and Cancel is obeyed. */
const rowsPerPart = 1000;

/** How far an import is: rows done of those expected, and what became of them so far. */
export type ImportedSoFar = { done: number; expected: number; answer: ImportAnswer | undefined };

/** Sends a file part after part, from where it was stopped if it was; tells how far it is at the beginning and after each. */
export async function* importInParts(
  file: ReadFile,
  send: (part: { csv: string; first_row: number }) => Promise<ImportAnswer>,
  soFar?: ImportedSoFar,
): AsyncGenerator<ImportedSoFar> {
  const parts = partsOf(file, rowsPerPart);
  const expected = parts.reduce((sum, { count }) => sum + count, 0);
  let answer = soFar?.answer;
  let done = 0;
  yield { done: soFar?.done ?? 0, expected, answer };
  for (const { csv, first_row, count } of parts) {
    done += count;
    if (done <= (soFar?.done ?? 0)) continue;
    answer = joined(answer, await send({ csv, first_row }));
    yield { done, expected, answer };
  }
}

function joined(one: ImportAnswer | undefined, other: ImportAnswer): ImportAnswer {
  if (!one) return other;
  return {
    ...other,
    total: one.total + other.total,
    created: one.created + other.created,
    updated: one.updated + other.updated,
    skipped: one.skipped + other.skipped,
    failed: one.failed + other.failed,
    created_for_lookups: one.created_for_lookups + other.created_for_lookups,
    errors: [...one.errors, ...other.errors],
    error_count: one.error_count + other.error_count,
    failed_rows: [...one.failed_rows, ...other.failed_rows],
  };
}

/** Rows whose form is at fault are never sent: they failed here. */
export function withFaulty(answer: ImportAnswer, file: ReadFile): ImportAnswer {
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
