import { knownLink } from "#sync/change/gather.commands.ts";
import { changesOf, historyRow, outwardRow, planText, type RowPlace } from "#sync/history/record.ts";
import type { RunRecordRow } from "./run.table.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import { applyDecisions } from "#sync/apply/apply.commands.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import type { Decision } from "#sync/plan/decision.ts";
import type { RecordLink } from "#sync/link/link-list.store.ts";
import { findApproval } from "./batch.commands.ts";
import { addCounts } from "./progress.ts";
import type { RunState } from "./advance.commands.ts";

type Exit = "out_of_view" | "deleted_in_crm";

/**
 * Marks linked records that left the view or were deleted in the CRM; what is not linked, or marked already, is left.
 * The customer stays as it is: a CRM deletion never deletes in billing (F84).
 */
export async function runExits(
  state: RunState,
  module: CrmModule,
  crmIds: readonly string[],
  exit: Exit,
): Promise<void> {
  const { deps, context } = state;
  state.progress = await deps.store.transact(async (tx) => {
    // A duplicate holds nothing of its own that could be left or deleted.
    const from: readonly string[] = exit === "out_of_view" ? ["linked"] : ["linked", "out_of_view"];
    const links = await tx.findRecordLinks(context.connectionId, crmIds);
    const rows = [...links.values()].filter((row) => from.includes(row.state));
    if (rows.length === 0) return state.progress;
    await tx.holdRun(context);
    const approve = await findApproval(
      tx,
      context,
      rows.map((row) => row.crm_id),
    );
    const decisions = rows.map((row) => approve(exitDecision(row, module, exit)));
    const isPreview = context.kind === "preview";
    const now = deps.clock.now();
    if (!isPreview) {
      await applyDecisions(tx, { ...context, now }, decisions, new Set(rows.map((row) => row.crm_id)));
      await tx.saveConflicts({ ...context, now, ids: deps.ids }, decisions);
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
    const after = { ...counted, checkpoint: { ...counted.checkpoint, seq: seq + told.length } };
    await tx.saveProgress(context.runId, after);
    return after;
  });
}

/** What was on its way when the record went: its old values may be gone with it, so they are told. */
function unheardRow({ incoming, link }: Decision, place: RowPlace): RunRecordRow[] {
  if (!link?.intent) return [];
  const row = outwardRow({ incoming, record: undefined }, changesOf(link.intent), place);
  const ids = { customer_id: link.customerId ?? null, contact_person_id: link.contactPersonId ?? null };
  return [{ ...row, ...ids, outcome: "skipped", reason: "crm.unheard" }];
}

function exitDecision(row: RecordLink, module: CrmModule, exit: Exit): Decision {
  return {
    incoming: {
      module,
      crmId: row.crm_id,
      name: row.name ?? row.crm_id,
      modifiedTime: row.crm_modified_time,
      target: row.target,
      values: {},
      issues: [],
      accountId: undefined,
    },
    outcome: exit,
    reason: exit === "out_of_view" ? "view.left" : "crm.deleted",
    facts: {},
    changes: [],
    write: undefined,
    link: { ...knownLink(row), state: exit },
    losers: [],
  };
}
