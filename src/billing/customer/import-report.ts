import { type ImportReport, mostErrors, mostShownRows, RowOutcome } from "./customer-import.api.ts";
import type { Decided } from "./import-batch.ts";
import type { ImportColumn } from "./import-columns.ts";
import type { RowProblem } from "./import-row.ts";

/** A row that is left out, with all that is wrong with it. */
export type Failure = { row: number; problems: readonly RowProblem[] };

/** The report of an import that has not read a row yet. */
export function emptyReport(columns: readonly ImportColumn[]): ImportReport {
  return {
    total: 0,
    created: 0,
    updated: 0,
    skipped: 0,
    unchanged: 0,
    failed: 0,
    columns: columns.map(({ header, field }) => ({ header, field: field?.name ?? null })),
    rows: [],
    errors: [],
    error_count: 0,
    failed_rows: [],
  };
}

/** The report with some more rows: all are counted, the first of each outcome and the first problems are shown, by row. */
export function withRows(
  report: ImportReport,
  decided: readonly Decided[],
  failures: readonly Failure[],
): ImportReport {
  const counts = RowOutcome.options.map((outcome) => {
    const of = decided.filter((one) => one.outcome === outcome);
    const room = Math.max(0, mostShownRows - report[outcome]);
    return { outcome, count: report[outcome] + of.length, shown: of.slice(0, room) };
  });
  const inOrder = failures.toSorted((a, b) => a.row - b.row);
  const errors = inOrder.flatMap(({ row, problems }) => problems.map((problem) => ({ row, ...problem })));
  return {
    ...report,
    ...Object.fromEntries(counts.map(({ outcome, count }) => [outcome, count])),
    total: report.total + decided.length + failures.length,
    failed: report.failed + failures.length,
    rows: [...report.rows, ...counts.flatMap(({ shown }) => shown).toSorted((a, b) => a.row - b.row)],
    errors: [...report.errors, ...errors].slice(0, mostErrors),
    error_count: report.error_count + errors.length,
    failed_rows: [...report.failed_rows, ...inOrder.map(({ row }) => row)],
  };
}
