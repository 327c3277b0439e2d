import type { OrganizationId, RunId } from "#kernel/id.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { BillingRecord, Change, Decision, Intent } from "#sync/plan/decision.ts";
import type { RunRecordRow } from "#sync/run/run.table.ts";

/** What a preview and the run made from it are compared by: outcome, reason, changes, and the existing records concerned. */
export function planText(decision: Decision): string {
  const target = decision.write?.do === "update" ? decision.write.record.id : null;
  return JSON.stringify([
    decision.outcome,
    decision.reason,
    decision.changes,
    target,
    decision.losers,
    decision.incoming.issues,
  ]);
}

export type RowPlace = {
  organizationId: OrganizationId;
  runId: RunId;
  seq: number;
  planHash: string | null;
  isPreview: boolean;
};

/** A decision as a row of the history. */
export function historyRow(
  decision: Decision,
  { organizationId, runId, seq, planHash, isPreview }: RowPlace,
): RunRecordRow {
  const { incoming, link, write, facts, changes } = decision;
  const isPlannedOnly = isPreview && write?.do === "insert";
  const losers = decision.losers.length > 0 ? { merged_customers: decision.losers } : {};
  const allFacts = { ...facts, ...losers };
  return {
    organization_id: organizationId,
    run_id: runId,
    seq: String(seq),
    crm_module: incoming.module,
    crm_id: incoming.crmId,
    // A preview names no customer that does not exist.
    customer_id: isPlannedOnly ? null : (link?.customerId ?? null),
    contact_person_id: isPlannedOnly ? null : (link?.contactPersonId ?? null),
    name: incoming.name,
    side: "billing",
    outcome: decision.outcome,
    reason: decision.reason,
    facts: Object.keys(allFacts).length > 0 ? JSON.stringify(allFacts) : null,
    changes: changes.length > 0 ? JSON.stringify(changes) : null,
    plan_hash: planHash,
  };
}

/** What an intent does in the CRM, field by field. */
export function changesOf({ values, seen }: Intent): Change[] {
  return Object.entries(values).map(([field, to]) => ({ field, from: seen[field] ?? null, to }));
}

/** What a preview and the run made from it are compared by where something goes to the CRM. */
export function outwardText(told: { outcome: string; reason: string; changes: readonly Change[] }): string {
  return JSON.stringify([told.outcome, told.reason, told.changes]);
}

/** What a run does with a record in the CRM, as a row of the history. */
export function outwardRow(
  {
    incoming,
    record,
  }: { incoming: Pick<Incoming, "module" | "crmId" | "name">; record: BillingRecord | undefined },
  changes: readonly Change[],
  { organizationId, runId, seq, planHash }: RowPlace,
): RunRecordRow {
  return {
    organization_id: organizationId,
    run_id: runId,
    seq: String(seq),
    crm_module: incoming.module,
    crm_id: incoming.crmId,
    customer_id: record?.target === "contact_person" ? record.row.customer_id : (record?.id ?? null),
    contact_person_id: record?.target === "contact_person" ? record.id : null,
    name: incoming.name,
    side: "crm",
    outcome: "updated",
    reason: "billing.changed",
    facts: null,
    changes: changes.length > 0 ? JSON.stringify(changes) : null,
    plan_hash: planHash,
  };
}

/**
 * Whether a decision is told in the history: everything that did something, or did not although one might expect it. A
 * record that came back unchanged is told too: its contacts are read by this row (read-contacts.commands.ts).
 */
export function isTold(decision: Decision): boolean {
  return decision.outcome !== "unchanged" || decision.reason === "reentered";
}
