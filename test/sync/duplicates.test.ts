import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, getCustomer } from "#billing/customer/customer.api.ts";
import { listMerges, undoMerge } from "#billing/customer/customer-merge.api.ts";
import {
  addRecords,
  changeRecord,
  customerNamed,
  customersOf,
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

/** An organization with a customer that an account of the CRM matches by name. */
async function withAcme(
  name: string,
): Promise<{ organization: Organization; customer: string; account: string }> {
  const organization = await world.organization(name);
  const { id: customer } = await organization.send(createCustomer, {
    body: { display_name: "Acme Inc.", phone: "+49 30 1", notes: "ours", email: "old@acme.example" },
  });
  const [account = ""] = await addRecords(organization, "Accounts", [
    { Account_Name: "ACME Inc", Phone: "+1 555 0100", Billing_City: "Berlin" },
  ]);
  return { organization, customer, account };
}

describe("given a customer that an account matches", () => {
  test("F19 when duplicates are skipped, then the customer is the same to the byte, and the record counts as skipped", async () => {
    const { organization } = await withAcme("Skips");
    const before = await fingerprint(world, organization);
    const sync = await startSyncing(organization, { module: "accounts", duplicates: "skip" });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { skipped: 1, created: 0 } });
    expect(await fingerprint(world, organization)).toEqual(before);
    expect(await sync.records(run)).toMatchObject([{ outcome: "skipped", reason: "match.skipped" }]);
  });

  test("F20 when duplicates are cloned, then a second customer stands beside the first, which is unchanged", async () => {
    const { organization, customer } = await withAcme("Clones");
    const before = await organization.send(getCustomer, { params: { customer } });
    expect(
      await (await startSyncing(organization, { module: "accounts", duplicates: "clone" })).run(),
    ).toMatchObject({ counts: { cloned: 1 } });
    expect(await organization.send(getCustomer, { params: { customer } })).toEqual(before);
    expect(await peopleByCustomer(organization)).toEqual({ "ACME Inc": [], "Acme Inc.": [] });
  });

  test("F21 F23 when duplicates are overwritten, then mapped fields are the CRM's, others stay, and the match is explained", async () => {
    const { organization, customer } = await withAcme("Overwrites");
    const sync = await startSyncing(organization, { module: "accounts", duplicates: "overwrite" });
    const run = await sync.run();
    expect(run).toMatchObject({ counts: { overwritten: 1, created: 0 } });
    expect(await organization.send(getCustomer, { params: { customer } })).toMatchObject({
      display_name: "ACME Inc",
      phone: "+1 555 0100",
      billing_address: { city: "Berlin" },
      notes: "ours",
      email: "old@acme.example",
      linked: true,
    });
    const [record] = await sync.records(run);
    expect(record).toMatchObject({
      reason: "match.overwritten",
      customer,
      facts: { matches: [{ customer, name: "Acme Inc.", keys: ["name"], strength: "likely" }] },
    });
    expect(record?.changes).toContainEqual({ field: "phone", from: "+49 30 1", to: "+1 555 0100" });
  });
});

