import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, editCustomer } from "#billing/customer/customer.api.ts";
import { startSync } from "#sync/run/run.api.ts";
import {
  addRecords,
  age,
  changeRecord,
  customerNamed,
  customersOf,
  deleteRecords,
  fingerprint,
  peopleByCustomer,
  query,
  startSyncing,
  twice,
} from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

/** Something of everything: new, matching, twice the same, without account, without name. */
async function mixture(name: string): Promise<{ organization: Organization; accounts: string[] }> {
  const organization = await world.organization(name);
  for (const body of [
    { display_name: "Match", phone: "+49 1" },
    { display_name: "Pair" },
    { display_name: "PAIR" },
  ])
    await organization.send(createCustomer, { body });
  const accounts = await addRecords(
    organization,
    "Accounts",
    ["Match", "Pair", "Pair", "New", "Other"].map((Account_Name, at) => ({
      Account_Name,
      Phone: `+1 55${at}`,
    })),
  );
  await addRecords(organization, "Contacts", [
    ...accounts.map((id, at) => ({
      First_Name: "Person",
      Last_Name: String(at),
      Email: `p${at}@example.com`,
      Account_Name: { id },
    })),
    { Last_Name: "Twin", Email: "p0@example.com", Account_Name: { id: accounts[0] } },
    { Last_Name: "Alone" },
  ]);
  return { organization, accounts };
}

