import type pg from "pg";
import { findExisting } from "#billing/customer/customer-bulk.store.ts";
import { mergeCustomers } from "#billing/customer/customer-merge.commands.ts";
import type { ConnectionId } from "#kernel/id.ts";
import type { Deps } from "#platform/deps.ts";
import { commitLater, type Tx, withClient } from "#platform/db/db.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import { applyDecisions } from "#sync/apply/apply.store.ts";
import { saveConflicts } from "#sync/conflict/conflict.store.ts";
import { gatherKnowledge } from "#sync/change/gather.store.ts";
import { rememberPlanned } from "#sync/change/planned.store.ts";
import { findApprovedPlans, insertHistory } from "#sync/history/history.store.ts";
import {
  changesOf,
  customersNamed,
  historyRow,
  isTold,
  outwardRow,
  outwardText,
  planText,
} from "#sync/history/record.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import { deleteCreations } from "#sync/outward/creation.store.ts";
import { markRecords } from "#sync/outward/mark.store.ts";
import type { Change, Decision } from "#sync/plan/decision.ts";
import { holdBack, holdOutward } from "#sync/plan/hold-back.ts";
import { planBatch } from "#sync/plan/plan-batch.ts";
import { holdRun } from "./hold.commands.ts";
import { repeatedly } from "./repeat.commands.ts";
import { type Cost, saveCost, saveProgress } from "./run.store.ts";
import { addCounts, addDone, type Progress } from "./progress.ts";
import type { CountName } from "./run.api.ts";
import type { RunContext } from "./run-context.ts";
import type { RunRecordRow } from "./run.table.ts";

/** Where a run stands after a batch, and what was decided in it. */
export type Batched = { progress: Progress; decisions: Decision[] };

/**
 * One batch, whole or not at all: read what is known, plan, apply, tell the history, move the checkpoint, in one
 * transaction under the run's lease. A record changed meanwhile makes the batch be planned again on the new state.
 */
export async function runBatch(
  deps: Deps,
  context: RunContext,
  incoming: readonly Incoming[],
  progress: Progress,
  cost: Cost,
): Promise<Batched> {
  return repeatedly(() =>
    withClient(deps.pool, context.organizationId, (client, tx) =>
      oneAttempt(deps, context, { client, tx }, incoming, progress, cost),
    ),
  );
}

type Connection = { client: pg.ClientBase; tx: Tx };

async function oneAttempt(
  deps: Deps,
  context: RunContext,
  { client, tx }: Connection,
  incoming: readonly Incoming[],
  before: Progress,
  cost: Cost,
): Promise<Batched> {
  const { isExact = false } = context.rules;
  // What is sent to the CRM behind a transaction must not be taken back with it.
  if (!isExact) await commitLater(tx);
  await holdRun(tx, context);
  const isPreview = context.kind === "preview";
  const knowledge = await gatherKnowledge(tx, { ...context, isPreview, incoming });
  const fresh = { customer: () => deps.ids("cus"), person: () => deps.ids("cpn") };
  const approve = await findApproval(
    tx,
    context,
    incoming.map((one) => one.crmId),
  );
  const decisions = planBatch(context.rules, incoming, knowledge, fresh, approve);
  const now = deps.clock.now();
  if (isPreview) await rememberPlanned(tx, context, decisions);
  else {
    const linked = [...knowledge.links].flatMap(([crmId, link]) => (link.madeOf ? [] : [crmId]));
    await applyDecisions(client, { ...context, now }, decisions, new Set(linked));
    await endCreations(tx, context.connectionId, decisions);
    await saveConflicts(tx, { ...context, now, ids: deps.ids }, decisions);
    for (const decision of decisions) await mergeLosers(deps, context, tx, decision, now);
    if (!isExact) await markOutward(tx, context, decisions);
  }
  const existing = isPreview ? await findExisting(tx, decisions.flatMap(customersNamed)) : undefined;
  const rows = historyOf(context, decisions, before.checkpoint.seq, existing);
  await insertHistory(client, rows);
  const outcomes = [
    ...(isExact ? decisions.map((one) => one.outcome) : []),
    ...rows.flatMap((row) => (row.side === "crm" ? [row.outcome as CountName] : [])),
  ];
  const counted = addDone(isExact ? before : addCounts(before, decisions, isPreview), outcomes);
  const seq = before.checkpoint.seq + rows.length;
  const after: Progress = { ...counted, checkpoint: { ...counted.checkpoint, seq } };
  await saveProgress(tx, context.runId, after);
  await saveCost(tx, context.runId, cost);
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
    const outwardOf = (changes: Change[]): RunRecordRow =>
      outwardRow(pair, changes, { ...place, planHash: hash(() => updateText(changes)) }, decision.decided);
    return [
      ...(isTold(decision, context.kind === "fetch_one")
        ? [historyRow(decision, { ...place, planHash: hash(() => planText(decision)) })]
        : []),
      ...(isPreview && decision.outward ? [outwardOf(changesOf(decision.outward))] : []),
      ...(decision.made
        ? [
            {
              ...outwardOf(changesOf({ values: decision.made, seen: {} })),
              outcome: "created",
              reason: "billing.new",
            },
          ]
        : []),
      ...(decision.confirmed ? [outwardOf(decision.confirmed)] : []),
      ...(decision.heldOutward ? [{ ...outwardOf([]), outcome: "held", reason: "preview.differs" }] : []),
    ];
  });
  return rows.map((row, at) => ({ ...row, seq: String(firstSeq + at) }));
}

