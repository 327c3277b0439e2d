import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addRecords,
  addView,
  changeRecord,
  customersOf,
  customerNamed,
  peopleByCustomer,
  startSyncing,
} from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

/** Akamai with two people, Zylker with one, and one person without an account. */
async function withPeople(
  name: string,
): Promise<{ organization: Organization; accounts: string[]; contacts: string[] }> {
  const organization = await world.organization(name);
  const accounts = await addRecords(organization, "Accounts", [
    { Account_Name: "Akamai", Phone: "+1 617 444 3000" },
    { Account_Name: "Zylker" },
  ]);
  const contacts = await addRecords(organization, "Contacts", [
    {
      First_Name: "Boney",
      Last_Name: "Miles",
      Email: "boney@akamai.example",
      Account_Name: { id: accounts[0] },
    },
    {
      First_Name: "Adam",
      Last_Name: "John",
      Email: "adam@akamai.example",
      Account_Name: { id: accounts[0] },
    },
    {
      First_Name: "Zoe",
      Last_Name: "Zander",
      Email: "zoe@zylker.example",
      Account_Name: { id: accounts[1] },
    },
    { First_Name: "Lone", Last_Name: "Wolf", Email: "lone@wolf.example" },
  ]);
  return { organization, accounts, contacts };
}

