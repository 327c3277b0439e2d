import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addContactPerson, editContactPerson } from "#billing/customer/contact-person.api.ts";
import { getConflict, listConflicts, resolveConflicts } from "#sync/conflict/conflict.api.ts";
import type { ConflictView } from "#sync/conflict/conflict.api.ts";
import { customerStory } from "#sync/story/story.api.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  deleteRecords,
  fingerprint,
  finished,
  query,
  type Sync,
} from "../support/sync-world.ts";
import { change, withAcme } from "../support/two-way.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

/** Whom the tests act as: the owner, by an API key of this name. */
const person = "owner key";

type Scene = { sync: Sync; organization: Organization; acme: string };

/** An organization whose account Acme is linked both ways, and where a person decides. */
const askingWithAcme = (name: string): Promise<Scene> => withAcme(world, name, { conflicts: "ask" });

/** The same, with a phone number that both sides have changed, and a run that has found it. */
async function withConflict(name: string): Promise<Scene & { conflict: ConflictView }> {
  const scene = await askingWithAcme(name);
  await changeBoth(scene);
  await scene.sync.run();
  const [conflict] = await open(scene.organization);
  if (!conflict) throw new Error("there is no conflict");
  return { ...scene, conflict };
}

async function changeBoth({ organization, acme }: Scene): Promise<void> {
  await change(organization, "Acme", { phone: "+1 555 2" });
  await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 3" });
}

async function open(organization: Organization, state = "open"): Promise<ConflictView[]> {
  return (await organization.send(listConflicts, { query: { state } })).items;
}

async function phones({ organization, acme }: Scene): Promise<{ crm: unknown; billing: unknown }> {
  const { body } = await organization.crm("GET", `/Accounts/${acme}`);
  return {
    crm: body.data[0]?.["Phone"],
    billing: (await customerNamed(organization, "Acme")).phone,
  };
}

function decide(
  organization: Organization,
  { id, version }: ConflictView,
  take: "crm" | "billing" | "value",
  value?: string,
) {
  const own = value === undefined ? {} : { value };
  return organization.send(resolveConflicts, {
    body: { decisions: [{ conflict: id, take, ...own, version }] },
  });
}

describe("B2 B3 F82 given a connection that asks, and a field that both sides changed", () => {
  test("when a run finds it, then both values stay and wait, with who and when; the other fields are synced", async () => {
    const scene = await askingWithAcme("Found");
    const { sync, organization, acme } = scene;
    await change(organization, "Acme", { phone: "+1 555 2" });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 3", Billing_City: "Hamburg" });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", error: null, counts: { conflicts: 1, failed: 0 } });
    expect(await phones(scene)).toEqual({ crm: "+1 555 3", billing: "+1 555 2" });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ billing_address: { city: "Hamburg" } });
    expect(await open(organization)).toMatchObject([
      {
        field: "phone",
        label: "Phone",
        name: "Acme",
        base: { value: "+1 555 1" },
        crm: { value: "+1 555 3", by: organization.owner.name, at: expect.any(String) as string },
        billing: {
          value: "+1 555 2",
          by: person,
          at: expect.any(String) as string,
        },
        state: "open",
        opened_by: run.id,
      },
    ]);
    expect(await sync.records(run, { outcome: "conflicts" })).toMatchObject([
      {
        reason: "conflict.asked",
        explanation: expect.stringContaining("a person decides") as string,
        facts: { asked: [{ field: "phone", base: "+1 555 1", crm: "+1 555 3", billing: "+1 555 2" }] },
        changes: [{ field: "billing_city", from: "Berlin", to: "Hamburg" }],
      },
    ]);
    expect((await sync.view()).counts).toMatchObject({ conflicts: 1, linked: 1 });
  });

  test("when a contact person is given the same value, then billing's side is still that of whoever changed the customer", async () => {
    const { organization, conflict } = await withConflict("Namesake");
    const { id } = await customerNamed(organization, "Acme");
    const added = await organization.send(addContactPerson, {
      params: { customer: id },
      body: { last_name: "Miles" },
    });
    await organization.send(editContactPerson, { params: { person: added.id }, body: { phone: "+1 555 2" } });
    expect((await open(organization))[0]?.billing).toEqual(conflict.billing);
  });

  test("when runs find it again, then they write and tell nothing", async () => {
    const scene = await withConflict("Again");
    const { sync, organization } = scene;
    await sync.run({ full: true });
    const before = {
      rows: await conflictRows(organization),
      business: await fingerprint(world, organization),
    };
    const again = await sync.run({ full: true });
    expect(again).toMatchObject({ status: "done", counts: { conflicts: 0, unchanged: 1 } });
    expect(await sync.records(again)).toEqual([]);
    expect({
      rows: await conflictRows(organization),
      business: await fingerprint(world, organization),
    }).toEqual(before);
  });

  test("when a side changes once more, then the same conflict shows the new value; when the sides agree, it is over", async () => {
    const scene = await withConflict("Moving");
    const { sync, organization, acme, conflict } = scene;
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 4" });
    await sync.run();
    expect(await open(organization)).toMatchObject([
      { id: conflict.id, version: conflict.version + 1, crm: { value: "+1 555 4" } },
    ]);
    await change(organization, "Acme", { phone: "+1 555 4" });
    await sync.run();
    expect(await open(organization)).toEqual([]);
    expect(await open(organization, "settled")).toMatchObject([
      { id: conflict.id, settled: { why: "alone" } },
    ]);
  });

  test("when a preview is made, then it counts and shows the conflict and writes nothing", async () => {
    const scene = await askingWithAcme("Preview");
    await changeBoth(scene);
    const preview = await scene.sync.preview();
    expect(preview).toMatchObject({ status: "done", counts: { conflicts: 1 } });
    expect(await scene.sync.records(preview, { outcome: "conflicts" })).toMatchObject([
      { reason: "conflict.asked" },
    ]);
    expect(await open(scene.organization)).toEqual([]);
    await scene.sync.run();
    expect(await open(scene.organization)).toHaveLength(1);
    expect(await scene.sync.preview()).toMatchObject({ counts: { conflicts: 1 } });
  });

  test("when the record is deleted in the CRM, then nothing is left to decide", async () => {
    const { sync, organization, acme } = await withConflict("Deleted");
    await deleteRecords(organization, "Accounts", [acme]);
    await sync.run();
    expect(await open(organization)).toEqual([]);
    expect(await open(organization, "settled")).toMatchObject([{ settled: { why: "apart" } }]);
  });

  test("when the set-up says that the CRM wins from now on, then the next run takes its value", async () => {
    const scene = await withConflict("Other policy");
    await scene.sync.configure({ conflicts: "crm" });
    await scene.sync.run();
    expect(await phones(scene)).toEqual({ crm: "+1 555 3", billing: "+1 555 3" });
    expect(await open(scene.organization)).toEqual([]);
  });
});

