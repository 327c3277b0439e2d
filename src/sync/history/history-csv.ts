import type { Change } from "#sync/plan/decision.ts";
import { csvLine } from "#platform/csv/csv-text.ts";
import type { RunRecordRow } from "#sync/run/run.table.ts";
import { explain } from "./explain.ts";

const header = [
  "#",
  "CRM module",
  "CRM id",
  "Name",
  "Customer",
  "Contact person",
  "Outcome",
  "Reason",
  "Field",
  "From",
  "To",
  "Details",
];

/** A run's history as CSV: a line for each field that changed, or one for a record without changes. In parts, so that any run fits into memory. */
export function exportHistory(
  readAfter: (seq: string | undefined) => Promise<RunRecordRow[]>,
  name: string,
): Response {
  const encoder = new TextEncoder();
  let last: string | undefined;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(encoder.encode(csvLine(header))),
    async pull(controller) {
      const rows = await readAfter(last);
      last = rows.at(-1)?.seq;
      if (rows.length === 0) controller.close();
      else controller.enqueue(encoder.encode(rows.flatMap(linesOf).join("")));
    },
  });
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}.csv"`,
    },
  });
}

function linesOf(row: RunRecordRow): string[] {
  const changes: Partial<Change>[] = row.changes ? (JSON.parse(row.changes) as Change[]) : [{}];
  const record = [
    row.seq,
    row.crm_module,
    row.crm_id,
    row.name,
    row.customer_id ?? "",
    row.contact_person_id ?? "",
    row.outcome,
    explain(row.reason),
  ];
  return changes.map(({ field, from, to }) =>
    csvLine([...record, field ?? "", textOf(from), textOf(to), row.facts ?? ""]),
  );
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? "" : String(value as string | number | boolean);
}
