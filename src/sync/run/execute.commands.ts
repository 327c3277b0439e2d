import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import { msOf } from "#kernel/time.ts";
import { inOrganization, isConnectionLoss } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { noteRunEnded } from "#platform/health/metrics.ts";
import { findConnection } from "#sync/connection/connection.store.ts";
import { openCrm } from "#sync/connection/crm.client.ts";
import { giveLease, isHeld, takeLease } from "#sync/connection/lease.store.ts";
import { followDeals } from "#sync/deal/follow-deals.commands.ts";
import { keepChannel } from "#sync/live/channel.commands.ts";
import { readsChanges } from "#sync/live/live.ts";
import { noteCost, type RunState } from "./advance.commands.ts";
import { createCheck } from "./check.commands.ts";
import { endBadly, type EndStatus, endUnbegun } from "./ending.commands.ts";
import { finishRun } from "./finish.commands.ts";
import { prepareRun } from "./prepare.commands.ts";
import { noCounts } from "./progress.ts";
import { firstCheckpoint } from "./first-checkpoint.ts";
import { findActiveRun, markRunning } from "./run.store.ts";
import { openRunStore } from "./statements.store.ts";
import { doSteps } from "./steps.commands.ts";
import { watchOver } from "./watch.commands.ts";

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
    // Before the first reading, so that no change falls between the two.
    if (readsChanges(context.kind)) await keepChannel({ ...state, deps });
    await doSteps(state);
    if (readsChanges(context.kind)) await followDeals({ ...state, deps });
    await noteCost(state);
    await finishRun(state);
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
    const mode =
      run.mode ?? (checkpoint.steps.some((step) => step.do === "read_all") ? "full" : "incremental");
    const isOurs = await markRunning(tx, run.id, {
      mode,
      startedAt: run.started_at ?? deps.clock.now(),
      checkpoint: JSON.stringify(checkpoint),
    });
    if (!isOurs) return undefined;
    const store = openRunStore(deps.pool, organizationId);
    return {
      deps: { ...deps, store },
      context,
      crm: openCrm(deps, connection, signal),
      signal,
      progress: { done: Number(run.done), counts: { ...noCounts(), ...run.counts }, checkpoint },
      spentBefore: { calls: run.api_calls, credits: run.api_credits },
      check: createCheck(deps, connection),
    };
  });
}
