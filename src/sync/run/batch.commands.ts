import type { ConnectionId } from "#kernel/id.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import { applyDecisions } from "#sync/apply/apply.commands.ts";
import { gatherKnowledge } from "#sync/change/gather.commands.ts";
import { guardBatch } from "#sync/guard/guard.commands.ts";
import {
  changesOf,
  customersNamed,
  historyRow,
  isTold,
  needsApproval,
  outwardRow,
  outwardText,
  planText,
} from "#sync/history/record.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { Change, Decision, Intent, Values } from "#sync/plan/decision.ts";
import { holdBack, holdOutward, isLeftOut } from "#sync/plan/hold-back.ts";
import { planBatch } from "#sync/plan/plan-batch.ts";
import { repeatedly } from "./repeat.commands.ts";
import type { Cost } from "./run.store.ts";
import { addCounts, addDone, type Progress } from "./progress.ts";
import type { CountName } from "./run.api.ts";
import type { RunContext } from "./run-context.ts";
import type { RunRecordRow } from "./run.table.ts";
import type { RunDeps, RunTx } from "./statements.store.ts";

/** Where a run stands after a batch, and what was decided in it. */
export type Batched = { progress: Progress; decisions: Decision[] };

/**
 * One batch, whole or not at all: read what is known, plan, apply, tell the history, move the checkpoint, in one
 * transaction under the run's lease. A record changed meanwhile makes the batch be planned again on the new state.
 */
export async function runBatch(
  deps: RunDeps,
  context: RunContext,
  incoming: readonly Incoming[],
  progress: Progress,
  cost: Cost,
): Promise<Batched> {
  return repeatedly(() =>
    deps.store.transact((tx) => oneAttempt(deps, context, tx, incoming, progress, cost)),
  );
}

async function oneAttempt(
  deps: RunDeps,
  context: RunContext,
  tx: RunTx,
  incoming: readonly Incoming[],
  before: Progress,
  cost: Cost,
): Promise<Batched> {
  const { isExact = false } = context.rules;
  // What is sent to the CRM behind a transaction must not be taken back with it.
  if (!isExact) await tx.commitLater();
  await tx.holdRun(context);
  const isPreview = context.kind === "preview";
  const knowledge = await gatherKnowledge(tx, { ...context, isPreview, incoming });
  const fresh = { customer: () => deps.ids("cus"), person: () => deps.ids("cpn") };
  const approve = await findApproval(
    tx,
    context,
    incoming.map((one) => one.crmId),
  );
  const decisions = planBatch(context.rules, incoming, knowledge, fresh, approve);
  const guarded = await guardBatch(tx, context, before.checkpoint, decisions, knowledge.links);
  const now = deps.clock.now();
  if (isPreview) await tx.rememberPlanned(context, decisions);
  else {
    const linked = [...knowledge.links].flatMap(([crmId, link]) => (link.isNew ? [] : [crmId]));
    await applyDecisions(tx, { ...context, now }, decisions, new Set(linked));
    await endCreations(tx, context.connectionId, decisions);
    await tx.saveConflicts({ ...context, now, ids: deps.ids }, decisions);
    for (const decision of decisions) await mergeLosers(deps, context, tx, decision, now);
    if (!isExact) await markOutward(tx, context, decisions);
  }
  const existing = isPreview ? await tx.findExisting(decisions.flatMap(customersNamed)) : undefined;
  const told = isExact ? await withoutLeftOut(tx, context, decisions) : decisions;
  const rows = historyOf(context, told, before.checkpoint.seq, existing);
  await tx.insertHistory(rows);
  const outcomes = [
    ...(isExact ? told.map((one) => one.outcome) : []),
    ...rows.flatMap((row) => (row.side === "crm" ? [row.outcome as CountName] : [])),
  ];
  const counted = addDone(isExact ? before : addCounts(before, decisions, isPreview), outcomes);
  const seq = before.checkpoint.seq + rows.length;
  const after: Progress = { ...counted, checkpoint: { ...counted.checkpoint, ...guarded, seq } };
  await tx.saveProgress(context.runId, after);
  await tx.saveCost(context.runId, cost);
  return { progress: after, decisions };
}

