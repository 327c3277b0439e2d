import { csvFile } from "#platform/http/csv-file.ts";
import type { RunRecordRow } from "#sync/run/run.table.ts";
import { historyHeader, historyLines } from "./history-csv.ts";

/** A run's history as CSV: a line for each field that changed, or one for a record without changes. In parts, so that any run fits into memory. */
export function exportHistory(
  readAfter: (seq: string | undefined) => Promise<RunRecordRow[]>,
  name: string,
): Response {
  return csvFile(name, partsOf(readAfter));
}

async function* partsOf(
  readAfter: (seq: string | undefined) => Promise<RunRecordRow[]>,
): AsyncGenerator<string> {
  yield historyHeader;
  for (let last: string | undefined; ;) {
    const rows = await readAfter(last);
    if (rows.length === 0) return;
    yield rows.map(historyLines).join("");
    last = rows.at(-1)?.seq;
  }
}
