import { withClient } from "#platform/db/db.ts";
import { insertHistory } from "#sync/history/history.store.ts";
import { outwardRow } from "#sync/history/record.ts";
import type { Values } from "#sync/plan/decision.ts";
import type { RunState } from "#sync/run/advance.commands.ts";
import { holdRun } from "#sync/run/hold.commands.ts";
import { addDone } from "#sync/run/progress.ts";
import type { CountName } from "#sync/run/run.api.ts";
import { saveProgress } from "#sync/run/run.store.ts";
import type { RunRecordRow } from "#sync/run/run.table.ts";
import type { RowOutcome } from "#zoho/write.ts";
import { type Creation, deleteCreations } from "./creation.store.ts";
import { dropMarks, markPersonsOf } from "./mark.store.ts";
import type { Mark } from "./mark.ts";
import { markerField } from "./marker.ts";
import { nameOf } from "./pair.ts";
import type { Create } from "./push-new.commands.ts";
import { linkMade } from "./settle.store.ts";

/** A record on its way into the CRM. */
export type Made = { creation: Creation; create: Create };

type Settled = Made & {
  crmId: string;
  modifiedTime: string | undefined;
  told: { outcome: CountName; reason: string; facts: Record<string, unknown> | null } | undefined;
  /** Whether the creation is over: made, or refused for good. */
  isOver: boolean;
  mark: "drop" | "again" | "keep";
};

/** Settles what was sent, row by row, in one transaction: each record that was made gets its link. */
export async function settleCreations(
  state: RunState,
  made: readonly Made[],
  rows: readonly RowOutcome[],
): Promise<Mark[]> {
  const settled = rows.flatMap((row) => {
    const one = made[row.index];
    return one ? [settle(one, row)] : [];
  });
  const [first] = settled;
  if (!first) return [];
  const { deps, context } = state;
  const { target } = first.create.record;
  state.progress = await withClient(deps.pool, context.organizationId, async (client, tx) => {
    await holdRun(tx, context);
    const linked = settled.filter((one) => one.crmId !== "");
    for (const one of linked) await linkMade(tx, one.creation, one, context.configVersion, deps.clock.now());
    if (target === "customer")
      await markPersonsOf(
        tx,
        context.connectionId,
        linked.map((one) => one.creation.customer_id),
      );
    await deleteCreations(
      tx,
      settled.filter((one) => one.isOver).map((one) => one.creation),
    );
    const gone = settled.filter((one) => one.mark === "drop").map((one) => one.create.mark);
    await dropMarks(tx, context.connectionId, target, gone);
    const { seq } = state.progress.checkpoint;
    const told = settled.flatMap((one) => (one.told ? [{ ...one, told: one.told }] : []));
    await insertHistory(
      client,
      told.map((one, at) => historyOf(state, one, seq + at)),
    );
    const counted = addDone(
      state.progress,
      told.map((one) => one.told.outcome),
    );
    const after = { ...counted, checkpoint: { ...counted.checkpoint, seq: seq + told.length } };
    await saveProgress(tx, context.runId, after);
    return after;
  });
  return settled.filter((one) => one.mark === "again").map((one) => one.create.mark);
}

function settle(made: Made, row: RowOutcome): Settled {
  const plain = { ...made, crmId: "", modifiedTime: undefined, told: undefined, isOver: false };
  if (row.state === "unknown") return { ...plain, mark: "again" };
  if (row.state === "unsent") return { ...plain, mark: "keep" };
  if (row.state === "done") {
    const isOurs = row.duplicateField === undefined || row.duplicateField === markerField;
    const told = { outcome: "created" as const, reason: "billing.new", facts: null };
    if (isOurs)
      return { ...plain, crmId: row.id, modifiedTime: row.modifiedTime, told, isOver: true, mark: "drop" };
    // The CRM took another record for ours although it was asked to compare nothing but the marker.
    const facts = { code: "UNEXPECTED_MATCH", message: `matched by ${row.duplicateField}`, field: null };
    return { ...plain, told: { outcome: "failed", reason: "crm.refused", facts }, mark: "keep" };
  }
  const facts = { code: row.code, message: row.message, field: row.field ?? null };
  return row.isPermanent
    ? { ...plain, told: { outcome: "failed", reason: "crm.refused", facts }, isOver: true, mark: "drop" }
    : { ...plain, told: { outcome: "skipped", reason: "crm.locked", facts }, mark: "keep" };
}

function historyOf(
  { context }: RunState,
  { creation, create, crmId, told }: Settled & { told: NonNullable<Settled["told"]> },
  seq: number,
): RunRecordRow {
  const { organizationId, runId } = context;
  const values = JSON.parse(creation.values) as Values;
  const changes = Object.entries(values).map(([field, to]) => ({ field, from: null, to }));
  const { record, module } = create;
  const row = outwardRow({ incoming: { module, crmId, name: nameOf(record) }, record }, changes, {
    organizationId,
    runId,
    seq,
    planHash: null,
    isPreview: false,
  });
  const facts = told.facts === null ? null : JSON.stringify(told.facts);
  return { ...row, outcome: told.outcome, reason: told.reason, facts };
}
