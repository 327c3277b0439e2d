import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { startSync } from "#sync/run/run.api.ts";
import { addRecords, customersOf, finished, startSyncing, type Sync, twice } from "../support/sync-world.ts";
import type { CallError } from "#platform/http/call.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
// The web process alone; the workers are processes of their own.
beforeAll(async () => void (world = await startWorld({ roles: "web" })));
afterAll(() => world.stop());

const workers: ChildProcess[] = [];
afterEach(() => workers.splice(0).forEach((worker) => worker.kill("SIGKILL")));

async function startWorker(): Promise<ChildProcess> {
  const worker = spawn(process.execPath, [join(import.meta.dirname, "../bench/role-child.ts")], {
    env: {
      ...process.env,
      BENCH_DATABASE_URL: world.databaseUrl,
      CONCORD_DATA: world.dataDir,
      CONCORD_ROLES: "worker",
      CONCORD_PUBLIC_URL: world.system.deps.publicUrl,
      CONCORD_LOG: "error",
    },
    stdio: ["pipe", "pipe", "inherit"],
  });
  workers.push(worker);
  await once(worker.stdout as NodeJS.ReadableStream, "data");
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

describe("given workers in processes of their own", () => {
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
