import { type AppError, type ErrorCode, type FieldProblem, viewOf } from "#kernel/errors.ts";
import type { Column } from "./column.ts";
import type { MoveInRecord, RowProblem } from "./record.ts";
import { cellOfCode, cellOfPath } from "./refused-cell.ts";

/** A record that does not come in, with all that is wrong with its rows. */
export class RecordRefused extends Error {
  readonly problems: readonly RowProblem[];

  constructor(problems: readonly RowProblem[]) {
    super(problems.map(({ problem }) => problem).join("; "));
    this.problems = problems;
  }
}

/** What is to be done about a file where a request would be mended otherwise. */
const remedies: Partial<Record<ErrorCode, string>> = {
  "request.invalid": "Correct it in the file.",
};

const giveRate =
  "Give the file a column Exchange Rate, or add a rate for that day or an earlier one at Settings > Exchange rates.";

/** Where the file is of a kind that has no rates of its own, the organization's have to have it. */
function remedyOf(code: ErrorCode, columns: readonly Column[]): string | undefined {
  const hasRates = columns.some(({ field }) => field === "exchange_rate");
  return code === "exchange_rate.missing" && hasRates ? giveRate : remedies[code];
}

/** What a command refused, as problems of the cells that it is about, else of the record's first row. */
export function problemsOf(
  record: MoveInRecord,
  given: readonly string[],
  columns: readonly Column[],
  error: AppError,
): RowProblem[] {
  const view = viewOf(error.code, error.facts);
  const remedy = remedyOf(error.code, columns) ?? view.remedy;
  const fields = Array.isArray(view.details["fields"]) ? (view.details["fields"] as FieldProblem[]) : [];
  // The currency may be the customer's, of which the file says nothing.
  const field = error.code === "exchange_rate.missing" ? "currency_code" : null;
  const whole = { row: record.row, field, value: null };
  if (fields.length === 0)
    return [{ ...(cellOfCode(record, given, error.code) ?? whole), problem: view.title, remedy }];
  return fields.map(({ path, problem }) => ({
    // What is a sentence already needs no field that it is said of.
    ...(cellOfPath(record, given, path) ?? { ...whole, field: /^[a-z]/.test(problem) ? path : null }),
    problem,
    remedy,
  }));
}
