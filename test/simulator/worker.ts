import type { Ids } from "#kernel/id.ts";
import { instantFromMs, msOf } from "#kernel/time.ts";
import { isConnectionLoss } from "#platform/db/db.ts";
import { noteCost, type RunState } from "#sync/run/advance.commands.ts";
import { putsOf } from "#sync/run/check.commands.ts";
import { endBadly } from "#sync/run/ending.commands.ts";
import { finishRun } from "#sync/run/finish.commands.ts";
import { firstCheckpoint } from "#sync/run/first-checkpoint.ts";
import { noCounts } from "#sync/run/progress.ts";
import { contextOf } from "#sync/run/run-context.ts";
import type { Run } from "#sync/run/run.table.ts";
import { doSteps } from "#sync/run/steps.commands.ts";
import type { Connection } from "#sync/connection/connection.store.ts";
import { reachCrm } from "./crm-port.ts";
import type { Crm } from "./crm.ts";
import { crmFields } from "./fields.ts";
import { activeRun, leaseMs, reachStore, type Surroundings } from "./store.ts";
import type { Process } from "./world.ts";

/** A place where workers live: each looks for a run again and again, and a dead one is followed by another. */
export type Yard = Surroundings & { crm: Crm; ids: Ids; isOpen: () => boolean };

/** How often a run begins when nobody works any more. */
const restIntervalMs = 45_000;

/** Lets a worker begin. */
export function startWorker(yard: Yard, name: string): Process {
  const process: Process = { name, isAlive: true, stalledUntil: 0 };
  yard.world.tell(`${name} begins`);
  void live(yard, process);
  return process;
}

async function live(yard: Yard, process: Process): Promise<void> {
  const { world, swarm } = yard;
  while (yard.isOpen()) {
    const pauseMs = yard.hasFaults() ? swarm.intervalMs : restIntervalMs * swarm.workers;
    await world.wait(process, world.rng.between(pauseMs / 2, pauseMs));
    await turn(yard, process);
  }
}

/** Takes the connection and does its run, unless another worker has it, or nobody shall. */
async function turn(yard: Yard, process: Process): Promise<void> {
  const { world, tables } = yard;
  const [connection] = tables.connections.rows();
  if (!connection || connection.state !== "active") return;
  const { lease_owner: owner, lease_expires_at: expires } = connection;
  if (owner !== null && expires !== null && msOf(expires) > world.nowMs()) return;
  const state = begin(yard, process, connection);
  watchOver(yard, process, state);
  try {
    await doSteps(state);
    await noteCost(state);
    await finishRun(state);
  } catch (error) {
    if (!isConnectionLoss(error)) await endBadly(state, error).catch(() => undefined);
  }
  give(yard, state);
}

/** As `begin` of the engine: the lease, the run, and what the run goes by. */
function begin(yard: Yard, process: Process, connection: Connection): RunState {
  const { world, swarm, tables } = yard;
  const epoch = String(Number(connection.lease_epoch) + 1);
  const leased = {
    ...connection,
    ...{
      lease_epoch: epoch,
      lease_owner: process.name,
      lease_expires_at: instantFromMs(world.nowMs() + leaseMs),
    },
  };
  tables.connections.set(connection.id, leased);
  const run = activeRun(yard, leased);
  const settings = tables.settings.get(String(run.config_version));
  if (!settings) throw new Error(`no configuration ${run.config_version}`);
  const given = { run, connection: leased, settings, epoch, baseCurrency: "USD", customFields: [] };
  const context = contextOf({ ...given, isOverheard: false });
  const skewed = { now: () => instantFromMs(world.nowMs() + swarm.skewMs) };
  const checkpoint = run.checkpoint ?? firstCheckpoint(run, leased, context, world.now());
  const mode = run.mode ?? (checkpoint.steps[0]?.do === "read_all" ? "full" : "incremental");
  tables.runs.set(run.id, { ...run, status: "running", mode, checkpoint });
  world.tell(`${process.name} takes ${run.id} ${mode} at ${checkpoint.at}`);
  return {
    deps: {
      store: reachStore(yard, process),
      clock: skewed,
      ids: yard.ids,
      sleep: (ms) => world.wait(process, ms),
      log: logOf(yard, run),
    },
    context,
    crm: reachCrm(yard, process),
    progress: {
      done: Number(run.done),
      counts: { ...noCounts(), ...run.counts },
      checkpoint,
    },
    spentBefore: { calls: run.api_calls, credits: run.api_credits },
    signal: new AbortController().signal,
    async check(state) {
      const { context: before } = state;
      const puts = before.pushes ? putsOf(before.lenses, crmFields) : undefined;
      state.context = { ...before, crmFields, rules: { ...before.rules, puts } };
    },
  };
}

/** What the engine logs as an error is a defect of its own: a run never fails for a reason that it does not know. */
function logOf({ trace }: Yard, run: Run): RunState["deps"]["log"] {
  const error = (facts: { err?: unknown }, message: string): void => {
    const why = facts.err instanceof Error ? (facts.err.stack ?? facts.err.message) : String(facts.err);
    trace.fail("I11", `${run.id} ${message}: ${why}`);
  };
  return { error, warn: () => undefined, info: () => undefined, debug: () => undefined } as never;
}

/** Renews the lease while the worker lives and is awake, as the engine's own watch does. */
function watchOver({ world, tables }: Yard, process: Process, { context }: RunState): void {
  const look = (): void => {
    const connection = tables.connections.get(context.connectionId);
    if (!process.isAlive || connection?.lease_epoch !== context.epoch || connection.lease_owner === null)
      return;
    if (process.stalledUntil <= world.nowMs())
      tables.connections.set(connection.id, {
        ...connection,
        lease_expires_at: instantFromMs(world.nowMs() + leaseMs),
      });
    world.after(2000, look);
  };
  world.after(2000, look);
}

function give({ tables }: Yard, { context }: RunState): void {
  const connection = tables.connections.get(context.connectionId);
  if (connection?.lease_epoch === context.epoch)
    tables.connections.set(connection.id, { ...connection, lease_owner: null, lease_expires_at: null });
}
