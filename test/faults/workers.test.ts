import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { getRun, startSync } from "#sync/run/run.api.ts";
import { startBeside } from "../support/process.ts";
import {
  addRecords,
  customersOf,
  finished,
  query,
  startSyncing,
  type Sync,
  twice,
} from "../support/sync-world.ts";
import type { CallError } from "#platform/http/call.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
// The web process alone; the workers are processes of their own.
beforeAll(async () => void (world = await startWorld({ roles: "web" })));
afterAll(() => world.stop());

const workers: ChildProcess[] = [];
afterEach(() => workers.splice(0).forEach((worker) => worker.kill("SIGKILL")));

async function startWorker(): Promise<ChildProcess> {
  const worker = startBeside(world, join(import.meta.dirname, "../bench/role-child.ts"), {
    env: { BENCH_DATABASE_URL: world.databaseUrl, CONCORD_ROLES: "worker" },
  });
  workers.push(worker);
  await once(worker.stdout, "data");
  return worker;
}

async function withAccounts(name: string, count: number): Promise<Sync> {
  const organization = await world.organization(name);
  await addRecords(
    organization,
    "Accounts",
    Array.from({ length: count }, (_, at) => ({ Account_Name: `Company ${at}` })),
  );
  return startSyncing(organization, { module: "accounts" });
}

/** Starts a run and waits until its worker has written some of it. */
async function startedWith(sync: Sync, done: number): Promise<string> {
  const { id } = await sync.organization.send(startSync, { params: { connection: sync.connection } });
  while ((await sync.organization.send(getRun, { params: { run: id } })).done < done) await sleep(5);
  return id;
}

type Held = { owner: string | null; done: number; at: number };

/** Who is at the connection's run, and how many records were done at this moment. */
async function heldBy({ connection }: Sync): Promise<Held> {
  const [row] = await query<{ owner: string | null; done: number }>(
    world,
    `select c.lease_owner as owner, r.done::int from connection c join sync_run r on r.connection_id = c.id
      where c.id = $1 order by r.queued_at desc limit 1`,
    [connection],
  );
  if (!row) throw new Error("the connection has no run");
  return { ...row, at: Date.now() };
}

/** How many milliseconds pass until another worker has written a batch of the run. */
async function takenOver(sync: Sync, before: Held): Promise<number> {
  expect(before.owner).not.toBeNull();
  for (;;) {
    const now = await heldBy(sync);
    const isAnother = now.owner !== null && now.owner !== before.owner;
    if (isAnother && now.done > before.done) return now.at - before.at;
    if (now.at - before.at > 30_000) return Infinity;
    await sleep(50);
  }
}

/** Stops the worker at a moment when it is between two statements of a batch, which keeps the connection's row locked. */
async function freezeWithinBatch(worker: ChildProcess, sync: Sync): Promise<void> {
  while ((await heldBy(sync)).owner !== null) {
    worker.kill("SIGSTOP");
    await sleep(100);
    const [held] = await query<{ held: boolean }>(
      world,
      `select not exists (select from connection where id = $1 for update skip locked)
          and exists (select from pg_stat_activity where state = 'idle in transaction'
                       and datname = current_database()) as held`,
      [sync.connection],
    );
    if (held?.held) return;
    worker.kill("SIGCONT");
    await sleep(20);
  }
  throw new Error("the run ended before its worker could be frozen");
}

describe("given workers in processes of their own", () => {
  test("F80 fault 63 when the one at work is killed with kill -9, then another one goes on within 15 s, and nothing comes twice", async () => {
    const sync = await withAccounts("Takeover", 8000);
    const first = await startWorker();
    const run = await startedWith(sync, 1000);
    first.kill("SIGKILL");
    const before = await heldBy(sync);
    await startWorker();
    expect(await takenOver(sync, before)).toBeLessThan(15_000);
    expect(await finished(sync.organization, run)).toMatchObject({
      status: "done",
      counts: { created: 8000 },
    });
    expect(await twice(world, sync.organization)).toEqual([]);
  });

  test("fault 71 fault 72 when the one at work freezes within a batch, then another one goes on, and the frozen one writes nothing once it wakes", async () => {
    const sync = await withAccounts("Zombie", 4000);
    const frozen = await startWorker();
    const run = await startedWith(sync, 1000);
    await freezeWithinBatch(frozen, sync);
    const before = await heldBy(sync);
    await startWorker();
    expect(await takenOver(sync, before)).toBeLessThan(15_000);
    frozen.kill("SIGCONT");
    expect(await finished(sync.organization, run)).toMatchObject({
      status: "done",
      counts: { created: 4000 },
    });
    await sleep(1000);
    expect(frozen.exitCode).toBeNull();
    expect(await customersOf(sync.organization).then((all) => all.length)).toBe(4000);
    expect(await twice(world, sync.organization)).toEqual([]);
  });

  test("F43 when two workers meet a storm of triggers, then one run is made, the others are refused, and each record comes once", async () => {
    const sync = await withAccounts("Storm", 1200);
    await Promise.all([startWorker(), startWorker()]);
    const { organization, connection } = sync;
    const answers = await Promise.allSettled(
      Array.from({ length: 24 }, () => organization.send(startSync, { params: { connection } })),
    );
    const started = answers.flatMap((one) => (one.status === "fulfilled" ? [one.value.id] : []));
    expect(started).toHaveLength(1);
    const refused = answers.flatMap((one) => (one.status === "rejected" ? [one.reason as CallError] : []));
    expect(new Set(refused.map((one) => one.view.code))).toEqual(new Set(["run.active"]));
    expect(await finished(organization, started[0] ?? "")).toMatchObject({ counts: { created: 1200 } });
    expect(await customersOf(organization).then((all) => all.length)).toBe(1200);
    expect(await twice(world, organization)).toEqual([]);
  });
});
