import { LeaseLost } from "#sync/connection/lease.store.ts";
import { noCounts } from "#sync/run/progress.ts";
import type { RunStore, RunTx } from "#sync/run/statements.store.ts";
import type { Run } from "#sync/run/run.table.ts";
import type { Connection } from "#sync/connection/connection.store.ts";
import type { ConnectionId, RunId } from "#kernel/id.ts";
import { instantFromMs, msOf } from "#kernel/time.ts";
import { answersOf } from "./known.ts";
import type { Billing } from "./billing.ts";
import type { Luck } from "./luck.ts";
import type { Swarm } from "./swarm.ts";
import type { Tables } from "./tables.ts";
import type { Trace } from "./trace.ts";
import type { Process, World } from "./world.ts";
import { checkLedger } from "./witness.ts";
import { writesOf } from "./written.ts";

/** How long a worker may say nothing before another one takes its connection. */
export const leaseMs = 6000;

export type Surroundings = {
  luck: Luck;
  world: World;
  swarm: Swarm;
  tables: Tables;
  billing: Billing;
  trace: Trace;
  hasFaults: () => boolean;
  kill: (process: Process) => void;
  /** Lets somebody change one of the customers or contact persons that a transaction has just read. */
  overtake: (ids: readonly string[]) => void;
};

type Fate = "well" | "lost" | "unheard" | "dies_before" | "dies_after" | "stalls";

/** As pg says that the connection broke. */
class ConnectionBroke extends Error {
  readonly code = "08006";
}

/** The database as a process reaches it: a transaction is one moment, with a way there and a way back. */
export function reachStore(around: Surroundings, process: Process): RunStore {
  const { world, tables } = around;
  const statements = statementsOf(around);
  return {
    transact<Value>(work: (tx: RunTx) => Promise<Value>): Promise<Value> {
      const fate = fateOf(around);
      return new Promise((resolve, reject) => {
        world.after(world.rng.between(1, 20), async () => {
          if (!process.isAlive) return;
          if (fate === "dies_before") return around.kill(process);
          const outcome = await tables
            .atomically(async () => {
              around.billing.takeWritten();
              const before = tables.history.length;
              const value = await work(statements);
              const written = around.billing.takeWritten();
              if (fate === "lost") throw new ConnectionBroke("the connection broke before the commit");
              checkLedger(around.trace, written, tables.history.slice(before));
              return value;
            })
            .then(
              (value) => ({ ok: true as const, value }),
              (error: unknown) => ({ ok: false as const, error }),
            );
          if (fate !== "well") world.tell(`${process.name} transaction ${fate}`);
          if (fate === "dies_after") return around.kill(process);
          if (fate === "stalls") process.stalledUntil = world.nowMs() + 120_000;
          const answer = (): void => {
            if (!process.isAlive) return;
            if (process.stalledUntil > world.nowMs())
              world.after(process.stalledUntil - world.nowMs(), answer);
            else if (!outcome.ok) reject(outcome.error);
            else if (fate === "unheard") reject(new ConnectionBroke("the connection broke after the commit"));
            else resolve(outcome.value);
          };
          world.after(world.rng.between(1, 5), answer);
        });
      });
    },
  };
}

function fateOf({ luck, swarm: { faults }, hasFaults }: Surroundings): Fate {
  const fate = luck.among([
    ["lost", faults.txLost],
    ["unheard", faults.txUnheard],
    ["dies_before", faults.diesBefore / 2],
    ["dies_after", faults.diesAfter / 2],
    ["stalls", faults.stalls / 2],
  ]);
  return hasFaults() ? (fate ?? "well") : "well";
}

