import { AppError } from "#kernel/errors.ts";
import { systemActor } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { findConnection, updateConnection } from "#sync/connection/connection.store.ts";
import { endLease } from "#sync/connection/lease.store.ts";
import { runQueue, startRun } from "#sync/run/run.commands.ts";
import { hearMarks } from "#sync/live/live.store.ts";
import { nextRunAt } from "./next-run.ts";
import { type Due, findAbandoned, findDue, findHinted, findUnheard } from "./schedule.store.ts";

/** How many connections one look at the schedule starts; the next look, seconds later, takes the rest. */
const atOnce = 100;

/**
 * Starts what is due, and hands runs without a living worker to one. Every worker may do this at any time: a
 * connection takes one run, the others are refused by the database.
 */
export async function startDueRuns(deps: Deps): Promise<void> {
  for (const due of await findDue(deps.system, deps.clock.now(), atOnce)) await startOne(deps, due);
  for (const left of await findAbandoned(deps.system, atOnce)) await handOver(deps, left);
}

/**
 * Starts a run wherever something changed, on either side, and none is active: a run that came too early for a change
 * is followed by another one.
 */
export async function startHintedRuns(deps: Deps): Promise<void> {
  if (!deps.isLive) return;
  for (const { organization_id: organizationId, id } of await findUnheard(deps.system, atOnce))
    await inOrganization(deps.db, organizationId, (tx) => hearMarks(tx, id, deps.clock.now()));
  for (const hinted of await findHinted(deps.system, deps.clock.now(), atOnce)) await startAuto(deps, hinted);
}

/** Ends the hold of the worker that was at the run, on the connection and on its job, and sends the job to a live one. */
async function handOver(deps: Deps, { organization_id: organizationId, id }: Due): Promise<void> {
  await inOrganization(deps.db, organizationId, async (tx) => {
    if (await endLease(tx, id)) await deps.jobs.sendAnew(tx, runQueue, { organizationId, connectionId: id });
  });
}

async function startAuto(deps: Deps, { organization_id: organizationId, id }: Due): Promise<void> {
  try {
    await startRun({ deps, member: { organizationId, actor: systemActor } }, id, { kind: "auto" });
  } catch (error) {
    // A run is active or a person paused meanwhile: the time passes to the next turn.
    if (!(error instanceof AppError)) throw error;
  }
}

async function startOne(deps: Deps, due: Due): Promise<void> {
  const { organization_id: organizationId, id } = due;
  await startAuto(deps, due);
  await inOrganization(deps.db, organizationId, async (tx) => {
    const connection = await findConnection(tx, id);
    if (!connection) return;
    const now = deps.clock.now();
    await updateConnection(tx, id, { next_run_at: nextRunAt(connection, now), updated_at: now });
  });
}
