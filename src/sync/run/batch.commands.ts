import type pg from "pg";
import { mergeCustomers } from "#billing/customer/customer-merge.commands.ts";
import type { Deps } from "#platform/deps.ts";
import { commitLater, type Tx, withClient } from "#platform/db/db.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import { applyDecisions, ChangedMeanwhile } from "#sync/apply/apply.store.ts";
import { gatherKnowledge } from "#sync/change/gather.store.ts";
import { rememberPlanned } from "#sync/change/planned.store.ts";
import { findApprovedPlans, insertHistory } from "#sync/history/history.store.ts";
import { historyRow, isTold, planText } from "#sync/history/record.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { Decision } from "#sync/plan/decision.ts";
import { holdBack } from "#sync/plan/hold-back.ts";
import { planBatch } from "#sync/plan/plan-batch.ts";
import { holdRun } from "./hold.commands.ts";
import { type Cost, saveCost, saveProgress } from "./run.store.ts";
import { addCounts, type Progress } from "./progress.ts";
import type { RunContext } from "./run-context.ts";

/** Somebody keeps changing the same records; after so many tries the run fails rather than spin. */
const mostAttempts = 8;

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
): Promise<Progress> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await withClient(deps.pool, context.organizationId, (client, tx) =>
        oneAttempt(deps, context, { client, tx }, incoming, progress, cost),
      );
    } catch (error) {
      if (attempt >= mostAttempts || !isWorthRepeating(error)) throw error;
    }
  }
}

type Connection = { client: pg.ClientBase; tx: Tx };

async function oneAttempt(
  deps: Deps,
  context: RunContext,
  { client, tx }: Connection,
  incoming: readonly Incoming[],
  before: Progress,
  cost: Cost,
): Promise<Progress> {
  await commitLater(tx);
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
    await applyDecisions(client, { ...context, now }, decisions, new Set(knowledge.links.keys()));
    for (const decision of decisions) await mergeLosers(deps, context, tx, decision, now);
  }
  const told = decisions.filter(isTold);
  const { organizationId, runId } = context;
  const rows = told.map((decision, at) =>
    historyRow(decision, {
      organizationId,
      runId,
      seq: before.checkpoint.seq + at,
      planHash: isPreview ? sha256(planText(decision)) : null,
      isPreview,
    }),
  );
  await insertHistory(client, rows);
  const counted = addCounts(before, decisions, isPreview);
  const seq = before.checkpoint.seq + told.length;
  const after: Progress = { ...counted, checkpoint: { ...counted.checkpoint, seq } };
  await saveProgress(tx, context.runId, after);
  await saveCost(tx, context.runId, cost);
  return after;
}

/** What makes of a plan what may be done: where a preview was approved, only what it showed; elsewhere everything. */
export async function findApproval(
  tx: Tx,
  context: RunContext,
  crmIds: readonly string[],
): Promise<(planned: Decision) => Decision> {
  if (!context.approvedPreview) return (planned) => planned;
  const approved = await findApprovedPlans(tx, context.approvedPreview, crmIds);
  return (planned) =>
    holdBack(
      planned,
      approved.get(planned.incoming.crmId),
      isTold(planned) ? sha256(planText(planned)) : undefined,
      context.excluded,
    );
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

/** Another writer was faster, or the database asks for a repeat (serialization failure, deadlock). */
function isWorthRepeating(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return error instanceof ChangedMeanwhile || code === "40001" || code === "40P01" || code === "23505";
}
