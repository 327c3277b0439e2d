import { type AppError, viewOf } from "#kernel/errors.ts";
import type { RowProblem } from "./record.ts";

/** A record that does not come in, with all that is wrong with its rows. */
export class RecordRefused extends Error {
  readonly problems: readonly RowProblem[];

  constructor(problems: readonly RowProblem[]) {
    super(problems.map(({ problem }) => problem).join("; "));
    this.problems = problems;
  }
}

/** What a command refused, as problems of a record's first row. */
export function problemsOf(row: number, error: AppError): RowProblem[] {
  const { title, remedy, details } = viewOf(error.code, error.facts);
  const fields = Array.isArray(details["fields"])
    ? (details["fields"] as { path: string; problem: string }[])
    : [];
  const whole = { row, field: null, value: null, remedy };
  if (fields.length === 0) return [{ ...whole, problem: title }];
  const inFile = error.code === "request.invalid" ? { remedy: "Correct it in the file." } : {};
  return fields.map(({ path, problem }) => ({
    ...whole,
    // What is a sentence already needs no field that it is said of.
    field: /^[a-z]/.test(problem) ? path : null,
    problem,
    ...inFile,
  }));
}
