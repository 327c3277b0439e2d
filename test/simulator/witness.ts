import { markerField } from "#sync/mapping/incoming.ts";
import type { Change } from "#sync/plan/decision.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import type { RunRecordRow } from "#sync/run/run.table.ts";
import type { Witness } from "./crm.ts";
import type { Tables } from "./tables.ts";
import type { Trace } from "./trace.ts";

type Seen = { tables: Tables; trace: Trace };

/** Looks on while the engine writes to the CRM. */
export function witnessOf({ tables, trace }: Seen): Witness {
  return {
    // I5, I6: what is in the CRM, or was, is not made again.
    made(_module, fields) {
      const marker = fields[markerField];
      const link = tables.links.rows().find((row) => (row.contact_person_id ?? row.customer_id) === marker);
      if (link)
        trace.fail("I6", `${String(marker)} was made although ${link.crm_id} is its record (${link.state})`);
    },
    // I10: only mapped fields, and only those that may go this way under a set-up of the story.
    changed(row, patch) {
      const allowed = new Set(
        tables.settings
          .rows()
          .flatMap((settings) => [...settings.mapping, ...settings.contact_mapping])
          .flatMap((one) => (one.direction === "to_billing" ? [] : [one.crm])),
      );
      for (const name of Object.keys(patch))
        if (!allowed.has(name)) trace.fail("I10", `${row.id} ${name} was written to the CRM`);
    },
  };
}

/** A value that the engine wrote in billing, within a transaction. */
export type BillingWrite = { id: string; field: string; value: Value };

/** I19: what a transaction writes in billing is in the history that it writes. */
export function checkLedger(
  trace: Trace,
  written: readonly BillingWrite[],
  rows: readonly RunRecordRow[],
): void {
  const told = new Set(
    rows.flatMap((row) =>
      ((row.changes === null ? [] : JSON.parse(row.changes)) as Change[]).map((change) =>
        keyOf({ id: row.contact_person_id ?? row.customer_id ?? "", field: change.field, value: change.to }),
      ),
    ),
  );
  for (const write of written)
    if (!told.has(keyOf(write))) trace.fail("I19", `${keyOf(write)} was written and not told`);
}

function keyOf({ id, field, value }: BillingWrite): string {
  return `${id} ${field} = ${String(value)}`;
}