describe("F22 given several records of one company", () => {
  test("when two customers match one account, then they are merged into the oldest, persons are united, and a merge can be undone", async () => {
    const organization = await world.organization("Two customers");
    const make = (body: Parameters<typeof organization.send<typeof createCustomer>>[1]["body"]) =>
      organization.send(createCustomer, { body });
    const older = await make({
      display_name: "Acme",
      phone: "+49 1",
      contact_persons: [{ first_name: "Ann", last_name: "One", email: "ann@acme.example" }],
    });
    const younger = await make({
      display_name: "ACME",
      website: "https://acme.example",
      contact_persons: [
        { first_name: "Ann", email: "ANN@acme.example", phone: "+49 2" },
        { first_name: "Bob", email: "bob@acme.example" },
      ],
    });
    const abroad = await make({ display_name: "acme", currency_code: "EUR" });
    await addRecords(organization, "Accounts", [{ Account_Name: "Acme", Phone: "+1 1" }]);
    const sync = await startSyncing(organization, { module: "accounts" });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { merged: 1, created: 0 } });
    expect(await sync.records(run)).toMatchObject([
      { reason: "match.merged", customer: older.id, facts: { merged_customers: [younger.id] } },
    ]);
    const survivor = await organization.send(getCustomer, { params: { customer: older.id } });
    expect(survivor).toMatchObject({
      phone: "+1 1",
      website: "https://acme.example",
      status: "active",
      linked: true,
    });
    expect(survivor.contact_persons.map((one) => [one.first_name, one.last_name, one.phone])).toEqual([
      ["Ann", "One", "+49 2"],
      ["Bob", null, null],
    ]);
    expect(await organization.send(getCustomer, { params: { customer: younger.id } })).toMatchObject({
      status: "inactive",
      merged_into: older.id,
    });
    expect(await organization.send(getCustomer, { params: { customer: abroad.id } })).toMatchObject({
      status: "active",
      merged_into: null,
      currency_code: "EUR",
    });
    const [merge] = (await organization.send(listMerges, { params: { customer: older.id } })).items;
    const undone = await organization.send(undoMerge, { params: { merge: merge?.id ?? "" } });
    expect(undone.loser).toMatchObject({
      status: "active",
      merged_into: null,
      website: "https://acme.example",
    });
    expect(undone.loser.contact_persons.map((one) => one.first_name)).toEqual(["Ann", "Bob"]);
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { merged: 0, created: 0, updated: 0 },
    });
  });

  test("when two accounts match one customer, then the customer is linked once and the second account is remembered as its duplicate", async () => {
    const organization = await world.organization("Two accounts");
    const { id } = await organization.send(createCustomer, { body: { display_name: "Acme" } });
    const accounts = await addRecords(organization, "Accounts", [
      { Account_Name: "Acme", Phone: "+1 1" },
      { Account_Name: "ACME", Phone: "+1 2" },
    ]);
    await addRecords(
      organization,
      "Contacts",
      accounts.map((account, at) => ({
        First_Name: "Person",
        Last_Name: String(at),
        Account_Name: { id: account },
      })),
    );
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    const preview = await sync.preview();
    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({
      status: "done",
      counts: { overwritten: 1, merged: 0, duplicate: 1, created: 2, held: 0 },
    });
    expect(run.counts).toEqual(preview.counts);
    expect(
      (await customersOf(organization)).map((one) => [
        one.id,
        one.contact_persons.map((person) => person.last_name ?? "").toSorted(),
      ]),
    ).toEqual([[id, ["0", "1"]]]);
    expect((await sync.view()).counts).toMatchObject({ linked: 3, duplicate: 1 });
    const again = await sync.run({ full: true });
    expect(again).toMatchObject({ status: "done", counts: { unchanged: 4, merged: 0, updated: 0 } });
    const duplicate = (await sync.links({ state: "duplicate" }))[0]?.crm_id ?? "";
    await organization.crm("DELETE", `/Accounts?ids=${duplicate}`);
    expect(await sync.run()).toMatchObject({ status: "done", counts: { failed: 0 } });
    expect(await organization.send(getCustomer, { params: { customer: id } })).toMatchObject({
      status: "active",
      linked: true,
    });
    expect(await twice(world, organization)).toEqual([]);
  });

  test("when a preview plans a customer and finds its duplicate, then it names none that is not there, and the run names it", async () => {
    const organization = await world.organization("Planned only");
    const accounts = await addRecords(organization, "Accounts", [
      { Account_Name: "Acme" },
      { Account_Name: "ACME" },
    ]);
    await addRecords(
      organization,
      "Contacts",
      accounts.map((id) => ({ Last_Name: "Twin", Email: "twin@acme.example", Account_Name: { id } })),
    );
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    const preview = await sync.preview();
    expect(preview).toMatchObject({ counts: { created: 2, duplicate: 2, merged: 0 } });
    for (const record of await sync.records(preview)) {
      expect(record).toMatchObject({ customer: null, contact_person: null });
      expect(JSON.stringify(record.facts)).not.toMatch(/"(cus|cpn)_/);
    }
    const run = await sync.run({ preview: preview.id });
    const [{ id, display_name: name } = { id: "", display_name: "" }] = await customersOf(organization);
    const [account, contact] = await sync.records(run, { outcome: "duplicate" });
    expect(account).toMatchObject({ customer: id, facts: { matches: [{ customer: id, name }] } });
    expect(contact).toMatchObject({ customer: id, facts: { matches: [{ customer: id, keys: ["email"] }] } });
  });

  test("when a thousand records lie between two duplicates, then the preview still tells what the run does", async () => {
    const organization = await world.organization("Far apart");
    for (const display_name of ["Acme", "ACME"])
      await organization.send(createCustomer, { body: { display_name } });
    await addRecords(organization, "Accounts", [
      { Account_Name: "Acme" },
      ...Array.from({ length: 1100 }, (_, at) => ({ Account_Name: `Between ${at}` })),
      { Account_Name: "acme" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts" });
    const preview = await sync.preview();
    expect(preview).toMatchObject({
      status: "done",
      counts: { fetched: 1102, created: 1100, merged: 1, duplicate: 1 },
    });
    const run = await sync.run({ preview: preview.id });
    expect(run.counts).toEqual({ ...preview.counts });
    expect(await twice(world, organization)).toEqual([]);
  });

  test("when customers are merged by hand in billing, then their CRM records bring nothing to the loser, and its new contacts go to the survivor", async () => {
    const organization = await world.organization("Merged by hand");
    const accounts = await addRecords(organization, "Accounts", [
      { Account_Name: "Winner" },
      { Account_Name: "Loser" },
    ]);
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    await sync.run();
    const [winner, loser] = [
      await customerNamed(organization, "Winner"),
      await customerNamed(organization, "Loser"),
    ];
    const { mergeCustomers } = await import("#billing/customer/customer-merge.api.ts");
    await organization.send(mergeCustomers, { params: { customer: winner.id }, body: { loser: loser.id } });
    await changeRecord(organization, "Accounts", accounts[1] ?? "", { Phone: "+1 999" });
    await addRecords(organization, "Contacts", [
      { Last_Name: "Newcomer", Account_Name: { id: accounts[1] } },
    ]);
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 1, updated: 0, failed: 0 } });
    expect((await customerNamed(organization, "Winner")).contact_persons.map((one) => one.last_name)).toEqual(
      ["Newcomer"],
    );
    const [row] = await query<{ phone: string | null; status: string }>(
      world,
      "select phone, status from customer where id = $1",
      [loser.id],
    );
    expect(row).toEqual({ phone: null, status: "inactive" });
  });
});
