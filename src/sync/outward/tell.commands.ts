import { sha256 } from "#platform/secrets/secrets.ts";
import { outwardRow, outwardText } from "#sync/history/record.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import type { BillingRecord, Change, Reason } from "#sync/plan/decision.ts";
import type { RunState } from "#sync/run/advance.commands.ts";
import { addDone, type Progress } from "#sync/run/progress.ts";
import type { CountName } from "#sync/run/run.api.ts";
import { nameOf } from "./pair.ts";
import type { RunTx } from "#sync/run/statements.store.ts";

/** What a run did with a billing record in the CRM, or a preview would do. */
export type Told = {
  record: BillingRecord;
  module: CrmModule;
  /** Undefined while the record is not in the CRM. */
  crmId?: string | undefined;
  outcome: CountName;
  reason: Reason;
  changes: readonly Change[];
  facts?: Record<string, unknown> | undefined;
};

/** One transaction of the run: does the work, tells the history what was done in the CRM, and counts it. */
export async function doAndTell(
  state: RunState,
  told: readonly Told[],
  work: (tx: RunTx) => Promise<void>,
): Promise<void> {
  const { deps, context } = state;
  state.progress = await deps.store.transact(async (tx) => {
    await tx.holdRun(context);
    await work(tx);
    return tell(tx, state, told);
  });
}

async function tell(tx: RunTx, { context, progress }: RunState, told: readonly Told[]): Promise<Progress> {
  if (told.length === 0) return progress;
  const { seq } = progress.checkpoint;
  const { organizationId, runId } = context;
  const isPreview = context.kind === "preview";
  const rows = told.map((one, at) => {
    const { record, module, crmId = "", outcome, reason, changes, facts } = one;
    const planHash = isPreview ? sha256(outwardText(one)) : null;
    const place = { organizationId, runId, seq: seq + at, planHash };
    const row = outwardRow({ incoming: { module, crmId, name: nameOf(record) }, record }, changes, place);
    // What an undo gives back, nobody has changed in billing.
    const why = context.kind === "undo" && reason === "billing.changed" ? "undo.returned_in_crm" : reason;
    return { ...row, outcome, reason: why, facts: facts === undefined ? null : JSON.stringify(facts) };
  });
  await tx.insertHistory(rows);
  const counted = addDone(
    progress,
    told.map((one) => one.outcome),
  );
  const after = { ...counted, checkpoint: { ...counted.checkpoint, seq: seq + told.length } };
  await tx.saveProgress(context.runId, after);
  return after;
}