function statementsOf(around: Surroundings): RunTx {
  const { luck, swarm, hasFaults } = around;
  const writes = writesOf(around);
  const overtaken = { ...writes };
  // Between what a transaction read and what it writes, others may commit: their rows have a newer version then.
  for (const name of ["updateCustomersByCopy", "updateContactPersonsByCopy"] as const)
    overtaken[name] = ((changes: { from: { id: string } }[]) => {
      if (changes.length > 0 && hasFaults() && luck.among([["overtaken", swarm.faults.txOvertaken]]))
        around.overtake(changes.map(({ from }) => from.id));
      return writes[name](changes as never);
    }) as never;
  return {
    ...answersOf(around.tables, () => around.world.now()),
    ...overtaken,
    ...runStatements(around),
  } as RunTx;
}

/** The run itself and its connection. What only previews and undos ask is missing, and told apart by its absence. */
function runStatements({ world, tables, trace }: Surroundings): Partial<RunTx> {
  const { runs, connections, seen } = tables;
  const patchRun = (id: string, patch: Partial<Run>): void => {
    const run = runs.get(id);
    if (run) runs.set(id, { ...run, ...patch });
  };
  const connectionOf = (id: ConnectionId): Connection => {
    const row = connections.get(id);
    if (!row) throw new Error(`connection ${id} is gone`);
    return row;
  };
  const renewLease: RunTx["renewLease"] = async ({ connectionId, epoch }) => {
    const row = connectionOf(connectionId);
    if (row.lease_epoch !== epoch) throw new LeaseLost(`connection ${connectionId} is run by another worker`);
    connections.set(row.id, { ...row, lease_expires_at: instantFromMs(world.nowMs() + leaseMs) });
  };
  return {
    renewLease,
    holdRun: (context) => renewLease(context),
    commitLater: async () => undefined,
    gatherStatistics: async () => undefined,
    rest: async () => undefined,
    addHint: async () => undefined,
    setProblem: async () => undefined,
    saveCost: async (id, { calls, credits }) => patchRun(id, { api_calls: calls, api_credits: credits }),
    notePhase: async (id, phase) => patchRun(id, { phase }),
    saveProgress: async (id, { done, counts, checkpoint }) =>
      patchRun(id, { done: String(done), counts, checkpoint }),
    findConnectionForUpdate: async (id) => connections.get(id),
    async endRun(id, { status, at }) {
      world.tell(`run ${id} ${status}`);
      patchRun(id, { status, finished_at: at });
      seen.delete(id);
      return true;
    },
    async updateConnection(id, patch) {
      connections.set(id, { ...connectionOf(id), ...(patch as Partial<Connection>) });
    },
    async saveWatermarks(id, watermarks, fullAt) {
      const row = connectionOf(id);
      for (const [module, at] of Object.entries(watermarks)) {
        const before = row.watermarks[module as keyof typeof watermarks];
        if (before !== undefined && msOf(at) < msOf(before))
          trace.fail("I13", `the watermark of ${module} went back`);
      }
      connections.set(id, { ...row, watermarks, ...(fullAt === undefined ? {} : { last_full_at: fullAt }) });
    },
  };
}

/** The run that waits or works; one is put into the queue where there is none. */
export function activeRun(
  { world, tables }: Pick<Surroundings, "world" | "tables">,
  connection: Connection,
): Run {
  const active = tables.runs.rows().find((run) => run.status === "queued" || run.status === "running");
  if (active) return active;
  const id: RunId = `run_${String(tables.runs.rows().length + 1).padStart(6, "0")}`;
  const run = {
    ...{ id, organization_id: connection.organization_id, connection_id: connection.id, kind: "auto" },
    ...{ status: "queued", mode: null, config_version: connection.config_version, approved_preview: null },
    ...{
      excluded: [],
      subject: null,
      started_by_kind: "schedule",
      started_by_id: "",
      started_by_name: "Schedule",
    },
    ...{
      done: "0",
      counts: noCounts(),
      api_calls: 0,
      api_credits: 0,
      checkpoint: null,
      queued_at: world.now(),
    },
  } as unknown as Run;
  tables.runs.set(id, run);
  return run;
}
