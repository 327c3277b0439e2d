import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configureOptions } from "#sync/connection/connection.api.ts";
import {
  addCrmField,
  addRecords,
  addView,
  age,
  changeRecord,
  customerNamed,
  customersOf,
  deleteRecords,
  peopleByCustomer,
  query,
  startSyncing,
  type Sync,
  twice,
} from "../support/sync-world.ts";
import { account, withAcme } from "../support/two-way.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

/** The tip of the product: a check box in the CRM, a view of the ticked records, and that view chosen. */
async function withCheckBox(
  name: string,
): Promise<{ organization: Organization; sync: Sync; box: string; ids: string[] }> {
  const organization = await world.organization(name);
  const box = await addCrmField(organization, "Accounts", {
    field_label: "Sync to billing",
    data_type: "boolean",
  });
  const ids = await addRecords(organization, "Accounts", [
    { Account_Name: "Ticked", [box]: true },
    { Account_Name: "Later", [box]: false },
    { Account_Name: "Never" },
  ]);
  await addRecords(
    organization,
    "Contacts",
    ids.map((id, at) => ({ Last_Name: `Person ${at}`, Account_Name: { id } })),
  );
  await addView(organization, "Accounts", "Sync to billing", { field: box, value: true });
  // So that only what a story changes is read again: runs ask for the last three seconds before the one before them.
  await age(world, organization);
  return {
    organization,
    box,
    ids,
    sync: await startSyncing(organization, { module: "accounts-and-contacts", view: "Sync to billing" }),
  };
}

describe("F29 F30 given a view of ticked accounts", () => {
  test("when accounts are ticked and unticked, then exactly the ticked ones are synced, and nobody loses a customer", async () => {
    const { organization, box, ids, sync } = await withCheckBox("Check box");
    const [ticked = "", later = ""] = ids;
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 2 } });
    expect(await peopleByCustomer(organization)).toEqual({ Ticked: ["Person 0"] });

    await changeRecord(organization, "Accounts", later, { [box]: true });
    const entered = await sync.run();
    expect(entered).toMatchObject({ status: "done", mode: "incremental", counts: { created: 2 } });
    expect(await peopleByCustomer(organization)).toEqual({ Later: ["Person 1"], Ticked: ["Person 0"] });

    await changeRecord(organization, "Accounts", ticked, { [box]: false, Phone: "+1 555 0100" });
    const left = await sync.run();
    expect(left).toMatchObject({ status: "done", counts: { out_of_view: 2, updated: 0 } });
    const gone = await sync.records(left, { outcome: "out_of_view" });
    expect(gone.map((one) => [one.name, one.reason])).toEqual([
      ["Ticked", "view.left"],
      ["Person 0", "view.left"],
    ]);
    expect(await customerNamed(organization, "Ticked")).toMatchObject({
      phone: null,
      status: "active",
      linked: true,
    });
    expect((await sync.view()).counts).toMatchObject({ out_of_view: 2 });

    await addRecords(organization, "Contacts", [{ Last_Name: "Stranger", Account_Name: { id: ticked } }]);
    expect(await sync.run()).toMatchObject({ counts: { created: 0, skipped: 1 } });

    await changeRecord(organization, "Accounts", ticked, { [box]: true });
    const back = await sync.run();
    expect(back).toMatchObject({ status: "done", mode: "incremental", counts: { created: 1, updated: 1 } });
    expect(await peopleByCustomer(organization)).toEqual({
      Later: ["Person 1"],
      Ticked: ["Person 0", "Stranger"],
    });
    expect(await customerNamed(organization, "Ticked")).toMatchObject({ phone: "+1 555 0100" });
    expect(await twice(world, organization)).toEqual([]);
  });

  test("when an account comes back unchanged, then the contacts that it got meanwhile come with it", async () => {
    const { organization, box, ids, sync } = await withCheckBox("Back unchanged");
    const [ticked = ""] = ids;
    await sync.run();
    await changeRecord(organization, "Accounts", ticked, { [box]: false });
    await sync.run();
    await addRecords(organization, "Contacts", [{ Last_Name: "Meanwhile", Account_Name: { id: ticked } }]);
    await sync.run();
    // The contact must lie before the watermark, so that no list of changes shows it.
    await age(world, organization);
    await sync.run();
    await changeRecord(organization, "Accounts", ticked, { [box]: true });
    const back = await sync.run();
    expect(back).toMatchObject({ status: "done", mode: "incremental", counts: { created: 1 } });
    expect(await sync.records(back, { search: "Ticked" })).toMatchObject([
      { outcome: "unchanged", reason: "reentered" },
    ]);
    expect(await peopleByCustomer(organization)).toEqual({ Ticked: ["Meanwhile", "Person 0"] });
  });

  test("when only a full reading can see that an account left, then it is marked once it was asked for by its id", async () => {
    const { organization, ids, box, sync } = await withCheckBox("Silent exit");
    await age(world, organization);
    await sync.run();
    // As after a change of sharing: the record is out of the view, and its time of change says nothing.
    await query(world, "update crm_record set values = values - $1 where organization_id = $2 and id = $3", [
      box,
      organization.id,
      ids[0],
    ]);
    expect(await sync.run()).toMatchObject({ mode: "incremental", counts: { out_of_view: 0 } });
    const preview = await sync.preview();
    expect(preview).toMatchObject({ mode: "full", counts: { out_of_view: 1, deleted_in_crm: 0 } });
    const full = await sync.run({ preview: preview.id });
    expect(full).toMatchObject({
      status: "done",
      mode: "full",
      counts: { ...preview.counts, out_of_view: 1 },
    });
    expect(await customerNamed(organization, "Ticked")).toMatchObject({ status: "active" });
  });
});

