import { AppError, type FieldProblem } from "#kernel/errors.ts";
import type { RowProblem } from "./record.ts";
import { RecordRefused } from "./refused.ts";

/** A cell that part of a request came from. */
export type Cell = { row: number; field: string; value: string | null };

/** Cells by the path of what came from them (`prices.0.brackets.1.from`). */
export type Cells = ReadonlyMap<string, Cell>;

/** Does something with what a file gives; what is refused of a part of it is told at the cell that it came from. */
export async function atCells<Value>(
  row: number,
  cells: Cells,
  work: () => Value | Promise<Value>,
): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || !Array.isArray(error.facts["fields"])) throw error;
    throw new RecordRefused(problemsAt(row, cells, error.facts["fields"] as FieldProblem[]));
  }
}

function problemsAt(row: number, cells: Cells, found: readonly FieldProblem[]): RowProblem[] {
  return found.map(({ path, problem }) => {
    const cell = cellOf(cells, path);
    const words = { problem: sentence(problem), remedy: "Correct it in the file." };
    if (cell !== undefined) return { ...cell, ...words };
    return { row, field: path, value: null, ...words };
  });
}

/** The cell of a part, or of the nearest whole that it is of. */
function cellOf(cells: Cells, path: string): Cell | undefined {
  const parts = path.split(".");
  for (let length = parts.length; length > 0; length -= 1) {
    const cell = cells.get(parts.slice(0, length).join("."));
    if (cell !== undefined) return cell;
  }
  return undefined;
}

/** Some problems say what is wrong ("is missing: enter the price"), and some what to do ("Use at most 200 characters"). */
function sentence(problem: string): string {
  return /^[A-Z]/.test(problem) ? `is refused: ${problem}` : problem;
}