describe("F85 B1 given a preview", () => {
  test("when it is approved on unchanged data, then the run has the same counts, and each record the same plan", async () => {
    const { organization } = await mixture("Previews");
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    const before = await fingerprint(world, organization);
    const preview = await sync.preview();
    expect(preview).toMatchObject({ status: "done", kind: "preview", counts: { fetched: 12, held: 0 } });
    expect(await fingerprint(world, organization)).toEqual(before);
    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", kind: "import", approved_preview: preview.id });
    expect(run.counts).toEqual(preview.counts);
    const told = async (id: string) =>
      (await sync.records(id)).map(({ crm_id, outcome, reason, changes }) => ({
        crm_id,
        outcome,
        reason,
        changes,
      }));
    expect(await told(run.id)).toEqual(await told(preview.id));
    expect(await twice(world, organization)).toEqual([]);
  });

  test("when records change on either side before the run, then those are held, the rest is done, and the next run takes them up", async () => {
    const { organization, accounts } = await mixture("Holds");
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    const preview = await sync.preview();
    await changeRecord(organization, "Accounts", accounts[3] ?? "", { Phone: "+1 999" });
    await organization.send(editCustomer, {
      params: { customer: (await customerNamed(organization, "Match")).id },
      body: { phone: "+49 2" },
    });
    await addRecords(organization, "Accounts", [{ Account_Name: "Late" }]);
    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", counts: { held: 3 } });
    const held = await sync.records(run, { outcome: "held" });
    expect(held.map((one) => one.name).toSorted()).toEqual(["Late", "Match", "New"]);
    const reasonOf = (name: string) => held.find((one) => one.name === name)?.reason;
    expect(["Late", "Match", "New"].map(reasonOf)).toEqual([
      "preview.new_since",
      "preview.differs",
      "preview.differs",
    ]);
    expect(held.find((one) => one.name === "Late")?.explanation).toContain("new since the preview");
    expect(held[0]).toMatchObject({ changes: [] });
    // What would be done now is planned anew and shown, not applied unseen.
    expect(held.find((one) => one.name === "New")?.facts).toMatchObject({
      planned: "created",
      planned_changes: expect.arrayContaining([{ field: "phone", from: null, to: "+1 999" }]),
    });
    expect((await customersOf(organization)).map((one) => one.display_name)).not.toContain("New");
    expect(await customerNamed(organization, "Match")).toMatchObject({ phone: "+49 2", linked: false });
    // The changes lie before the watermark now, so that only a full reading meets them.
    await age(world, organization);
    expect(await sync.run()).toMatchObject({ status: "done", mode: "full", counts: { held: 0, failed: 0 } });
    expect(await customerNamed(organization, "New")).toMatchObject({
      phone: "+1 999",
      contact_persons: [{ last_name: "3" }],
    });
    expect(await customerNamed(organization, "Match")).toMatchObject({ phone: "+1 550", linked: true });
    expect(await customerNamed(organization, "Late")).toMatchObject({ linked: true });
  });

  test("when records are excluded, then they and what depends on them are left out, and their duplicates are held", async () => {
    const { organization, accounts } = await mixture("Excludes");
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    const preview = await sync.preview();
    const linked =
      (await sync.records(preview)).find((one) => one.name === "Pair" && one.reason === "match.merged")
        ?.crm_id ?? "";
    const run = await sync.run({ preview: preview.id, exclude: [accounts[4] ?? "", linked] });
    expect(run).toMatchObject({ status: "done", counts: { failed: 0 } });
    const skipped = await sync.records(run, { outcome: "skipped" });
    expect(
      skipped
        .filter((one) => one.reason === "preview.excluded")
        .map((one) => one.crm_id)
        .toSorted(),
    ).toEqual([accounts[4] ?? "", linked].toSorted());
    expect(
      skipped.filter((one) => one.reason === "contact.account_not_linked").map((one) => one.name),
    ).toContain("Person 4");
    expect(await sync.records(run, { outcome: "held" })).toMatchObject([
      { name: "Pair", reason: "preview.differs" },
    ]);
    // The twin has the e-mail address of Person 0: whichever of them is read first is the contact person.
    const people = await peopleByCustomer(organization);
    expect(people).toMatchObject({ New: ["Person 3"], Match: [expect.stringMatching(/^(Person 0|Twin)$/)] });
    expect(
      (await customersOf(organization))
        .filter((one) => one.linked)
        .map((one) => one.display_name)
        .toSorted(),
    ).toEqual(["Match", "New"]);
  });

  test("when a record is deleted in the CRM after the preview, then that is held as well", async () => {
    const { organization, accounts } = await mixture("Deletes meanwhile");
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    const preview = await sync.preview();
    await deleteRecords(organization, "Accounts", accounts.slice(3, 4));
    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", counts: { held: 1, deleted_in_crm: 0 } });
    expect((await sync.view()).counts).toMatchObject({ deleted_in_crm: 0 });
    expect(await sync.run()).toMatchObject({ counts: { deleted_in_crm: 1 } });
  });

  test("when it is not a finished preview of the present configuration, then it cannot be approved", async () => {
    const { organization } = await mixture("Refuses old previews");
    const sync = await startSyncing(organization, { module: "accounts" });
    const preview = await sync.preview();
    await sync.configure({ duplicates: "clone" });
    const approve = (id: string) =>
      organization.refusal(startSync, { params: { connection: sync.connection }, body: { preview: id } });
    expect(await approve(preview.id)).toMatchObject({ code: "run.not_a_preview", status: 422 });
    const run = await sync.run();
    expect(await approve(run.id)).toMatchObject({ code: "run.not_a_preview" });
  });
});

describe("F79 given a synced organization", () => {
  test("when it is synced again without a change, then nothing is written and two calls are made", async () => {
    const { organization } = await mixture("Idempotent");
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    // Changes of the last three seconds before a run are asked for again on purpose.
    await age(world, organization);
    await sync.run();
    const before = await fingerprint(world, organization);
    const incremental = await sync.run();
    expect(incremental).toMatchObject({
      status: "done",
      mode: "incremental",
      api_calls: 2,
      counts: { fetched: 0 },
    });
    expect(await fingerprint(world, organization)).toEqual(before);
    const full = await sync.run({ full: true });
    expect(full).toMatchObject({
      status: "done",
      mode: "full",
      counts: { created: 0, updated: 0, merged: 0, fetched: 5, unchanged: 5 },
    });
    expect(await fingerprint(world, organization)).toEqual(before);
    expect(
      await query(world, "select 1 from sync_run_record where run_id = any($1)", [[incremental.id, full.id]]),
    ).toEqual([]);
  });
});
