import { sql } from "kysely";
import type { ConnectionId, RunId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import { linkingOutcomes } from "#sync/plan/decision.ts";
import type { Progress } from "./progress.ts";
import type { Run, RunRow } from "./run.table.ts";

export async function findRun(tx: Tx, id: RunId): Promise<Run | undefined> {
  return tx.selectFrom("sync_run").selectAll().where("id", "=", id).executeTakeFirst();
}

/** The run of a connection that waits or works; the database allows one. */
export async function findActiveRun(tx: Tx, connection: ConnectionId): Promise<Run | undefined> {
  return tx
    .selectFrom("sync_run")
    .selectAll()
    .where("connection_id", "=", connection)
    .where("status", "in", ["queued", "running"])
    .executeTakeFirst();
}

export async function insertRun(
  tx: Tx,
  row: Pick<
    RunRow,
    | "organization_id"
    | "id"
    | "connection_id"
    | "kind"
    | "config_version"
    | "approved_preview"
    | "subject"
    | "started_by_kind"
    | "started_by_id"
    | "started_by_name"
    | "queued_at"
  > & { mode: RunRow["mode"]; excluded: string; counts: string },
): Promise<void> {
  await tx
    .insertInto("sync_run")
    .values({
      ...row,
      status: "queued",
      phase: "waiting",
      expected: null,
      reader: null,
      checkpoint: null,
      error_code: null,
      error: null,
      started_at: null,
      finished_at: null,
      undone_by: null,
    })
    .execute();
}

export type RunFilter = {
  connection?: ConnectionId | undefined;
  status?: string | undefined;
  kind?: string | undefined;
  before?: RunId | undefined;
  limit: number;
};

/** Runs, newest first; `before` is the id of the last one seen. */
export async function listRunRows(tx: Tx, filter: RunFilter): Promise<Run[]> {
  let query = tx.selectFrom("sync_run").selectAll().orderBy("id", "desc").limit(filter.limit);
  if (filter.connection) query = query.where("connection_id", "=", filter.connection);
  if (filter.status) query = query.where("status", "in", filter.status.split(",") as Run["status"][]);
  if (filter.kind) query = query.where("kind", "in", filter.kind.split(",") as Run["kind"][]);
  if (filter.before) query = query.where("id", "<", filter.before);
  return query.execute();
}

/** The run, locked, so that its end and its beginning cannot both happen. */
export async function findRunForUpdate(tx: Tx, id: RunId): Promise<Run | undefined> {
  return tx.selectFrom("sync_run").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** The start of the work, or its resumption after a crash; false where the run was cancelled meanwhile. */
export async function markRunning(
  tx: Tx,
  id: RunId,
  start: { mode: Run["mode"]; startedAt: Instant; checkpoint: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("sync_run")
    .set({ status: "running", mode: start.mode, started_at: start.startedAt, checkpoint: start.checkpoint })
    .where("id", "=", id)
    .where("status", "in", ["queued", "running"])
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What is being done now; shown to whoever watches. */
export async function notePhase(
  tx: Tx,
  id: RunId,
  phase: string,
  plan: { expected: number | null; reader: Run["reader"] },
): Promise<void> {
  await tx
    .updateTable("sync_run")
    .set({ phase, expected: plan.expected, reader: plan.reader && JSON.stringify(plan.reader) })
    .where("id", "=", id)
    .execute();
}

/** The run after a batch, in the batch's transaction. */
export async function saveProgress(tx: Tx, id: RunId, { done, counts, checkpoint }: Progress): Promise<void> {
  await tx
    .updateTable("sync_run")
    .set({ done, counts: JSON.stringify(counts), checkpoint: JSON.stringify(checkpoint) })
    .where("id", "=", id)
    .execute();
}

/** What a run has used of the CRM's API. */
export type Cost = { calls: number; credits: number };

export async function saveCost(tx: Tx, id: RunId, spent: Cost): Promise<void> {
  await tx
    .updateTable("sync_run")
    .set({ api_calls: spent.calls, api_credits: spent.credits })
    .where("id", "=", id)
    .execute();
}

export type Ending = {
  status: "done" | "failed" | "cancelled";
  at: Instant;
  errorCode: string | null;
  error: Record<string, unknown> | null;
};

/** Ends a run; false where it has ended already. What only a running run needs is taken away. */
export async function endRun(tx: Tx, id: RunId, ending: Ending): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("sync_run")
    .set({
      status: ending.status,
      finished_at: ending.at,
      error_code: ending.errorCode,
      error: ending.error && jsonText(ending.error),
    })
    .where("id", "=", id)
    .where("status", "in", ["queued", "running"])
    .executeTakeFirst();
  await tx.deleteFrom("sync_planned").where("run_id", "=", id).execute();
  await tx.deleteFrom("sync_seen").where("run_id", "=", id).execute();
  return numUpdatedRows > 0n;
}

/** Notes on a run that another one has taken it back. */
export async function markUndone(tx: Tx, id: RunId, by: RunId): Promise<void> {
  await tx.updateTable("sync_run").set({ undone_by: by }).where("id", "=", id).execute();
}

export async function wasCancelled(tx: Tx, id: RunId): Promise<boolean> {
  const row = await tx
    .selectFrom("sync_run")
    .select("cancel_requested")
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.cancel_requested ?? true;
}

export async function requestCancel(tx: Tx, id: RunId): Promise<void> {
  await tx.updateTable("sync_run").set({ cancel_requested: true }).where("id", "=", id).execute();
}

/** Tells the planner how large the tables of the sync have become. */
export async function gatherStatistics(tx: Tx): Promise<void> {
  await sql`select gather_sync_statistics()`.execute(tx);
}

/** Accounts that this run linked with a customer or let go, in history order; `after` is the seq of the last one seen. */
export async function listMovedAccounts(
  tx: Tx,
  id: RunId,
  after: string | undefined,
  limit: number,
): Promise<{ crm_id: string; seq: string; came: boolean }[]> {
  let query = tx
    .selectFrom("sync_run_record")
    .select(["crm_id", "seq", "outcome"])
    .where("run_id", "=", id)
    .where("crm_module", "=", "Accounts")
    .where((row) =>
      row.or([row("outcome", "in", [...linkingOutcomes, ...leaving]), row("reason", "=", "reentered")]),
    )
    .orderBy("seq")
    .limit(limit);
  if (after !== undefined) query = query.where("seq", ">", after);
  const rows = await query.execute();
  return rows.map(({ crm_id, seq, outcome }) => ({ crm_id, seq, came: !leaving.includes(outcome) }));
}

const leaving = ["out_of_view", "deleted_in_crm"];
