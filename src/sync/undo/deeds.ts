import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import type { Change } from "#sync/plan/decision.ts";
import type { RunRecordRow } from "#sync/run/run.table.ts";
import type { Deed } from "./plan-undo.ts";

/** A billing record with all that a run did with it, the newest first. */
export type Group = {
  customerId: CustomerId;
  contactPersonId: ContactPersonId | undefined;
  deeds: Deed[];
};

type Key = { customer_id: CustomerId | null; contact_person_id: ContactPersonId | null };

/** The history's rows of these records, by record; both in the order given. */
export function deedsBySubject(touched: readonly Key[], rows: readonly RunRecordRow[]): Group[] {
  const byKey = Map.groupBy(rows, keyOf);
  return touched.flatMap((one): Group[] => {
    if (one.customer_id === null) return [];
    const deeds = (byKey.get(keyOf(one)) ?? []).map(deedOf);
    return [{ customerId: one.customer_id, contactPersonId: one.contact_person_id ?? undefined, deeds }];
  });
}

function keyOf({ customer_id, contact_person_id }: Key): string {
  return `${customer_id} ${contact_person_id}`;
}

function deedOf(row: RunRecordRow): Deed {
  const facts = row.facts ? (JSON.parse(row.facts) as { merged_customers?: CustomerId[] }) : {};
  return {
    side: row.side,
    outcome: row.outcome,
    module: row.crm_module as CrmModule,
    crmId: row.crm_id,
    name: row.name,
    changes: row.changes ? (JSON.parse(row.changes) as Change[]) : [],
    losers: facts.merged_customers ?? [],
  };
}
