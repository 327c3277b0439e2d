import type { ConnectionId, OrganizationId, RunId } from "#kernel/id.ts";
import { msOf } from "#kernel/time.ts";
import { inOrganization, isConnectionLoss } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { noteRunEnded } from "#platform/health/metrics.ts";
import { type Connection, findConnection } from "#sync/connection/connection.store.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import { giveLease, isHeld, takeLease } from "#sync/connection/lease.store.ts";
import { keepChannel } from "#sync/live/channel.commands.ts";
import { readsChanges } from "#sync/live/live.ts";
import { CrmTrouble } from "#sync/read/crm-trouble.ts";
import { explain } from "#zoho/failure.ts";
import { enterPhase, moveCheckpoint, noteCost, type RunState } from "./advance.commands.ts";
import { checkAgain, createCheck } from "./check.commands.ts";
import type { Checkpoint, Step } from "./checkpoint.ts";
import { endBadly, type EndStatus, endUnbegun } from "./ending.commands.ts";
import { finishRun } from "./finish.commands.ts";
import { afterTrouble } from "./patience.ts";
import { prepareRun } from "./prepare.commands.ts";
import { noCounts } from "./progress.ts";
import type { RunContext } from "./run-context.ts";
import { isUndo, modeOf, phaseOf, stepsOf, undoSteps } from "./run-plan.ts";
import { findActiveRun, markRunning } from "./run.store.ts";
import type { Run } from "./run.table.ts";
import { doStep } from "./step.commands.ts";
import { watchOver } from "./watch.commands.ts";

/** Somebody takes away one field after the other; after so many a step gives up. */
const mostChecks = 3;

type Place = { organizationId: OrganizationId; connectionId: ConnectionId };

/**
 * Does the connection's waiting run, or goes on with one that a dead worker left. Ends by itself in every case but
 * two: where the database cannot be reached, or somebody keeps the connection's row from it, the error goes to the job
 * engine, which tries again.
 */
export async function executeRun(deps: Deps, place: Place, signal: AbortSignal): Promise<void> {
  const begunMs = msOf(deps.clock.now());
  const stop = new AbortController();
  const state = await begin(deps, place, AbortSignal.any([signal, stop.signal])).catch(
    async (error: unknown) => {
      if (signal.aborted || isConnectionLoss(error) || isHeld(error)) throw error;
      await endUnbegun(deps, place, error);
      return undefined;
    },
  );
  if (!state) return;
  const { context } = state;
  const watch = watchOver(deps, context, stop);
  try {
    await doSteps(state);
    await noteCost(state);
    await finishRun(deps, context, state.progress);
    measure(state, "done", begunMs);
  } catch (error) {
    // The process is stopping, or the database is away: the run stays as it is, and goes on from its checkpoint.
    if (signal.aborted || isConnectionLoss(error)) throw error;
    const status = await endBadly(state, watch.reason() ?? error);
    if (status) measure(state, status, begunMs);
  } finally {
    await watch.end();
    await inOrganization(deps.db, context.organizationId, (tx) => giveLease(tx, context)).catch(
      () => undefined,
    );
  }
}

/** Tells /metrics of a run that ended here; the time is what this process took. */
function measure({ deps, context, progress }: RunState, status: "done" | EndStatus, begunMs: number): void {
  const seconds = (msOf(deps.clock.now()) - begunMs) / 1_000;
  noteRunEnded({ kind: context.kind, status, seconds, counts: progress.counts });
}

