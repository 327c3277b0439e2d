import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { getRun, startSync } from "#sync/run/run.api.ts";
import { addRecords, startSyncing, type Sync } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";

/** Pages that were read ahead of the batch that was lost, and what is asked at the start of each part. */
const mostTwice = 15;

let world: World;
// No worker in this process: the runs are done by processes that can be killed.
beforeAll(async () => void (world = await startWorld({ roles: "web" })));
afterAll(() => world.stop());

/** A process that does the waiting run and is killed right after its n-th commit; with 0 it lives to the end. */
async function doRun(sync: Sync, nth: number): Promise<string | null> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, "run-child.ts"), sync.organization.id, sync.connection, String(nth), "after"],
    {
      env: {
        ...process.env,
        DATABASE_URL: world.databaseUrl,
        CONCORD_DATA: world.dataDir,
        CONCORD_ROLES: "web",
        PORT: "0",
        CONCORD_PUBLIC_URL: world.system.deps.publicUrl,
        CONCORD_LOG: "error",
        CONCORD_LIVE: "off",
      },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  return new Promise((resolve) => child.once("close", (_, signal) => resolve(signal)));
}

async function prepared(name: string): Promise<Sync & { first: string }> {
  const organization = await world.organization(name);
  const rows = Array.from({ length: 3000 }, (_, at) => ({ Account_Name: `Company ${at}`, Phone: "+1 5" }));
  await addRecords(organization, "Accounts", rows);
  const sync = await startSyncing(organization, { module: "accounts" });
  const { id: first } = await organization.send(startSync, { params: { connection: sync.connection } });
  return { ...sync, first };
}

describe("F80 given a first run of 3,000 records that is killed half way", () => {
  test("when it goes on, then both parts together cost what a whole run costs, and a few calls more", async () => {
    const calm = await prepared("Calm");
    await doRun(calm, 0);
    const whole = await calm.organization.send(getRun, { params: { run: calm.first } });
    const sync = await prepared("Killed");
    expect(await doRun(sync, 8)).toBe("SIGKILL");
    const half = await sync.organization.send(getRun, { params: { run: sync.first } });
    expect([1000, 2000]).toContain(half.counts.fetched);
    expect(await doRun(sync, 0)).toBeNull();
    const both = await sync.organization.send(getRun, { params: { run: sync.first } });
    expect(both).toMatchObject({ status: "done", counts: { created: 3000, fetched: 3000 } });
    expect(both.api_calls).toBeLessThanOrEqual(whole.api_calls + mostTwice);
    expect(both.api_credits).toBeLessThanOrEqual(whole.api_credits + mostTwice);
  });
});
