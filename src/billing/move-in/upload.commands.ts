import type { CsvRow } from "#kernel/csv.ts";
import { readCsv } from "#kernel/csv.ts";
import { AppError } from "#kernel/errors.ts";
import { withClient } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { type DateOrder, type DecimalSign, noSurvey } from "./cell.ts";
import { recognised } from "./column.ts";
import { columnsFor } from "./kind-columns.ts";
import { tell } from "./move-in.commands.ts";
import type { MoveInKind } from "./move-in-kind.ts";
import { insertRowsByCopy } from "./move-in-row.store.ts";
import { ownFields } from "./own-fields.commands.ts";
import { insertMoveIn, updateMoveIn } from "./move-in.store.ts";
import type { MoveInId } from "./move-in.table.ts";
import type { KeptRow } from "./record.ts";

/** A file as it was sent. */
export type Upload = {
  kind: MoveInKind;
  file_name: string;
  text: string;
  existing: "skip" | "update";
  date_order: DateOrder;
  decimal_sign: DecimalSign;
};

/** Rows kept at a time. */
const batchSize = 2000;

/** More columns than any export has. */
export const mostColumns = 300;

/** Keeps a file, row by row, and recognises its headings; nothing of it is imported yet. */
export async function upload(deps: Pick<Deps, "pool">, act: Act, given: Upload): Promise<MoveInId> {
  if (given.text.includes("\0"))
    throw new AppError("import.encoding", { message: "The file holds a NUL character; remove it" });
  const reading = readCsv(withoutSeparatorLine(given.text.toWellFormed()));
  const headings = headingsOf(reading.next().value);
  const id = act.ids("mvi");
  await withClient(deps.pool, act.organizationId, async (client, tx) => {
    const { columns } = columnsFor(given.kind, await ownFields(tx, given.kind));
    const { text: _text, ...kept } = given;
    await insertMoveIn(tx, {
      ...kept,
      organization_id: act.organizationId,
      id,
      headings,
      fields: recognised(headings, columns),
      survey: jsonText(noSurvey),
      status: "new",
      // Known once all rows are kept, in the same transaction.
      row_count: 1,
      record_count: null,
      keyed: 0,
      position: 0,
      actor: jsonText(act.actor),
      created_at: act.now,
      started_at: null,
      finished_at: null,
    });
    let count = 0;
    let batch: KeptRow[] = [];
    for (const row of reading) {
      if (isHeadings(row, headings)) continue;
      batch.push(keptRow(row, headings.length));
      count += 1;
      if (batch.length < batchSize) continue;
      await insertRowsByCopy(client, id, batch);
      batch = [];
    }
    if (count === 0) throw new AppError("import.empty");
    await insertRowsByCopy(client, id, batch);
    await updateMoveIn(tx, id, { row_count: count });
    await tell(tx, act, { ...given, id }, "uploaded", { rows: count });
  });
  return id;
}

/** Without the line `sep=;`, by which spreadsheets are told what separates cells: it is found out. */
function withoutSeparatorLine(text: string): string {
  return text.replace(/^\uFEFF?"?sep=.?"?\r?\n/i, "\n");
}

function headingsOf(row: CsvRow | undefined): string[] {
  if (row === undefined) throw new AppError("import.empty");
  if (row.problem !== undefined)
    throw new AppError("import.unreadable", { message: `The row with the headings ${row.problem}` });
  if (row.cells.length > mostColumns)
    throw new AppError("import.unreadable", { message: `The file has more than ${mostColumns} columns` });
  return row.cells.map((cell) => cell.trim());
}

/** Files that were put together of several have their headings once more in between. */
function isHeadings({ cells, problem }: CsvRow, headings: readonly string[]): boolean {
  return (
    problem === undefined &&
    cells.length === headings.length &&
    headings.every((heading, at) => cells[at]?.trim() === heading)
  );
}

/** Some programs end each row with separators that nothing stands behind. */
function keptRow({ row, cells: all, problem }: CsvRow, width: number): KeptRow {
  const isBlankBehind = all.slice(width).every((cell) => cell.trim() === "");
  const cells = isBlankBehind ? all.slice(0, width) : all;
  if (problem !== undefined) return { row, cells: all, fault: problem };
  if (cells.length === width) return { row, cells, fault: null };
  return { row, cells, fault: `has ${cells.length} cells and the headings ${width}` };
}
