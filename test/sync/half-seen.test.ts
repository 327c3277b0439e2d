import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkCredentials } from "#sync/connection/connection.api.ts";
import { examineConnection } from "#sync/doctor/doctor.api.ts";
import { addCrmUser, type CrmUser } from "../support/crm-setup.ts";
import {
  addRecords,
  age,
  changeRecord,
  customerNamed,
  customersOf,
  deleteRecords,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { change } from "../support/two-way.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

/** Two accounts that are synced both ways by an administrator, who then is one no more and sees one of them. */
async function withHalfSeen(
  name: string,
): Promise<{ organization: Organization; sync: Sync; user: CrmUser; seen: string; hidden: string }> {
  const organization = await world.organization(name);
  const user = await addCrmUser(organization, "Syncer");
  const [seen = "", hidden = ""] = await addRecords(organization, "Accounts", [
    { Account_Name: "Seen", Owner: { id: user.id } },
    { Account_Name: "Hidden" },
  ]);
  await age(world, organization);
  const sync = await startSyncing(organization, { module: "accounts", extent: "two-way", crmUser: user });
  expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 2 } });
  const { body } = await organization.crm("GET", "/settings/profiles");
  const profile = body.profiles?.find((one) => one.name === "Standard")?.id;
  await organization.crm("PUT", `/users/${user.id}`, { users: [{ profile }] });
  await share(organization, "private");
  return { organization, sync, user, seen, hidden };
}

async function share(organization: Organization, share_type: "private" | "public"): Promise<void> {
  const data_sharing = [{ module: { api_name: "Accounts" }, share_type }];
  expect((await organization.crm("PUT", "/settings/data_sharing", { data_sharing })).status).toBe(200);
}

const statesOf = async (sync: Sync): Promise<string[]> =>
  (await sync.links()).map(({ name, state }) => `${name} ${state}`).toSorted();

describe("B20 given a connection whose CRM user sees only some of the records any more", () => {
  test("when it runs, by changes and in full, then no record that is not seen counts as deleted or as out of the view", async () => {
    const { organization, sync, seen } = await withHalfSeen("Half seen");
    await changeRecord(organization, "Accounts", seen, { Phone: "+1 555 0101" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
    const full = await sync.run({ full: true });
    expect(full).toMatchObject({ status: "done", counts: { out_of_view: 0, deleted_in_crm: 0 } });
    expect(await statesOf(sync)).toEqual(["Hidden linked", "Seen linked"]);
    expect(await customersOf(organization)).toHaveLength(2);
    expect(await customerNamed(organization, "Hidden")).toMatchObject({ status: "active", linked: true });
  });

  test("when billing changes the customer of a hidden record, then the change waits and no link ends; seen again, it arrives", async () => {
    const { organization, sync, hidden } = await withHalfSeen("Half seen, outward");
    await change(organization, "Hidden", { phone: "+1 555 0102" });
    await sync.run();
    expect(await statesOf(sync)).toContainEqual("Hidden linked");
    await share(organization, "public");
    await sync.run({ full: true });
    const { body } = await organization.crm("GET", `/Accounts/${hidden}`);
    expect(body.data[0]).toMatchObject({ Phone: "+1 555 0102" });
  });

  test("when a record that is seen is deleted, then that is known as ever", async () => {
    const { organization, sync, seen } = await withHalfSeen("Half seen, deleted");
    await deleteRecords(organization, "Accounts", [seen]);
    await sync.run();
    expect(await statesOf(sync)).toEqual(["Hidden linked", "Seen deleted_in_crm"]);
  });

  test("when it is connected or examined, then it is told which modules are seen in part, and what to do", async () => {
    const { organization, sync, user } = await withHalfSeen("Half seen, told");
    const credentials = { kind: "zsc" as const, email: user.email, zsc_key: user.zscKey };
    const { checks } = await organization.send(checkCredentials, { body: credentials });
    const told = {
      what: expect.stringContaining("Accounts are private in the CRM") as string,
      remedy: expect.stringContaining("Setup > Data sharing") as string,
    };
    expect(checks).toContainEqual({ name: "modules", state: "warned", ...told });
    const { findings, healthy } = await organization.send(examineConnection, {
      params: { connection: sync.connection },
    });
    expect(findings).toContainEqual(expect.objectContaining({ check: "access", state: "warned", ...told }));
    expect(healthy).toBe(true);
    await share(organization, "public");
    const again = await organization.send(checkCredentials, { body: credentials });
    expect(again.checks.find(({ name }) => name === "modules")?.state).toBe("passed");
  });
});
