import { expect, test } from "vitest";
import { getRun, startSync } from "#sync/run/run.api.ts";
import { freePort } from "../app/processes.ts";
import { freshDatabase } from "../support/database.ts";
import { addRecords, finished, startSyncing, twice } from "../support/sync-world.ts";
import { startWorld } from "../support/world.ts";

test("given a sync from the built-in CRM in the middle of its work, when the server is stopped, then it stops at once, and the run goes on after the next start to the same end", async () => {
  const database = await freshDatabase();
  const env = { PORT: String(await freePort()) };
  const world = await startWorld({ databaseUrl: database.url, env });
  const organization = await world.organization("Stopped");
  const records = Array.from({ length: 6_000 }, (_, at) => ({ Account_Name: `Company ${at}` }));
  await addRecords(organization, "Accounts", records);
  const sync = await startSyncing(organization, { module: "accounts" });
  const { id } = await organization.send(startSync, { params: { connection: sync.connection } });
  const doneOf = async (): Promise<number> => (await organization.send(getRun, { params: { run: id } })).done;
  await expect.poll(doneOf, { timeout: 60_000, interval: 10 }).toBeGreaterThan(0);

  const begun = Date.now();
  await world.system.stop();
  const seconds = (Date.now() - begun) / 1000;
  console.log(`stop: ${seconds.toFixed(1)} s in the middle of a sync`);
  expect(seconds).toBeLessThan(6);

  const next = await startWorld({ databaseUrl: database.url, dataDir: world.dataDir, env });
  expect(await finished(organization, id)).toMatchObject({
    status: "done",
    counts: { fetched: 6_000, created: 6_000 },
  });
  expect(await twice(next, organization)).toEqual([]);
  await next.stop();
  await database.drop();
});
