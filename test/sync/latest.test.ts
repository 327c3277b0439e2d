import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addContactPerson, editContactPerson } from "#billing/customer/contact-person.api.ts";
import { type ConflictView, listConflicts } from "#sync/conflict/conflict.api.ts";
import { type CrmProxy, startCrmProxy } from "../faults/crm-proxy.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  query,
  startSyncing,
  type Sync,
} from "../support/sync-world.ts";
import { account, change, withAcme } from "../support/two-way.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { json } from "../zoho/faulty-crm.ts";

let world: World;
let proxy: CrmProxy;
beforeAll(async () => {
  world = await startWorld();
  proxy = await startCrmProxy(world.url);
});
afterAll(async () => {
  await proxy.close();
  await world.stop();
});

type Scene = { sync: Sync; organization: Organization; acme: string };

/** Acme linked both ways, and the phone changed in billing and then, within a second, in the CRM. */
async function withBothChanged(name: string, choice: Parameters<typeof withAcme>[2] = {}): Promise<Scene> {
  proxy.heal();
  const scene = await withAcme(world, name, {
    conflicts: "latest",
    crmUrl: proxy.url,
    ...choice,
  });
  await change(scene.organization, "Acme", { phone: "+1 555 2" });
  await changeRecord(scene.organization, "Accounts", scene.acme, { Phone: "+1 555 3" });
  proxy.heard.length = 0;
  return scene;
}

/** Makes what a side's history tells of an organization look as if it had happened a minute earlier. */
async function aMinuteEarlier(
  { organization }: Scene,
  side: "crm_timeline" | "customer_event",
): Promise<void> {
  await query(world, `update ${side} set at = at - interval '1 minute' where organization_id = $1`, [
    organization.id,
  ]);
}

async function phones({ organization, acme }: Scene): Promise<{ crm: unknown; billing: unknown }> {
  const { Phone: crm } = await account(organization, acme);
  return { crm, billing: (await customerNamed(organization, "Acme")).phone };
}

async function open({ organization }: Scene): Promise<ConflictView[]> {
  return (await organization.send(listConflicts, { query: { state: "open" } })).items;
}

const timelinesRead = (): number => proxy.heard.filter(({ path }) => path.includes("__timeline")).length;

const aTime = expect.stringMatching(/^\d{4}-.*Z$/) as string;

