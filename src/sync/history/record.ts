import type { OrganizationId, RunId } from "#kernel/id.ts";
import type { Decision } from "#sync/plan/decision.ts";
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
    outcome: decision.outcome,
    reason: decision.reason,
    facts: Object.keys(allFacts).length > 0 ? JSON.stringify(allFacts) : null,
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