describe("given accounts, contacts of them and a contact without an account", () => {
  test("F12 when accounts are chosen, then each account is a customer without contact persons", async () => {
    const { organization } = await withPeople("Type one");
    const run = await (await startSyncing(organization, { module: "accounts" })).run();
    expect(run).toMatchObject({ status: "done", counts: { fetched: 2, created: 2 } });
    expect(await peopleByCustomer(organization)).toEqual({ Akamai: [], Zylker: [] });
    expect(await customerNamed(organization, "Akamai")).toMatchObject({
      phone: "+1 617 444 3000",
      type: "business",
      source: "crm",
      linked: true,
      currency_code: "USD",
    });
  });

  test("F13 when contacts are chosen, then each contact is a customer", async () => {
    const { organization } = await withPeople("Type two");
    const run = await (await startSyncing(organization, { module: "contacts" })).run();
    expect(run).toMatchObject({ status: "done", counts: { fetched: 4, created: 4 } });
    expect(Object.keys(await peopleByCustomer(organization))).toEqual([
      "Adam John",
      "Boney Miles",
      "Lone Wolf",
      "Zoe Zander",
    ]);
    expect(await customerNamed(organization, "Boney Miles")).toMatchObject({
      company_name: "Akamai",
      email: "boney@akamai.example",
      type: "individual",
      contact_persons: [],
    });
  });

  test("F14 F15 when both are chosen, then contacts are contact persons, and the one without an account is left out with a reason", async () => {
    const { organization } = await withPeople("Type three");
    const sync = await startSyncing(organization, { module: "accounts-and-contacts" });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", counts: { fetched: 6, created: 5, skipped: 1 } });
    expect(await peopleByCustomer(organization)).toEqual({
      Akamai: ["Adam John", "Boney Miles"],
      Zylker: ["Zoe Zander"],
    });
    const [left] = await sync.records(run, { outcome: "skipped" });
    expect(left).toMatchObject({
      name: "Lone Wolf",
      reason: "contact.no_account",
      explanation: "The contact has no account, and such contacts are not included.",
    });
  });

  test("F16 when contacts without an account are included, then they become customers of their own", async () => {
    const { organization } = await withPeople("Type three and more");
    const sync = await startSyncing(organization, {
      module: "accounts-and-contacts",
      include_unassociated: true,
    });
    expect(await sync.run()).toMatchObject({
      status: "done",
      counts: { fetched: 6, created: 6, skipped: 0 },
    });
    expect(await peopleByCustomer(organization)).toEqual({
      Akamai: ["Adam John", "Boney Miles"],
      "Lone Wolf": [],
      Zylker: ["Zoe Zander"],
    });
    expect(await customerNamed(organization, "Lone Wolf")).toMatchObject({
      type: "individual",
      email: "lone@wolf.example",
    });
  });

  test("when a contact that became a customer gets an account, then it stays that customer and is kept up to date", async () => {
    const { organization, accounts, contacts } = await withPeople("Wolf joins");
    const sync = await startSyncing(organization, {
      module: "accounts-and-contacts",
      include_unassociated: true,
    });
    await sync.run();
    const before = await customerNamed(organization, "Lone Wolf");
    await changeRecord(organization, "Contacts", contacts[3] ?? "", {
      Account_Name: { id: accounts[0] },
      Phone: "+1 555 0100",
    });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { failed: 0 } });
    expect(await customerNamed(organization, "Lone Wolf")).toMatchObject({
      id: before.id,
      phone: "+1 555 0100",
      company_name: "Akamai",
    });
    expect((await customerNamed(organization, "Akamai")).contact_persons).toHaveLength(2);
    expect(await sync.run({ full: true })).toMatchObject({
      status: "done",
      counts: { updated: 0, created: 0 },
    });
  });

  test("when a contact person loses its account, then it stays as it is and is marked out of the view", async () => {
    const { organization, contacts } = await withPeople("Zoe leaves");
    const sync = await startSyncing(organization, {
      module: "accounts-and-contacts",
      include_unassociated: true,
    });
    await sync.run();
    await changeRecord(organization, "Contacts", contacts[2] ?? "", {
      Account_Name: null,
      Phone: "+1 555 0199",
    });
    expect(await sync.run()).toMatchObject({
      status: "done",
      counts: { out_of_view: 1, created: 0, updated: 0 },
    });
    expect((await customerNamed(organization, "Zylker")).contact_persons).toMatchObject([
      { last_name: "Zander", phone: null },
    ]);
    expect(await sync.links({ state: "out_of_view" })).toMatchObject([{ crm_id: contacts[2] }]);
  });

  test("F17 when a customer is changed or made in billing, then nothing of it appears in the CRM", async () => {
    const { organization, accounts } = await withPeople("One way");
    const sync = await startSyncing(organization, { module: "accounts" });
    await sync.run();
    const { createCustomer, editCustomer } = await import("#billing/customer/customer.api.ts");
    const akamai = await customerNamed(organization, "Akamai");
    await organization.send(editCustomer, {
      params: { customer: akamai.id },
      body: { phone: "+49 30 1", notes: "ours" },
    });
    await organization.send(createCustomer, { body: { display_name: "Only in billing" } });
    const before = (await organization.crm("GET", `/Accounts/${accounts[0]}`)).body.data;
    const run = await sync.run({ full: true });
    expect(run).toMatchObject({ status: "done", counts: { updated: 0, created: 0, unchanged: 2 } });
    expect((await organization.crm("GET", `/Accounts/${accounts[0]}`)).body.data).toEqual(before);
    expect((await organization.crm("GET", "/Accounts/actions/count")).body.count).toBe(2);
    expect(await customerNamed(organization, "Akamai")).toMatchObject({ phone: "+49 30 1", notes: "ours" });
  });
});

describe("F25 given an account view and a contact view", () => {
  test("when they are synced, then only contacts in both sets arrive", async () => {
    const { organization } = await withPeople("Two views");
    await addView(organization, "Accounts", "Only Akamai", { field: "Account_Name", value: "Akamai" });
    await addView(organization, "Contacts", "Only Miles and Zander", {
      field: "Last_Name",
      comparator: "not_equal",
      value: "John",
    });
    const sync = await startSyncing(organization, {
      module: "accounts-and-contacts",
      view: "Only Akamai",
      contactView: "Only Miles and Zander",
    });
    const run = await sync.run();
    expect(await peopleByCustomer(organization)).toEqual({ Akamai: ["Boney Miles"] });
    const left = await sync.records(run, { outcome: "skipped" });
    expect(left.map((one) => `${one.name}: ${one.reason}`).toSorted()).toEqual([
      "Lone Wolf: contact.no_account",
      "Zoe Zander: contact.account_not_linked",
    ]);
    expect(
      (await customersOf(organization)).flatMap((one) => one.contact_persons.map((person) => person.email)),
    ).toEqual(["boney@akamai.example"]);
  });
});