describe("F82 given both ways, the latest change wins, and a field that both sides changed", () => {
  test("when the CRM's change is the later one, then billing takes it, and the history has the other value and both times", async () => {
    const scene = await withBothChanged("CRM later");
    await aMinuteEarlier(scene, "customer_event");
    await change(scene.organization, "Acme", { fax: "+1 555 8" });
    const run = await scene.sync.run();
    expect(run).toMatchObject({ status: "done", error: null, counts: { conflicts: 0, failed: 0 } });
    expect(await phones(scene)).toEqual({ crm: "+1 555 3", billing: "+1 555 3" });
    expect(await account(scene.organization, scene.acme)).toMatchObject({ Fax: "+1 555 8" });
    const told = (await scene.sync.records(run)).find(({ side }) => side === "billing");
    expect(told).toMatchObject({
      outcome: "updated",
      reason: "conflict.latest",
      changes: [{ field: "phone", from: "+1 555 2", to: "+1 555 3" }],
      facts: { decided: [{ field: "phone", take: "crm", crm_at: aTime, billing_at: aTime }] },
    });
    expect(await open(scene)).toEqual([]);
    expect(timelinesRead()).toBe(1);
    expect(await scene.sync.run()).toMatchObject({ counts: { updated: 0 } });
  });

  test("when billing's change is the later one, then the CRM takes it, and the history has the other value and both times", async () => {
    const scene = await withBothChanged("Billing later");
    await aMinuteEarlier(scene, "crm_timeline");
    const run = await scene.sync.run();
    expect(run).toMatchObject({ status: "done", error: null, counts: { conflicts: 0, failed: 0 } });
    expect(await phones(scene)).toEqual({ crm: "+1 555 2", billing: "+1 555 2" });
    expect(await scene.sync.records(run)).toMatchObject([
      {
        side: "crm",
        outcome: "updated",
        reason: "conflict.latest",
        changes: [{ field: "phone", from: "+1 555 3", to: "+1 555 2" }],
        facts: { decided: [{ field: "phone", take: "billing", crm_at: aTime, billing_at: aTime }] },
      },
    ]);
    expect(await open(scene)).toEqual([]);
  });

  test("when nobody hears that the CRM took billing's, then it is told so once it is seen, and not of what comes after", async () => {
    const scene = await withBothChanged("Billing later, unheard");
    const { sync, organization, acme } = scene;
    await aMinuteEarlier(scene, "crm_timeline");
    let sent = 0;
    proxy.edit(/^PUT/, (text) => ((sent += 1) === 1 ? text.slice(0, text.length / 2) : text));
    // What was written cannot be read any more in this run.
    const refused = json(403, { code: "NO_PERMISSION", message: "no", status: "error", details: {} });
    proxy.before(/^PUT/, async () => void proxy.fault(/^GET .*[?&]ids=/, refused));
    expect(await sync.run()).toMatchObject({ status: "failed" });
    proxy.heal();
    // What both sides change after it is another conflict, with another winner.
    await change(organization, "Acme", { phone: "+1 555 4" });
    await aMinuteEarlier(scene, "customer_event");
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 5" });
    await change(organization, "Acme", { fax: "+1 555 8" });
    const run = await sync.run();
    expect(await phones(scene)).toEqual({ crm: "+1 555 5", billing: "+1 555 5" });
    const told = await sync.records(run);
    expect(told.filter(({ facts }) => "decided" in facts)).toMatchObject([
      {
        ...{ side: "billing", changes: [{ field: "phone", from: "+1 555 4", to: "+1 555 5" }] },
        facts: { decided: [{ field: "phone", take: "crm" }] },
      },
      {
        ...{ side: "crm", changes: [{ field: "phone", from: "+1 555 3", to: "+1 555 2" }] },
        facts: { decided: [{ field: "phone", take: "billing" }] },
      },
    ]);
  });

  test("when the changes are within seconds of each other, then a person is asked, once", async () => {
    const scene = await withBothChanged("Too close");
    const run = await scene.sync.run();
    expect(run).toMatchObject({
      status: "done",
      error: null,
      counts: { conflicts: 1, updated: 0, failed: 0 },
    });
    expect(await phones(scene)).toEqual({ crm: "+1 555 3", billing: "+1 555 2" });
    expect(await open(scene)).toMatchObject([{ field: "phone", crm: { value: "+1 555 3" } }]);
    proxy.heard.length = 0;
    expect(await scene.sync.run({ full: true })).toMatchObject({ counts: { conflicts: 0, updated: 0 } });
    expect(await open(scene)).toHaveLength(1);
    expect(timelinesRead()).toBe(0);
  });

  test("when the CRM refuses its timeline, then a person is asked", async () => {
    const scene = await withBothChanged("Timeline refused");
    await aMinuteEarlier(scene, "customer_event");
    const refused = { code: "NO_PERMISSION", details: {}, message: "permission denied", status: "error" };
    proxy.fault(/GET .*__timeline/, json(403, refused));
    expect(await scene.sync.run()).toMatchObject({ status: "done", error: null, counts: { conflicts: 1 } });
    expect(await phones(scene)).toEqual({ crm: "+1 555 3", billing: "+1 555 2" });
    expect(await open(scene)).toHaveLength(1);
  });

  test("when billing's value came past its timeline, then a person is asked, and no timeline of the CRM is read", async () => {
    const scene = await withBothChanged("No history");
    await query(world, "delete from customer_event where organization_id = $1", [scene.organization.id]);
    expect(await scene.sync.run()).toMatchObject({ counts: { conflicts: 1 } });
    expect(await open(scene)).toHaveLength(1);
    expect(timelinesRead()).toBe(0);
  });

  test("when it waits for a person and the set-up goes over to the latest change, then that decides it", async () => {
    const scene = await withBothChanged("Asked before", { conflicts: "ask" });
    await scene.sync.run();
    expect(await open(scene)).toHaveLength(1);
    await aMinuteEarlier(scene, "customer_event");
    await scene.sync.configure({ conflicts: "latest" });
    expect(await scene.sync.run({ full: true })).toMatchObject({ counts: { conflicts: 0, updated: 1 } });
    expect(await phones(scene)).toEqual({ crm: "+1 555 3", billing: "+1 555 3" });
    expect(await open(scene)).toEqual([]);
  });

  test("when it waits and a preview is made under the latest change, then that shows who wins, and does so when approved", async () => {
    const scene = await withBothChanged("Previewed", { conflicts: "ask" });
    await scene.sync.run();
    await aMinuteEarlier(scene, "crm_timeline");
    await scene.sync.configure({ conflicts: "latest" });
    const preview = await scene.sync.preview();
    const shown = {
      side: "crm",
      outcome: "updated",
      reason: "conflict.latest",
      changes: [{ field: "phone", from: "+1 555 3", to: "+1 555 2" }],
    };
    expect(await scene.sync.records(preview)).toMatchObject([shown]);
    expect(await open(scene)).toHaveLength(1);
    const run = await scene.sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", counts: { held: 0, conflicts: 0 } });
    expect(await scene.sync.records(run)).toMatchObject([shown]);
    expect(await phones(scene)).toEqual({ crm: "+1 555 2", billing: "+1 555 2" });
    expect(await open(scene)).toEqual([]);
  });

  test("when the CRM's change is the later one and it is previewed, then billing takes it by that approval", async () => {
    const scene = await withBothChanged("Previewed anew", { conflicts: "ask" });
    await scene.sync.run();
    await aMinuteEarlier(scene, "customer_event");
    await scene.sync.configure({ conflicts: "latest" });
    const preview = await scene.sync.preview();
    const shown = {
      side: "billing",
      outcome: "updated",
      reason: "conflict.latest",
      changes: [{ field: "phone", from: "+1 555 2", to: "+1 555 3" }],
    };
    expect(preview).toMatchObject({ status: "done", counts: { updated: 1, conflicts: 0 } });
    expect(await scene.sync.records(preview)).toMatchObject([shown]);
    const run = await scene.sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", counts: { updated: 1, held: 0 } });
    expect(await scene.sync.records(run)).toMatchObject([shown]);
    expect(await phones(scene)).toEqual({ crm: "+1 555 3", billing: "+1 555 3" });
  });

  test("when nothing goes to the CRM, then the CRM's value is taken as ever, and no timeline is read", async () => {
    const scene = await withBothChanged("One way", { extent: "one-way" });
    await aMinuteEarlier(scene, "crm_timeline");
    expect(await scene.sync.run()).toMatchObject({ counts: { updated: 1, conflicts: 0 } });
    expect(await phones(scene)).toEqual({ crm: "+1 555 3", billing: "+1 555 3" });
    expect(timelinesRead()).toBe(0);
  });
});

