import { accept, refuse, type Result } from "#kernel/result.ts";
import { unharmed } from "#platform/csv/csv-text.ts";
import { displayNameFor } from "./customer.ts";
import { validateValue } from "./field-value.ts";
import type { ImportColumn } from "./import-columns.ts";

/** What is wrong with a row: in which field by name (null: with the row as a whole), why, and what stood there (its beginning). */
export type RowProblem = { field: string | null; problem: string; value: string | null };

/** A row's values by field name, blank ones left out: an empty cell says nothing. */
export type RowValues = { display_name: string; values: Readonly<Record<string, unknown>> };

/** A problem shows at most this much of a value. */
const shownLength = 100;

/** Reads a row of a file; all of its problems are named, and a row with one is not imported at all. */
export function readRow(
  columns: readonly ImportColumn[],
  cells: readonly string[],
): Result<RowValues, RowProblem[]> {
  if (cells.length !== columns.length)
    return refuse([
      {
        field: null,
        problem: `The row has ${cells.length} cells and the header ${columns.length}`,
        value: cells.join(", ").slice(0, shownLength),
      },
    ]);
  const values: [string, unknown][] = [];
  const problems: RowProblem[] = [];
  for (const [at, { field }] of columns.entries()) {
    if (field === null) continue;
    const cell = unharmed(cells[at] ?? "");
    const checked = validateValue({ ...field, required: false }, cell);
    if (!checked.ok)
      problems.push({
        field: field.name,
        problem: checked.refusal.message,
        value: cell.slice(0, shownLength),
      });
    else if (checked.value !== null)
      values.push([field.name, field.name === "tags" ? tagsOf(String(checked.value)) : checked.value]);
  }
  const found = Object.fromEntries(values);
  const name = (found["display_name"] as string | undefined) ?? displayNameFor(found);
  if (problems.length > 0) return refuse(problems);
  if (name === null)
    return refuse([
      { field: null, problem: "The row has no display name, company name, name or e-mail", value: null },
    ]);
  return accept({ display_name: name, values: found });
}

function tagsOf(text: string): string[] {
  const all = text.split(/[;,]/).map((tag) => tag.trim());
  return [...new Set(all.filter((tag) => tag !== "" && tag.length <= 50))];
}