/** What a batch tells: what was done in billing, what a preview would send to the CRM, and what turned out to have arrived there. */
function historyOf(
  context: RunContext,
  decisions: readonly Decision[],
  firstSeq: number,
  existing: ReadonlySet<string> | undefined,
): RunRecordRow[] {
  const { organizationId, runId } = context;
  const isPreview = context.kind === "preview";
  const hash = (text: () => string): string | null => (isPreview ? sha256(text()) : null);
  const rows = decisions.flatMap((decision) => {
    const place = { organizationId, runId, seq: 0, existing };
    const pair = { incoming: decision.incoming, record: decision.record };
    const outwardOf = (intent: Intent): RunRecordRow => {
      const changes = changesOf(intent);
      const planHash = hash(() => updateText(changes));
      return outwardRow(pair, changes, { ...place, planHash }, intent.decided);
    };
    const madeOf = (values: Values): RunRecordRow => ({
      ...outwardOf({ values, seen: {} }),
      outcome: "created",
      reason: "billing.new",
    });
    const held = { outcome: "held", reason: "preview.differs" };
    return [
      ...(isTold(decision, context.kind === "fetch_one")
        ? [historyRow(decision, { ...place, planHash: hash(() => planText(decision)) })]
        : []),
      ...(isPreview && decision.outward ? [outwardOf(decision.outward)] : []),
      ...(decision.made ? [madeOf(decision.made)] : []),
      ...(decision.confirmed ? [outwardOf(decision.confirmed)] : []),
      ...(decision.heldOutward ? [{ ...outwardOf({ values: {}, seen: {} }), ...held }] : []),
    ];
  });
  return rows.map((row, at) => ({ ...row, seq: String(firstSeq + at) }));
}

/** What an update of the CRM is compared by with what a preview showed. */
function updateText(changes: Change[]): string {
  return outwardText({ outcome: "updated", reason: "billing.changed", changes });
}

/** What was made in the CRM is linked now. */
async function endCreations(
  tx: RunTx,
  connection: ConnectionId,
  decisions: readonly Decision[],
): Promise<void> {
  const made = decisions.flatMap(({ made, incoming }) => (made && incoming.madeOf ? [incoming.madeOf] : []));
  await tx.deleteCreations(connection, made);
}

/** Notes the records that the CRM lacks something of: they are read by their ids and sent when the reading is done. */
async function markOutward(tx: RunTx, context: RunContext, decisions: readonly Decision[]): Promise<void> {
  const lacking = decisions.filter((one) => one.outward ?? one.readsAnew);
  const records = lacking.flatMap((one) => one.record ?? []);
  for (const target of ["customer", "contact_person"] as const) {
    const ids = records.filter((one) => one.target === target).map((one) => one.id);
    await tx.markRecords(context.connectionId, target, ids);
  }
}

/** Without records that are left out here as they were when they were listed: that is told and counted once. */
async function withoutLeftOut(
  tx: RunTx,
  { approvedPreview, runId }: RunContext,
  decisions: readonly Decision[],
): Promise<readonly Decision[]> {
  const leftOut = decisions.filter(isLeftOut).map(({ incoming }) => incoming.crmId);
  if (approvedPreview === undefined || leftOut.length === 0) return decisions;
  const before = await tx.findLeftOut(runId, leftOut);
  return decisions.filter((one) => !(isLeftOut(one) && before.has(one.incoming.crmId)));
}

/** What makes of a plan what may be done: where a preview was approved, only what it showed; elsewhere everything. */
export async function findApproval(
  tx: RunTx,
  context: RunContext,
  crmIds: readonly string[],
): Promise<(planned: Decision) => Decision> {
  if (!context.approvedPreview) return (planned) => planned;
  const { approvedPreview: preview, excluded, rules } = context;
  const approved = await tx.findApprovedPlans(preview, crmIds, "billing");
  const outward = rules.isExact ? await tx.findApprovedPlans(preview, crmIds, "crm") : undefined;
  return (planned) => {
    const { crmId } = planned.incoming;
    const now = needsApproval(planned) ? sha256(planText(planned)) : undefined;
    const held = holdBack(planned, approved.get(crmId), now, excluded);
    if (!outward || !held.outward) return held;
    const isShown = outward.get(crmId) === sha256(updateText(changesOf(held.outward)));
    return isShown && !excluded.has(crmId) ? held : holdOutward(held);
  };
}

async function mergeLosers(
  deps: RunDeps,
  context: RunContext,
  tx: RunTx,
  decision: Decision,
  now: string,
): Promise<void> {
  const survivor = decision.link?.customerId;
  if (!survivor) return;
  const act = { organizationId: context.organizationId, actor: context.actor, now, ids: deps.ids };
  for (const loser of decision.losers) await tx.mergeCustomers(act, { survivorId: survivor, loserId: loser });
}