async function begin(
  deps: Deps,
  { organizationId, connectionId }: Place,
  signal: AbortSignal,
): Promise<RunState | undefined> {
  return inOrganization(deps.db, organizationId, async (tx) => {
    const connection = await findConnection(tx, connectionId);
    const run = connection && (await findActiveRun(tx, connectionId));
    if (!connection || !run) return undefined;
    const epoch = await takeLease(tx, connectionId, deps.ids("wrk"));
    const context = await prepareRun(tx, run, connection, epoch);
    const checkpoint = run.checkpoint ?? firstCheckpoint(run, connection, context, deps.clock.now());
    const mode = run.mode ?? (checkpoint.steps[0]?.do === "read_all" ? "full" : "incremental");
    const isOurs = await markRunning(tx, run.id, {
      mode,
      startedAt: run.started_at ?? deps.clock.now(),
      checkpoint: JSON.stringify(checkpoint),
    });
    if (!isOurs) return undefined;
    return {
      deps,
      context,
      crm: openCrm(deps, connection, signal),
      signal,
      progress: { done: Number(run.done), counts: { ...noCounts(), ...run.counts }, checkpoint },
      spentBefore: { calls: run.api_calls, credits: run.api_credits },
      check: createCheck(connection),
    };
  });
}

function firstCheckpoint(
  run: Run,
  connection: Connection,
  { settings: { module }, pushes }: RunContext,
  now: string,
): Checkpoint {
  const start = { at: 0, position: undefined, read: 0, startedAt: {}, seen: {}, seq: 1 };
  if (run.kind === "fetch_one" && run.subject) {
    const [crmModule, crmId] = run.subject.split(":") as ["Accounts" | "Contacts", string];
    return { ...start, steps: [{ do: "read_one", module: crmModule, crmId }] };
  }
  if (isUndo(run.kind) && run.subject) {
    // What waits for approval is not sent behind anybody's back, and what is paused rests.
    const isApproved = connection.approved_version === connection.config_version;
    const sends = pushes && run.kind === "undo" && connection.state === "active" && isApproved;
    return { ...start, steps: undoSteps(run.subject as RunId, module, sends) };
  }
  const { watermarks, last_full_at: lastFullAt } = connection;
  const mode = modeOf({ module, watermarks, lastFullAt, askedForFull: run.mode === "full", now });
  const steps = stepsOf({ mode, module, watermarks, pushes, isPreview: run.kind === "preview" });
  return { ...start, steps };
}

async function doSteps(state: RunState): Promise<void> {
  const { pushes, hasMarker, kind } = state.context;
  // Before the first reading, so that no change falls between the two.
  if (readsChanges(kind)) await keepChannel(state);
  // What was made in the CRM is known by its marker, so that comes before the first reading.
  if (pushes && !hasMarker && kind !== "preview" && !isUndo(kind)) await state.check(state);
  for (let at = state.progress.checkpoint.at; at < state.progress.checkpoint.steps.length; at += 1) {
    const step = state.progress.checkpoint.steps[at];
    if (!step) break;
    await doPatiently(state, step);
    await moveCheckpoint(state, { at: at + 1, position: undefined, read: 0 });
  }
}

/**
 * Does a step. Where the CRM is away, or between us and it something spoils its answers, the run says so, waits, and
 * goes on from its checkpoint; where a field of the mapping is gone, the step is done without it.
 */
async function doPatiently(state: RunState, step: Step): Promise<void> {
  let doneBefore = state.progress.done;
  for (let waits = 0, checks = 0; ;) {
    await enterPhase(state, phaseOf(step), { expected: null, reader: null });
    try {
      return await doStep(state, step);
    } catch (error) {
      if (!(error instanceof CrmTrouble)) throw error;
      if (checks < mostChecks && (await checkAgain(state, error.failure))) {
        checks += 1;
        continue;
      }
      if (state.progress.done > doneBefore) waits = 0;
      doneBefore = state.progress.done;
      const next = afterTrouble(error.failure, waits, state.deps.clock.now());
      if (!next.again) throw error;
      waits += 1;
      const { message } = explain(error.failure);
      state.deps.log.warn({ run_id: state.context.runId, wait_ms: next.waitMs }, message);
      await enterPhase(state, `Waiting: ${message}`, { expected: null, reader: null });
      await state.deps.sleep(next.waitMs, state.signal);
    }
  }
}
