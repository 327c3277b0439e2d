import { afterAll, beforeAll, expect, test } from "vitest";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { startSyncing } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** The value of a series in Prometheus text; zero where there is none yet. */
async function figure(series: string): Promise<number> {
  const text = await (await fetch(`${world.url}/metrics`)).text();
  const line = text.split("\n").find((one) => one.startsWith(`${series} `));
  return Number(line?.split(" ").at(-1) ?? 0);
}

test("B18 given runs that end, when /metrics is read, then they are counted by kind, status and outcome", async () => {
  const done = 'concord_sync_runs_total{kind="instant",status="done"}';
  const failed = 'concord_sync_runs_total{kind="instant",status="failed"}';
  const created = 'concord_sync_records_total{outcome="created"}';
  const timed = 'concord_sync_run_duration_seconds_count{kind="instant"}';
  const before = await Promise.all([done, failed, created, timed].map(figure));

  const organization = await world.organization("Measured Ltd");
  await organization.crm("POST", "/Accounts", { data: [{ Account_Name: "A" }, { Account_Name: "B" }] });
  const sync = await startSyncing(organization, { module: "accounts" });
  await sync.run();
  // Another key ends the connection's own.
  await organization.send(generateZscKeyEndpoint, { body: { email: organization.owner.email } });
  expect((await sync.run()).status).toBe("failed");

  const after = await Promise.all([done, failed, created, timed].map(figure));
  expect(after.map((value, at) => value - (before[at] ?? 0))).toEqual([1, 1, 2, 2]);
});
