import type { RunRecordRow } from "#sync/run/run.table.ts";
import { historyHeader, historyLines } from "./history-csv.ts";

/** A run's history as CSV: a line for each field that changed, or one for a record without changes. In parts, so that any run fits into memory. */
export function exportHistory(
  readAfter: (seq: string | undefined) => Promise<RunRecordRow[]>,
  name: string,
): Response {
  const encoder = new TextEncoder();
  let last: string | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(historyHeader)),
    async pull(controller) {
      const rows = await readAfter(last);
      last = rows.at(-1)?.seq;
      if (rows.length === 0) controller.close();
      else controller.enqueue(encoder.encode(rows.map(historyLines).join("")));
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.csv"`,
    },
  });
}
