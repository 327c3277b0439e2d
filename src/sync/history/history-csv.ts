import type { Change } from "#sync/plan/decision.ts";
import type { Value } from "#sync/plan/reconcile.ts";
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
  "Written in",
  "Outcome",
  "Reason",
  "Field",
  "From",
  "To",
  "Details",
];

/** The header line of a run's history as CSV. */
export const historyHeader = csvLine(header);

/** A record of the history: a line for each field that changed, or one for a record without changes. */
export function historyLines(row: RunRecordRow): string {
  const changes: Partial<Change>[] = row.changes ? (JSON.parse(row.changes) as Change[]) : [{}];
  const record = [
    row.seq,
    row.crm_module,
    row.crm_id,
    row.name,
    row.customer_id ?? "",
    row.contact_person_id ?? "",
    row.side === "crm" ? "CRM" : "billing",
    row.outcome,
    explain(row.reason),
  ];
  const lines = changes.map(({ field, from, to }) =>
    csvLine([...record, field ?? "", textOf(from), textOf(to), row.facts ?? ""]),
  );
  return lines.join("");
}

function textOf(value: Value | undefined): string {
  return value === null || value === undefined ? "" : String(value);
}
