import { knownLink } from "#sync/change/gather.commands.ts";
import { changesOf, historyRow, outwardRow, planText, type RowPlace } from "#sync/history/record.ts";
import type { RunRecordRow } from "./run.table.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import { applyDecisions } from "#sync/apply/apply.commands.ts";
import { guardBatch } from "#sync/guard/guard.commands.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import type { Decision } from "#sync/plan/decision.ts";
import { lastTried } from "#sync/plan/unheard.ts";
import { type ExitKind, planExits } from "#sync/merge/plan-exits.ts";
import { findApproval } from "./batch.commands.ts";
import { addCounts } from "./progress.ts";
import type { RunState } from "./advance.commands.ts";

/**
 * Marks linked records that left the view or were deleted in the CRM; what is not linked, or marked already, is left.
 * The customer stays as it is: a CRM deletion never deletes in billing (F84). Where another record took one in
 * (`survivors`), that one has the link from now on. Gives the records that were linked so: they are to be read.
 */
export async function runExits(
  state: RunState,
  module: CrmModule,
  crmIds: readonly string[],
  exit: ExitKind,
  survivors: ReadonlyMap<string, string> = new Map(),
): Promise<string[]> {
  const { deps, context } = state;
  const { progress, linked } = await deps.store.transact(async (tx) => {
    // A duplicate holds nothing of its own that could be left or deleted.
    const from: readonly string[] = exit === "out_of_view" ? ["linked"] : ["linked", "out_of_view"];
    const links = await tx.findRecordLinks(context.connectionId, [...crmIds, ...survivors.values()]);
    const rows = crmIds.flatMap((id) => {
      const row = links.get(id);
      return row && from.includes(row.state) ? [{ ...row, known: knownLink(row) }] : [];
    });
    if (rows.length === 0) return { progress: state.progress, linked: [] };
    await tx.holdRun(context);
    const approve = await findApproval(
      tx,
      context,
      rows.map((row) => row.crm_id),
    );
    const planned = planExits(rows, exit, { module, survivors, ties: links });
    const approved = planned.map((one) => ({ ...one, decision: approve(one.decision) }));
    const decisions = approved.map(({ decision }) => decision);
    // What is held back gives its link to nobody.
    const takeOvers = approved.flatMap(({ decision, takeOver }) =>
      decision.link && takeOver ? [takeOver] : [],
    );
    const guarded = await guardBatch(tx, context, state.progress.checkpoint, decisions);
    const isPreview = context.kind === "preview";
    const now = deps.clock.now();
    if (isPreview) await tx.rememberPlanned(context, takeOvers);
    else {
      const all = [...decisions, ...takeOvers];
      await applyDecisions(tx, { ...context, now }, all, new Set(links.keys()));
      await tx.saveConflicts({ ...context, now, ids: deps.ids }, all);
    }
    const { seq } = state.progress.checkpoint;
    const { organizationId, runId } = context;
    const place = { organizationId, runId, seq: 0, planHash: null };
    const told = decisions.flatMap((decision) => [
      historyRow(decision, { ...place, planHash: isPreview ? sha256(planText(decision)) : null }),
      ...unheardRow(decision, place),
    ]);
    await tx.insertHistory(told.map((row, at) => ({ ...row, seq: String(seq + at) })));
    const counted = addCounts(state.progress, decisions, isPreview);
    const after = { ...counted, checkpoint: { ...counted.checkpoint, ...guarded, seq: seq + told.length } };
    await tx.saveProgress(context.runId, after);
    return { progress: after, linked: isPreview ? [] : takeOvers.map(({ incoming }) => incoming.crmId) };
  });
  state.progress = progress;
  return linked;
}

/** What was on its way when the record went: its old values may be gone with it, so they are told. */
function unheardRow({ incoming, link }: Decision, place: RowPlace): RunRecordRow[] {
  if (!link?.intent) return [];
  const row = outwardRow({ incoming, record: undefined }, changesOf(lastTried(link.intent)), place);
  const ids = { customer_id: link.customerId ?? null, contact_person_id: link.contactPersonId ?? null };
  return [{ ...row, ...ids, outcome: "skipped", reason: "crm.unheard" }];
}