describe("F24 given views of the CRM", () => {
  test("when a module is chosen, then its predefined views and those of users are listed", async () => {
    const { organization, sync } = await withCheckBox("Lists views");
    const options = await organization.send(configureOptions, {
      params: { connection: sync.connection },
      query: { module: "accounts-and-contacts" },
    });
    expect(options.views.filter((view) => view.kind === "custom").map((view) => view.name)).toEqual([
      "Sync to billing",
    ]);
    expect(options.views.filter((view) => view.kind === "predefined").length).toBeGreaterThanOrEqual(7);
    expect(options.contact_views.length).toBeGreaterThanOrEqual(7);
    expect(options.views.find((view) => view.name.startsWith("My"))?.personal).toBe(true);
  });
});

describe("F84 given linked records that change their place in the CRM", () => {
  test("when an account is deleted, then the customer stays and is marked, and comes back with a restored record only", async () => {
    const organization = await world.organization("Deletes");
    const ids = await addRecords(organization, "Accounts", [
      { Account_Name: "Gone" },
      { Account_Name: "Stays" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    await deleteRecords(organization, "Accounts", ids.slice(0, 1));
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { deleted_in_crm: 1 } });
    expect(await sync.records(run)).toMatchObject([
      {
        name: "Gone",
        reason: "crm.deleted",
        explanation: "The record was deleted in the CRM; the customer stays.",
      },
    ]);
    expect(await customerNamed(organization, "Gone")).toMatchObject({ status: "active", linked: true });
    expect((await sync.view()).counts).toMatchObject({ linked: 1, deleted_in_crm: 1 });
    expect(await sync.run({ full: true })).toMatchObject({ counts: { deleted_in_crm: 0, created: 0 } });
  });

  test("when an account is deleted and made again, then the new record takes the customer over, with its people, and nobody is made twice", async () => {
    const organization = await world.organization("Made again");
    const [old = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Phoenix", Phone: "+1 1" },
    ]);
    await addRecords(organization, "Contacts", [
      { First_Name: "Ann", Last_Name: "Ash", Email: "ann@phoenix.example", Account_Name: { id: old } },
    ]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    await sync.run();
    const before = await customerNamed(organization, "Phoenix");
    await deleteRecords(organization, "Accounts", [old]);
    const [next = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Phoenix", Phone: "+1 2" },
    ]);
    await sync.run();
    for (let run = 0; run < 2; run += 1)
      expect(await sync.run({ full: true })).toMatchObject({ status: "done" });
    expect((await customersOf(organization)).map((one) => [one.id, one.phone])).toEqual([
      [before.id, "+1 2"],
    ]);
    const links = await sync.links();
    expect(links.find((link) => link.crm_id === next)).toMatchObject({
      state: "linked",
      customer: before.id,
    });
    expect(links.find((link) => link.crm_id === old)).toMatchObject({ state: "duplicate" });
    await changeRecord(organization, "Accounts", next, { Phone: "+1 3" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 1 } });
    expect(await customerNamed(organization, "Phoenix")).toMatchObject({ phone: "+1 3", linked: true });
    expect(await twice(world, organization)).toEqual([]);
  });

  test("when an account and the one that took its place are deleted and both restored, then one has the customer, the other is its duplicate, and both sides agree", async () => {
    const { sync, organization, acme } = await withAcme(world, "Both restored", {
      conflicts: "billing",
      duplicates: "overwrite",
    });
    await deleteRecords(organization, "Accounts", [acme]);
    await sync.run();
    const [next = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Acme", Phone: "+1 555 2" },
    ]);
    await sync.run();
    await deleteRecords(organization, "Accounts", [next]);
    expect(await sync.run()).toMatchObject({ counts: { deleted_in_crm: 1 } });
    await organization.crm("POST", "/settings/recycle_bin/actions/restore", { ids: [acme, next] });
    // Changes come oldest first, so that the first account is read before the one that took its place.
    expect(await sync.run()).toMatchObject({ status: "done", error: null });
    const links = await sync.links();
    expect(links.map((link) => link.state).toSorted()).toEqual(["duplicate", "linked"]);
    const { crm_id: holder = "" } = links.find((link) => link.state === "linked") ?? {};
    expect((await account(organization, holder))["Phone"]).toBe("+1 555 2");
    expect(await customerNamed(organization, "Acme")).toMatchObject({ phone: "+1 555 2" });
    expect(await sync.run({ full: true })).toMatchObject({ counts: { created: 0, updated: 0 } });
  });

  test("when a contact moves to another account, then its contact person moves with it", async () => {
    const organization = await world.organization("Moves");
    const [from = "", to = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "From" },
      { Account_Name: "To" },
    ]);
    const [contact = ""] = await addRecords(organization, "Contacts", [
      { First_Name: "Mo", Last_Name: "Ver", Email: "mo@from.example", Account_Name: { id: from } },
    ]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    await sync.run();
    const [person] = (await customerNamed(organization, "From")).contact_persons;
    await changeRecord(organization, "Contacts", contact, {
      Account_Name: { id: to },
      Email: "mo@to.example",
    });
    const run = await sync.run();
    expect(await sync.records(run, { search: "Mo Ver" })).toMatchObject([
      { outcome: "updated", reason: "contact.moved" },
    ]);
    expect((await customerNamed(organization, "To")).contact_persons).toMatchObject([
      { id: person?.id, email: "mo@to.example" },
    ]);
    expect((await customerNamed(organization, "From")).contact_persons).toEqual([]);
    expect(await sync.run({ full: true })).toMatchObject({ counts: { updated: 0, created: 0 } });
  });

  test("when contacts have no e-mail address, then they are contact persons, and no run makes them twice", async () => {
    const organization = await world.organization("No e-mail");
    const [account = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Acme" }]);
    await addRecords(organization, "Contacts", [
      { Last_Name: "Same", Account_Name: { id: account } },
      { Last_Name: "Same", Account_Name: { id: account } },
    ]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    for (const created of [3, 0, 0])
      expect(await sync.run({ full: true })).toMatchObject({ status: "done", counts: { created } });
    expect((await customerNamed(organization, "Acme")).contact_persons).toHaveLength(2);
  });

  test("when a contact person was removed in billing, then it is not made again", async () => {
    const organization = await world.organization("Removed");
    const [account = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Acme" }]);
    const [contact = ""] = await addRecords(organization, "Contacts", [
      { Last_Name: "Gone", Account_Name: { id: account } },
    ]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    await sync.run();
    const { removeContactPerson } = await import("#billing/customer/contact-person.api.ts");
    await organization.send(removeContactPerson, {
      params: { person: (await customerNamed(organization, "Acme")).contact_persons[0]?.id ?? "" },
    });
    await changeRecord(organization, "Contacts", contact, { Phone: "+1 5" });
    expect(await sync.records(await sync.run(), { search: "Gone" })).toMatchObject([
      { outcome: "skipped", reason: "customer.gone" },
    ]);
    expect(await sync.run({ full: true })).toMatchObject({ status: "done", counts: { created: 0 } });
    expect((await customerNamed(organization, "Acme")).contact_persons).toEqual([]);
  });
});
