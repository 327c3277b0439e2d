import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { backUp } from "#platform/backup/backup.ts";
import { restore } from "#platform/backup/restore.ts";
import { call, type Caller } from "#platform/http/call.ts";
import { startSync } from "#sync/run/run.api.ts";
import { freshDatabase } from "../support/database.ts";
import {
  addRecords,
  age,
  changeRecord,
  deleteRecords,
  finished,
  outcomeOf,
  startSyncing,
  twice,
} from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

/** The CRM is another installation, whose state does not go back. */
let crm: World;
let world: World;
let database: Awaited<ReturnType<typeof freshDatabase>>;
beforeAll(async () => {
  crm = await startWorld();
  world = await startWorld({ crmUrls: [crm.url] });
  database = await freshDatabase();
});
afterAll(async () => {
  await world.stop();
  await crm.stop();
  await database.drop();
});

/** The same organization, asked where its backup was restored. */
function movedTo({ url }: World, organization: Organization): Organization {
  const headers = { authorization: `Bearer ${organization.key}` };
  const caller: Caller = { baseUrl: url, headers: () => headers };
  return { ...organization, send: (endpoint, input) => call(caller, endpoint, input) };
}

describe("given billing that is restored from a backup while the CRM went on", () => {
  test("fault 70 when the next run is done, then what happened since the backup is caught up, and nothing is there twice", async () => {
    const [theirs, ours] = [await crm.organization("Theirs"), await world.organization("Ours")];
    const [changed = "", deleted = ""] = await addRecords(
      theirs,
      "Accounts",
      ["Changed", "Deleted", "Kept"].map((Account_Name) => ({ Account_Name, Phone: "+1 5" })),
    );
    await age(crm, theirs);
    const sync = await startSyncing(ours, { module: "accounts", crmOf: theirs, crmUrl: crm.url });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 3 } });
    const file = join(world.dataDir, "before.backup");
    const now = world.system.deps.clock.now();
    await backUp({ databaseUrl: world.databaseUrl, file, masterKeyId: "own", now });

    await changeRecord(theirs, "Accounts", changed, { Phone: "+1 9" });
    await deleteRecords(theirs, "Accounts", [deleted]);
    await addRecords(theirs, "Accounts", [{ Account_Name: "Added" }]);
    const since = { created: 1, updated: 1, deleted_in_crm: 1, failed: 0 };
    expect(await sync.run()).toMatchObject({ status: "done", counts: since });
    const expected = await outcomeOf(world, ours);

    await restore({ databaseUrl: database.url, file, force: false });
    const restored = await startWorld({
      databaseUrl: database.url,
      dataDir: world.dataDir,
      crmUrls: [crm.url],
    });
    const back = movedTo(restored, ours);
    expect(await outcomeOf(restored, ours)).not.toEqual(expected);
    const { id } = await back.send(startSync, { params: { connection: sync.connection }, body: {} });
    expect(await finished(back, id)).toMatchObject({ status: "done", mode: "incremental", counts: since });
    expect(await outcomeOf(restored, ours)).toEqual(expected);
    expect(await twice(restored, ours)).toEqual([]);
    await restored.stop();
  });
});
