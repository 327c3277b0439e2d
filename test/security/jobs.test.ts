import { afterAll, beforeAll, expect, test } from "vitest";
import { listRuns } from "#sync/run/run.api.ts";
import { inOrganization } from "#platform/db/db.ts";
import { runQueue } from "#sync/run/run.commands.ts";
import { fingerprint, query } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";
import { fullTenant, settled, type Tenant } from "./tenant.ts";

let world: World;
let ours: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  world = await startWorld();
  [ours, theirs] = [await fullTenant(world, "Ourcanary"), await fullTenant(world, "Theircanary")];
});
afterAll(() => world?.stop());

test("given a job that names another organization's connection, when it is worked on, then nothing of either is touched", async () => {
  const before = [await fingerprint(world, ours.organization), await fingerprint(world, theirs.organization)];
  const runsBefore = (await theirs.organization.send(listRuns, {})).items.length;
  const { jobs, db } = world.system.deps;
  const forged = {
    organizationId: ours.organization.id,
    connectionId: theirs.sync.connection as `con_${string}`,
  };
  await inOrganization(db, ours.organization.id, (tx) => jobs.send(tx, runQueue, forged));
  await expect
    .poll(
      () =>
        query<{ state: string }>(
          world,
          "select state::text from pgboss.job where data->>'organizationId' = $1 and data->>'connectionId' = $2",
          [forged.organizationId, forged.connectionId],
        ),
      { timeout: 20_000 },
    )
    .toEqual([{ state: "completed" }]);
  await settled(theirs.organization);
  expect([
    await fingerprint(world, ours.organization),
    await fingerprint(world, theirs.organization),
  ]).toEqual(before);
  expect((await theirs.organization.send(listRuns, {})).items).toHaveLength(runsBefore);
});
