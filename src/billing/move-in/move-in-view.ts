import type { MoveInListItem, MoveInRowView, MoveInView } from "./move-in.api.ts";
import { columnsFor } from "./kind-columns.ts";
import { leftOutWith } from "./left-out.ts";
import { formsOf, noSurvey } from "./cell.ts";
import { type KindColumns, missingField } from "./column.ts";
import type { Counts, MoveIn, MoveInLine } from "./move-in.ts";

/** An import in a list. */
export function listItemOf(moveIn: MoveIn, counts: Counts): MoveInListItem {
  const { id, kind, file_name, status, row_count, record_count, created_at, started_at, finished_at } =
    moveIn;
  return {
    ...{ id, kind, file_name, status, row_count, record_count, counts },
    ...{ created_at, started_at, finished_at, by: moveIn.actor.name },
  };
}

/** Values of a column that show what is in it. */
const samples = 3;

/** What is known of an import beside itself. */
type Facts = {
  counts: Counts;
  kind: KindColumns;
  first: readonly MoveInLine[];
  differences: number | null;
};

/** An import with how its file is read. */
export function moveInView(moveIn: MoveIn, { counts, kind, first, differences }: Facts): MoveInView {
  const { existing, date_order, decimal_sign } = moveIn;
  // One of an earlier version knows nothing of amounts that may be either.
  const survey = { ...noSurvey, ...moveIn.survey };
  const read_as = formsOf(moveIn, survey);
  return {
    ...listItemOf(moveIn, counts),
    columns: moveIn.headings.map((heading, at) => ({
      heading,
      field: moveIn.fields[at] || null,
      samples: samplesOf(first, at),
    })),
    fields: kind.columns.map(({ field, label }) => ({ name: field, label })),
    missing: missingField(moveIn.fields, kind) ?? null,
    ...{ existing, date_order, decimal_sign, read_as },
    ambiguous_dates: read_as.dates === "unknown" ? survey.either : 0,
    ambiguous_amounts: read_as.decimals === "unknown" ? survey.either_sign : 0,
    progress: progressOf(moveIn, counts),
    differences,
  };
}

function samplesOf(first: readonly MoveInLine[], at: number): string[] {
  const values = first.map(({ cells, fault }) => (fault === null ? (cells[at] ?? "").trim() : ""));
  return [...new Set(values.filter((value) => value !== ""))]
    .slice(0, samples)
    .map((value) => value.slice(0, 100));
}

/** First the rows are grouped, then their records are taken up one after the other. */
function progressOf(
  { status, record_count, row_count, keyed }: MoveIn,
  counts: Counts,
): { done: number; of: number } {
  if (record_count === null) return { done: Math.min(row_count, Math.max(0, keyed - 1)), of: row_count };
  const ended = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (status === "undoing") {
    const taken = counts.undone + counts.kept;
    return { done: taken, of: taken + counts.created + counts.updated };
  }
  return { done: ended, of: record_count };
}

/** A row with what became of it. */
export function rowView(
  { headings, fields, kind }: Pick<MoveIn, "headings" | "fields" | "kind">,
  line: MoveInLine,
): MoveInRowView {
  const { row, record, outcome, name, subject, note, changes } = line;
  return {
    ...{ row, record, outcome, name, subject, note },
    changes: changes.map(({ field, from, to }) => ({ field, from, to })),
    problems: line.problems.map(({ field, value, problem, remedy }) => ({
      // What no column is read as is called as the export would.
      heading: field === null ? null : (headings[fields.indexOf(field)] ?? labelOf(kind, field)),
      ...{ value, problem, remedy },
    })),
  };
}

function labelOf(kind: MoveIn["kind"], field: string): string {
  return columnsFor(kind, []).columns.find((column) => column.field === field)?.label ?? field;
}

/** What is wrong with a row, as the last cell of a file says it. */
export function errorText(view: MoveInRowView): string {
  if (view.problems.length === 0) return leftOutWith(view);
  return view.problems
    .map(({ heading, problem, remedy }) => `${said(heading, problem)}. ${remedy}`)
    .join(" ");
}

/** Some problems are said of a column or the row ("is missing"); what is a sentence already is not put into another. */
function said(heading: string | null, problem: string): string {
  if (/^[a-z]/.test(problem)) return `${heading ?? "The row"} ${problem}`;
  return heading === null ? problem : `${heading}: ${problem}`;
}
