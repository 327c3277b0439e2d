import type { CustomerId, OrganizationId, RunId } from "#kernel/id.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { BillingRecord, Change, DecidedField, Decision, Intent, Reason } from "#sync/plan/decision.ts";
import { decidedReason } from "#sync/plan/decided.ts";
import type { RunRecordRow } from "#sync/run/run.table.ts";

/** Why a linked pair is written: what is approved is the values, and a conflict that waits may be known to the run already. */
const whyPairsChange: ReadonlySet<Reason> = new Set([
  "linked.changed",
  "linked.remapped",
  "conflict.asked",
  "conflict.decided",
  "conflict.latest",
]);

/** What a preview and the run made from it are compared by: outcome, reason, changes, and the existing records concerned. */
export function planText(decision: Decision): string {
  const target = decision.write?.do === "update" ? decision.write.record.id : null;
  const isPair = whyPairsChange.has(decision.reason);
  return JSON.stringify([
    ...(isPair ? ["pair"] : [decision.outcome, decision.reason]),
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
  /** In a preview the customers that exist: it names no other, because those that it plans are made by the run only. */
  existing?: ReadonlySet<string> | undefined;
};

/** A decision as a row of the history. */
export function historyRow(
  decision: Decision,
  { organizationId, runId, seq, planHash, existing }: RowPlace,
): RunRecordRow {
  const { incoming, link, write, changes } = decision;
  const isNamed = existing === undefined || existing.has(link?.customerId ?? "");
  const customer = isNamed ? (link?.customerId ?? null) : null;
  const isPlannedOnly = existing !== undefined && write?.do === "insert";
  const person = isNamed && !isPlannedOnly ? (link?.contactPersonId ?? null) : null;
  const facts = existing === undefined ? decision.facts : namingOnly(existing, decision.facts);
  const losers = decision.losers.length > 0 ? { merged_customers: decision.losers } : {};
  const allFacts = { ...facts, ...losers };
  return {
    organization_id: organizationId,
    run_id: runId,
    seq: String(seq),
    crm_module: incoming.module,
    crm_id: incoming.crmId,
    ...(link ? { customer_id: customer, contact_person_id: person } : idsOf(decision.record)),
    name: incoming.name,
    side: "billing",
    outcome: decision.outcome,
    reason: decision.reason,
    facts: Object.keys(allFacts).length > 0 ? JSON.stringify(allFacts) : null,
    changes: changes.length > 0 ? JSON.stringify(changes) : null,
    plan_hash: planHash,
  };
}

function idsOf(record: BillingRecord | undefined): Pick<RunRecordRow, "customer_id" | "contact_person_id"> {
  return record?.target === "contact_person"
    ? { customer_id: record.row.customer_id, contact_person_id: record.id }
    : { customer_id: record?.id ?? null, contact_person_id: null };
}

/** The customers that a decision names, those that it would make included. */
export function customersNamed({ link, facts }: Decision): CustomerId[] {
  const matches = matchesOf(facts).map((one) => one.customer);
  return [link?.customerId, ...matches].flatMap((id) => (id ? [id as CustomerId] : []));
}

function namingOnly(existing: ReadonlySet<string>, facts: Record<string, unknown>): Record<string, unknown> {
  const matches = matchesOf(facts).map((one) =>
    one.customer !== null && existing.has(one.customer) ? one : { ...one, customer: null },
  );
  return matches.length > 0 ? { ...facts, matches } : facts;
}

function matchesOf({ matches }: Record<string, unknown>): { customer: string | null }[] {
  return (matches ?? []) as { customer: string | null }[];
}

/** What an intent does in the CRM, field by field. */
export function changesOf({ values, seen }: Intent): Change[] {
  return Object.entries(values).map(([field, to]) => ({ field, from: seen[field] ?? null, to }));
}

/** What a preview and the run made from it are compared by where something goes to the CRM. */
export function outwardText(told: { outcome: string; reason: string; changes: readonly Change[] }): string {
  return JSON.stringify([told.outcome, told.reason, told.changes]);
}

/** Why values go to the CRM: because billing changed, or because of how a conflict was decided. */
export function whyOutward(
  changes: readonly Change[],
  decided: readonly DecidedField[],
): { reason: Reason; facts: Record<string, unknown> | undefined } {
  const ours = decided.filter((one) => changes.some(({ field }) => field === one.field));
  if (ours.length === 0) return { reason: "billing.changed", facts: undefined };
  return { reason: decidedReason(changes, ours) ?? "billing.changed", facts: { decided: ours } };
}

/** What a run does with a record in the CRM, as a row of the history. */
export function outwardRow(
  {
    incoming,
    record,
  }: { incoming: Pick<Incoming, "module" | "crmId" | "name">; record: BillingRecord | undefined },
  changes: readonly Change[],
  { organizationId, runId, seq, planHash }: RowPlace,
  decided: readonly DecidedField[] = [],
): RunRecordRow {
  const { reason, facts } = whyOutward(changes, decided);
  return {
    organization_id: organizationId,
    run_id: runId,
    seq: String(seq),
    crm_module: incoming.module,
    crm_id: incoming.crmId,
    ...idsOf(record),
    name: incoming.name,
    side: "crm",
    outcome: "updated",
    reason,
    facts: facts === undefined ? null : JSON.stringify(facts),
    changes: changes.length > 0 ? JSON.stringify(changes) : null,
    plan_hash: planHash,
  };
}

/**
 * Whether a preview has to show a decision before it is done: everything that does something, or does not although one
 * might expect it, and a record that comes back.
 */
export function needsApproval({ outcome, reason }: Decision): boolean {
  return outcome !== "unchanged" || reason === "reentered";
}

/**
 * Whether a decision is told in the history. A record that came back unchanged is told too: its contacts are read by
 * this row (read-contacts.commands.ts). So are values that do not fit, once, and a record that somebody asked for by
 * itself and that keeps something.
 */
export function isTold(decision: Decision, wasAskedFor = false): boolean {
  const { reason, hasNewIssues } = decision;
  if (needsApproval(decision) || (wasAskedFor && whyPairsStay.has(reason))) return true;
  return reason === "linked.not_held" && hasNewIssues === true;
}

const whyPairsStay: ReadonlySet<Reason> = new Set([
  "linked.kept_local",
  "linked.not_held",
  "conflict.waits",
  "conflict.compared",
]);