test("F82 given a contact person whose phone both sides changed, when billing's change is the later one, then the contact takes it", async () => {
  proxy.heal();
  const organization = await world.organization("Persons");
  const [akamai = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Akamai" }]);
  const [boney = ""] = await addRecords(organization, "Contacts", [
    { First_Name: "Boney", Last_Name: "Miles", Phone: "+1 1", Account_Name: { id: akamai } },
  ]);
  const sync = await startSyncing(organization, {
    module: "accounts-and-contacts",
    extent: "two-way",
    conflicts: "latest",
  });
  await sync.run();
  const { id, contact_persons: persons } = await customerNamed(organization, "Akamai");
  const [person] = persons;
  if (!person) throw new Error("the customer has no contact person");
  await organization.send(addContactPerson, {
    params: { customer: id },
    body: { last_name: "Other", phone: "+1 9" },
  });
  await organization.send(editContactPerson, {
    params: { person: person.id },
    body: { phone: "+1 2" },
  });
  await changeRecord(organization, "Contacts", boney, { Phone: "+1 3" });
  await aMinuteEarlier({ organization, sync, acme: akamai }, "crm_timeline");
  expect(await sync.run()).toMatchObject({ status: "done", counts: { conflicts: 0, failed: 0 } });
  const { body } = await organization.crm("GET", `/Contacts/${boney}`);
  expect(body.data[0]).toMatchObject({ Phone: "+1 2" });
});
