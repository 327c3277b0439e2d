import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { backUp } from "#platform/backup/backup.ts";
import { restore } from "#platform/backup/restore.ts";
import { call, type Caller } from "#platform/http/call.ts";
import { startSync } from "#sync/run/run.api.ts";
import { freshDatabase } from "../support/database.ts";
import {
  addRecords,
  age,
  changeRecord,
  customerNamed,
  deleteRecords,
  finished,
  outcomeOf,
  startSyncing,
  twice,
} from "../support/sync-world.ts";
import { accountsOf } from "../support/two-way.ts";
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

  test("fault 69 when a record was made in the CRM since, then it is known by its mark, linked and not made again", async () => {
    const home = await startWorld({ crmUrls: [crm.url] });
    const [theirs, ours] = [await crm.organization("Their Globex"), await home.organization("Our Globex")];
    const choice = { module: "accounts", extent: "two-way", crmOf: theirs, crmUrl: crm.url } as const;
    const sync = await startSyncing(ours, choice);
    expect(await sync.run()).toMatchObject({ status: "done" });
    const body = { display_name: "Globex", company_name: "Globex", currency_code: "USD" };
    await ours.send(createCustomer, { body });
    const file = join(home.dataDir, "globex.backup");
    const now = home.system.deps.clock.now();
    await backUp({ databaseUrl: home.databaseUrl, file, masterKeyId: "own", now });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 1 } });
    const made = (await accountsOf(theirs, "Phone"))["Globex"] ?? [];
    await changeRecord(theirs, "Accounts", String(made[0]?.["id"]), { Phone: "+1 9" });

    const other = await freshDatabase();
    await restore({ databaseUrl: other.url, file, force: false });
    const restored = await startWorld({
      databaseUrl: other.url,
      dataDir: home.dataDir,
      crmUrls: [crm.url],
    });
    const back = movedTo(restored, ours);
    const { id } = await back.send(startSync, { params: { connection: sync.connection }, body: {} });
    expect(await finished(back, id)).toMatchObject({ status: "done", counts: { failed: 0 } });
    expect((await accountsOf(theirs, "Phone"))["Globex"]).toMatchObject([{ Phone: "+1 9" }]);
    expect(await customerNamed(back, "Globex")).toMatchObject({ phone: "+1 9" });
    expect(await twice(restored, ours)).toEqual([]);
    await restored.stop();
    await home.stop();
    await other.drop();
  });
});