describe("B3 F82 given a conflict that waits", () => {
  test.each([
    ["crm", "+1 555 3"],
    ["billing", "+1 555 2"],
  ] as const)(
    "when somebody takes the value of %s, then a run starts and both sides have it, and it is told who decided",
    async (take, value) => {
      const scene = await withConflict(`Take ${take}`);
      const { sync, organization, conflict } = scene;
      const { items, runs } = await decide(organization, conflict, take);
      expect(items).toMatchObject([{ state: "decided", decision: { take, by: person } }]);
      const run = await finished(organization, runs[0] ?? "");
      expect(run).toMatchObject({ status: "done", error: null, counts: { updated: 1, conflicts: 0 } });
      expect(await phones(scene)).toEqual({ crm: value, billing: value });
      expect(await sync.records(run)).toMatchObject([
        {
          side: take === "crm" ? "billing" : "crm",
          reason: "conflict.decided",
          facts: { decided: [{ field: "phone", take, by: person }] },
          changes: [{ field: "phone", to: value }],
        },
      ]);
      const settled = await organization.send(getConflict, { params: { conflict: conflict.id } });
      expect(settled).toMatchObject({
        state: "settled",
        settled: { why: "decided" },
        crm: { value: "+1 555 3" },
        billing: { value: "+1 555 2" },
      });
      expect(
        await query(world, "select action, details->>'take' as take from audit_log where subject_id = $1", [
          conflict.id,
        ]),
      ).toEqual([{ action: "conflict.decided", take }]);
      await sync.run();
      expect(await phones(scene)).toEqual({ crm: value, billing: value });
    },
  );

  test("when somebody gives a value of their own, then both sides get it, and both old ones stay on record", async () => {
    const scene = await withConflict("Third");
    const { sync, organization, conflict } = scene;
    const { id: customer } = await customerNamed(organization, "Acme");
    const { items, runs } = await decide(organization, conflict, "value", " +1 555 7 ");
    expect(items).toMatchObject([
      { state: "decided", decision: { take: "value", value: "+1 555 7", by: person } },
    ]);
    const run = await finished(organization, runs[0] ?? "");
    expect(run).toMatchObject({ status: "done", error: null, counts: { updated: 1, conflicts: 0 } });
    expect(await phones(scene)).toEqual({ crm: "+1 555 7", billing: "+1 555 7" });
    expect(await sync.records(run)).toMatchObject([
      {
        side: "crm",
        reason: "conflict.decided",
        changes: [{ field: "phone", from: "+1 555 3", to: "+1 555 7" }],
      },
    ]);
    expect(await organization.send(getConflict, { params: { conflict: conflict.id } })).toMatchObject({
      ...{ state: "settled", settled: { why: "decided" }, decision: { take: "value", value: "+1 555 7" } },
      ...{ crm: { value: "+1 555 3" }, billing: { value: "+1 555 2" } },
    });
    const { entries } = await organization.send(customerStory, { params: { customer, field: "phone" } });
    expect(entries.map(({ what }) => what)).toEqual(["sent", "edited", "conflict", "edited", "synced"]);
    expect(entries[2]?.words).toContain(`${person} decided that a value of their own is taken`);
    expect(
      await query(
        world,
        "select details->>'take' as take, details->>'value' as value from audit_log where subject_id = $1",
        [conflict.id],
      ),
    ).toEqual([{ take: "value", value: "+1 555 7" }]);
    const before = await fingerprint(world, organization);
    await sync.run({ full: true });
    expect(await fingerprint(world, organization)).toEqual(before);
  });

  test("when the value of their own is none for the field, or is missing, or comes with a side, then nothing is changed", async () => {
    const scene = await withConflict("Bad third");
    const { organization, conflict } = scene;
    const before = await fingerprint(world, organization);
    await expect(decide(organization, conflict, "value", "call me")).rejects.toMatchObject({
      view: { code: "request.invalid", details: { fields: [{ path: "decisions.0.value" }] } },
    });
    await expect(decide(organization, conflict, "value")).rejects.toMatchObject({
      view: { code: "request.invalid", details: { fields: [{ path: "decisions.0.value" }] } },
    });
    await expect(decide(organization, conflict, "crm", "+1 555 7")).rejects.toMatchObject({
      view: { code: "request.invalid", details: { fields: [{ path: "decisions.0.value" }] } },
    });
    expect(await fingerprint(world, organization)).toEqual(before);
    expect(await open(organization)).toHaveLength(1);
  });

  test("when a contact person's value is given, then the contact gets it", async () => {
    const { sync, organization, acme } = await withAcme(world, "Third person", {
      ...{ conflicts: "ask", module: "accounts-and-contacts" },
    });
    const [contact = ""] = await addRecords(organization, "Contacts", [
      { Last_Name: "Miles", Phone: "+1 555 1", Account_Name: { id: acme } },
    ]);
    await sync.run();
    const [miles] = (await customerNamed(organization, "Acme")).contact_persons;
    await organization.send(editContactPerson, {
      params: { person: miles?.id ?? "" },
      body: { phone: "+1 555 2" },
    });
    await changeRecord(organization, "Contacts", contact, { Phone: "+1 555 3" });
    await sync.run();
    const [conflict] = await open(organization);
    if (!conflict) throw new Error("there is no conflict");
    const { runs } = await decide(organization, conflict, "value", "+1 555 7");
    await finished(organization, runs[0] ?? "");
    const { body } = await organization.crm("GET", `/Contacts/${contact}`);
    expect(body.data[0]?.["Phone"]).toBe("+1 555 7");
    expect((await customerNamed(organization, "Acme")).contact_persons).toMatchObject([
      { phone: "+1 555 7" },
    ]);
  });

  test("when it is decided twice, then the second decision is refused and changes nothing", async () => {
    const scene = await withConflict("Twice");
    const { organization, conflict } = scene;
    const { runs } = await decide(organization, conflict, "crm");
    await expect(decide(organization, conflict, "billing")).rejects.toMatchObject({
      view: { code: "conflict.decided" },
    });
    await finished(organization, runs[0] ?? "");
    expect(await phones(scene)).toEqual({ crm: "+1 555 3", billing: "+1 555 3" });
  });

  test("when billing's value has changed since, or the conflict has, then the decision is refused and changes nothing", async () => {
    const scene = await withConflict("Stale");
    const { sync, organization, acme, conflict } = scene;
    await change(organization, "Acme", { phone: "+1 555 9" });
    const before = await conflictRows(organization);
    await expect(decide(organization, conflict, "crm")).rejects.toMatchObject({
      view: { code: "conflict.changed" },
    });
    expect(await conflictRows(organization)).toEqual(before);
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 8" });
    await sync.run();
    await expect(decide(organization, conflict, "crm")).rejects.toMatchObject({
      view: { code: "conflict.changed" },
    });
    const [now] = await open(organization);
    if (!now) throw new Error("the conflict is gone");
    const { runs } = await decide(organization, now, "crm");
    await finished(organization, runs[0] ?? "");
    expect(await phones(scene)).toEqual({ crm: "+1 555 8", billing: "+1 555 8" });
  });

  test("when the loser's side changes between the decision and the run, then it is asked again, and nothing is overwritten", async () => {
    const scene = await withConflict("Too late");
    const { sync, organization, acme, conflict } = scene;
    await sync.configure({ match_keys: ["name"] });
    expect(await decide(organization, conflict, "billing")).toMatchObject({ runs: [] });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 7" });
    await sync.run();
    expect(await phones(scene)).toEqual({ crm: "+1 555 7", billing: "+1 555 2" });
    expect(await open(organization)).toMatchObject([{ crm: { value: "+1 555 7" } }]);
    expect(await open(organization, "settled")).toMatchObject([
      { id: conflict.id, settled: { why: "changed" } },
    ]);
  });

  test("when the set-up changes, and a preview of the decision is approved, then the run does what it showed", async () => {
    const scene = await withConflict("Previewed");
    const { sync, organization, conflict } = scene;
    await sync.configure({ conflicts: "billing" });
    expect(await decide(organization, conflict, "crm")).toMatchObject({ runs: [] });
    const preview = await sync.preview();
    const decided = {
      side: "billing",
      outcome: "updated",
      reason: "conflict.decided",
      facts: { decided: [{ field: "phone", take: "crm", by: person }] },
    };
    expect(await sync.records(preview)).toMatchObject([decided]);
    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", counts: { updated: 1, held: 0 } });
    expect(await sync.records(run)).toMatchObject([decided]);
    expect(await phones(scene)).toEqual({ crm: "+1 555 3", billing: "+1 555 3" });
    expect(await open(organization, "settled")).toMatchObject([{ settled: { why: "decided" } }]);
  });

  test("when another field changes and a preview is approved, then that is done, and the conflict waits on", async () => {
    const scene = await withConflict("Beside");
    const { sync, organization, acme } = scene;
    await changeRecord(organization, "Accounts", acme, { Billing_City: "Hamburg" });
    const preview = await sync.preview();
    expect(await sync.records(preview)).toMatchObject([
      { outcome: "conflicts", reason: "conflict.asked", changes: [{ field: "billing_city" }] },
    ]);
    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", counts: { updated: 1, held: 0 } });
    expect(await customerNamed(organization, "Acme")).toMatchObject({ billing_address: { city: "Hamburg" } });
    expect(await open(organization)).toHaveLength(1);
  });

  test("when the winner's side changes after the preview, then the record is held, and told and counted once", async () => {
    const scene = await withConflict("Held once");
    const { sync, organization, acme, conflict } = scene;
    await sync.configure({ conflicts: "billing" });
    await decide(organization, conflict, "crm");
    const preview = await sync.preview();
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 7" });
    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", counts: { updated: 0, held: 1 } });
    expect(await sync.records(run)).toMatchObject([{ outcome: "held", reason: "preview.differs" }]);
    expect(await phones(scene)).toEqual({ crm: "+1 555 7", billing: "+1 555 2" });
    const again = await sync.run({ preview: (await sync.preview()).id, exclude: [acme] });
    expect(again).toMatchObject({ status: "done", counts: { updated: 0, skipped: 1 } });
    expect(await sync.records(again)).toMatchObject([{ reason: "preview.excluded" }]);
  });

  test("when many are decided and one cannot be, then none is", async () => {
    const scene = await askingWithAcme("Many");
    const { sync, organization, acme } = scene;
    await change(organization, "Acme", { phone: "+1 555 2", billing_address: { city: "Bonn" } });
    await changeRecord(organization, "Accounts", acme, { Phone: "+1 555 3", Billing_City: "Kiel" });
    await sync.run();
    const both = await open(organization);
    expect(both.map((one) => one.field).toSorted()).toEqual(["billing_city", "phone"]);
    const decisions = both.map(({ id, version }) => ({ conflict: id, take: "crm" as const, version }));
    await expect(
      organization.send(resolveConflicts, {
        body: { decisions: decisions.map((one, at) => (at === 1 ? { ...one, version: 99 } : one)) },
      }),
    ).rejects.toMatchObject({ view: { code: "conflict.changed" } });
    expect(await open(organization)).toHaveLength(2);
    const { runs } = await organization.send(resolveConflicts, { body: { decisions } });
    await finished(organization, runs[0] ?? "");
    expect(await open(organization)).toEqual([]);
    expect(await customerNamed(organization, "Acme")).toMatchObject({
      phone: "+1 555 3",
      billing_address: { city: "Kiel" },
    });
  });
});

async function conflictRows(organization: Organization): Promise<unknown[]> {
  return query(
    world,
    "select c.xmin::text, c.* from sync_conflict c where organization_id = $1 order by id",
    [organization.id],
  );
}
