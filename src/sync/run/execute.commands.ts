import { AppError, type ErrorCode, type Facts } from "#kernel/errors.ts";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import { inOrganization, isConnectionLoss } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { type Connection, findConnection, setProblem } from "#sync/connection/connection.store.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import { problemOf } from "#sync/connection/failure.ts";
import { giveLease, LeaseLost, renewLease, takeLease } from "#sync/connection/lease.store.ts";
import { CrmTrouble } from "#sync/read/crm-trouble.ts";
import { Cancelled } from "./cancelled.ts";
import { enterPhase, moveCheckpoint, noteCost, type RunState } from "./advance.commands.ts";
import { finishRun } from "./finish.commands.ts";
import { checkBeforeWriting, prepareRun } from "./prepare.commands.ts";
import { noCounts } from "./progress.ts";
import { modeOf, phaseOf, stepsOf } from "./run-plan.ts";
import { endRun, findActiveRun, markRunning } from "./run.store.ts";
import type { Run } from "./run.table.ts";
import { doStep } from "./step.commands.ts";
import type { Checkpoint } from "./checkpoint.ts";

/**
 * Does the connection's waiting run, or goes on with one that a dead worker left. Ends by itself in every case but
 * one: where the database cannot be reached the error goes to the job engine, which tries again.
 */
export async function executeRun(
  deps: Deps,
  place: { organizationId: OrganizationId; connectionId: ConnectionId },
  signal: AbortSignal,
): Promise<void> {
  const begun = await begin(deps, place, signal).catch((error: unknown) =>
    endUnbegun(deps, place, error, signal),
  );
  if (!begun) return;
  const { state, connection } = begun;
  const { context } = state;
  try {
    for (let at = state.progress.checkpoint.at; at < state.progress.checkpoint.steps.length; at += 1) {
      const step = state.progress.checkpoint.steps[at];
      if (!step) break;
      await enterPhase(state, phaseOf(step), { expected: null, reader: null });
      await doStep(state, step);
      await moveCheckpoint(state, { at: at + 1, position: undefined, read: 0 });
    }
    await noteCost(state);
    await finishRun(deps, context, connection, state.progress);
  } catch (error) {
    await endBadly(state, connection, error, signal);
  } finally {
    await inOrganization(deps.db, context.organizationId, (tx) => giveLease(tx, context)).catch(
      () => undefined,
    );
  }
}

async function begin(
  deps: Deps,
  { organizationId, connectionId }: { organizationId: OrganizationId; connectionId: ConnectionId },
  signal: AbortSignal,
): Promise<{ state: RunState; connection: Connection } | undefined> {
  return inOrganization(deps.db, organizationId, async (tx) => {
    const connection = await findConnection(tx, connectionId);
    const run = connection && (await findActiveRun(tx, connectionId));
    if (!connection || !run) return undefined;
    const epoch = await takeLease(tx, connectionId, deps.ids("wrk"));
    const context = await prepareRun(tx, run, connection, epoch);
    const checkpoint =
      run.checkpoint ?? firstCheckpoint(run, connection, context.settings.module, deps.clock.now());
    const mode = run.mode ?? (checkpoint.steps[0]?.do === "read_all" ? "full" : "incremental");
    const isOurs = await markRunning(tx, run.id, {
      mode,
      startedAt: run.started_at ?? deps.clock.now(),
      checkpoint: JSON.stringify(checkpoint),
    });
    if (!isOurs) return undefined;
    const crm = openCrm(deps, connection, signal);
    const state: RunState = {
      deps,
      context,
      crm,
      progress: { done: Number(run.done), counts: { ...noCounts(), ...run.counts }, checkpoint },
      spentBefore: { calls: run.api_calls, credits: run.api_credits },
      checkBeforeWriting: once(() => checkBeforeWriting(deps, crm, context, connection)),
    };
    return { state, connection };
  });
}

function firstCheckpoint(
  run: Run,
  connection: Connection,
  module: Parameters<typeof stepsOf>[1],
  now: string,
): Checkpoint {
  const start = { at: 0, position: undefined, read: 0, startedAt: {}, seen: {}, seq: 1 };
  if (run.kind === "fetch_one" && run.subject) {
    const [crmModule, crmId] = run.subject.split(":") as ["Accounts" | "Contacts", string];
    return { ...start, steps: [{ do: "read_one", module: crmModule, crmId }] };
  }
  const { watermarks, last_full_at: lastFullAt } = connection;
  const mode = modeOf({
    module,
    watermarks,
    lastFullAt,
    isReconfigured: false,
    askedForFull: run.mode === "full",
    now,
  });
  return { ...start, steps: stepsOf(mode, module, watermarks) };
}

/** A run that could not even begin fails as well: left as it is it would keep every later one from starting. */
async function endUnbegun(
  deps: Deps,
  { organizationId, connectionId }: { organizationId: OrganizationId; connectionId: ConnectionId },
  error: unknown,
  signal: AbortSignal,
): Promise<undefined> {
  if (signal.aborted || isConnectionLoss(error)) throw error;
  const reason = reasonOf(error);
  deps.log.error({ err: error, connection_id: connectionId }, "a run could not begin");
  const now = deps.clock.now();
  await inOrganization(deps.db, organizationId, async (tx) => {
    const run = await findActiveRun(tx, connectionId);
    if (!run) return;
    await endRun(tx, run.id, { status: "failed", at: now, errorCode: reason.code, error: reason.facts });
    if (reason.lasting) await setProblem(tx, connectionId, reason, now);
  });
}

/** Ends the run with its reason; what it had committed stays. A worker that lost its lease ends nothing: another one does the run. */
async function endBadly(
  state: RunState,
  connection: Connection,
  error: unknown,
  signal: AbortSignal,
): Promise<void> {
  if (error instanceof LeaseLost) return;
  // The process is stopping, or the database is away: the run stays as it is, and goes on from its checkpoint.
  if (signal.aborted || isConnectionLoss(error)) throw error;
  const { deps, context } = state;
  const reason = reasonOf(error);
  if (reason.code === "run.failed")
    deps.log.error({ err: error, run_id: context.runId }, "a run stopped with an unexpected error");
  const now = deps.clock.now();
  await noteCost(state).catch(() => undefined);
  const status = error instanceof Cancelled ? "cancelled" : "failed";
  await inOrganization(deps.db, context.organizationId, async (tx) => {
    await renewLease(tx, context);
    await endRun(tx, context.runId, {
      status,
      at: now,
      errorCode: status === "failed" ? reason.code : null,
      error: status === "failed" ? reason.facts : null,
    });
    if (reason.lasting) await setProblem(tx, connection.id, reason, now);
  }).catch((lost: unknown) => {
    if (!(lost instanceof LeaseLost)) throw lost;
  });
}

function reasonOf(error: unknown): { code: ErrorCode; facts: Facts; lasting: boolean } {
  if (error instanceof CrmTrouble) return problemOf(error.failure);
  // Only what is wrong with the connection itself concerns the next run too.
  if (error instanceof AppError)
    return { code: error.code, facts: error.facts, lasting: /^(connection|settings)\./.test(error.code) };
  if (isStorageFull(error)) return { code: "run.storage_full", facts: {}, lasting: false };
  return { code: "run.failed", facts: {}, lasting: false };
}

/** PostgreSQL's disk_full: its data directory or a tablespace has no space left. */
function isStorageFull(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "53100";
}

/** Runs an action the first time only, whoever asks. */
function once(action: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | undefined;
  return () => (running ??= action());
}