/** What an update of the CRM is compared by with what a preview showed. */
function updateText(changes: Change[]): string {
  return outwardText({ outcome: "updated", reason: "billing.changed", changes });
}

/** What was made in the CRM is linked now. */
async function endCreations(tx: Tx, connection: ConnectionId, decisions: readonly Decision[]): Promise<void> {
  const made = decisions.flatMap((one) => (one.made && one.record ? [one.record.id] : []));
  await deleteCreations(tx, connection, made);
}

/** Notes the records that the CRM lacks something of: they are read by their ids and sent when the reading is done. */
async function markOutward(tx: Tx, context: RunContext, decisions: readonly Decision[]): Promise<void> {
  const lacking = decisions.filter((one) => one.outward ?? one.reason === "linked.on_its_way");
  const records = lacking.flatMap((one) => one.record ?? []);
  for (const target of ["customer", "contact_person"] as const) {
    const ids = records.filter((one) => one.target === target).map((one) => one.id);
    await markRecords(tx, context.connectionId, target, ids);
  }
}

/** What makes of a plan what may be done: where a preview was approved, only what it showed; elsewhere everything. */
export async function findApproval(
  tx: Tx,
  context: RunContext,
  crmIds: readonly string[],
): Promise<(planned: Decision) => Decision> {
  if (!context.approvedPreview) return (planned) => planned;
  const { approvedPreview: preview, excluded, rules } = context;
  const approved = await findApprovedPlans(tx, preview, crmIds, "billing");
  const outward = rules.isExact ? await findApprovedPlans(tx, preview, crmIds, "crm") : undefined;
  return (planned) => {
    const { crmId } = planned.incoming;
    const now = isTold(planned) ? sha256(planText(planned)) : undefined;
    const held = holdBack(planned, approved.get(crmId), now, excluded);
    if (!outward || !held.outward) return held;
    const isShown = outward.get(crmId) === sha256(updateText(changesOf(held.outward)));
    return isShown && !excluded.has(crmId) ? held : holdOutward(held);
  };
}

async function mergeLosers(
  deps: Deps,
  context: RunContext,
  tx: Tx,
  decision: Decision,
  now: string,
): Promise<void> {
  const survivor = decision.link?.customerId;
  if (!survivor) return;
  const act = { organizationId: context.organizationId, actor: context.actor, now, ids: deps.ids };
  for (const loser of decision.losers)
    await mergeCustomers(tx, act, { survivorId: survivor, loserId: loser });
}
