import type { DocumentWhere } from "#billing/document/document-list.store.ts";
import type { EstimateStatus } from "./estimate.ts";

/** The rows that have a status on a day: it says of a row what `estimateStatus` says of the estimate. */
export function whereStatus(status: EstimateStatus, today: string): DocumentWhere {
  if (status === "expired")
    return (row) => row.and([row("status", "=", "sent"), row("due_date", "<", today)]);
  if (status !== "sent") return (row) => row("status", "=", status);
  return (row) =>
    row.and([
      row("status", "=", "sent"),
      row.or([row("due_date", "is", null), row("due_date", ">=", today)]),
    ]);
}
