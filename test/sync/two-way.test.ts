import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addContactPerson, listContactPersons } from "#billing/customer/contact-person.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import {
  addRecords,
  addView,
  age,
  changeRecord,
  customerNamed,
  fingerprint,
  startSyncing,
} from "../support/sync-world.ts";
import { account, accountsOf, change, withAcme } from "../support/two-way.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

describe("F18 given a connection that syncs both ways", () => {
  test("when a linked customer changes in billing, then its account has the values after a run, and a further run writes nothing", async () => {
    const { sync, organization, acme } = await withAcme(world, "Both ways");
    await change(organization, "Acme", { phone: "+1 555 2" });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", error: null, counts: { updated: 1, failed: 0 } });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 2", Billing_City: "Berlin" });
    expect(await sync.records(run)).toMatchObject([
      {
        crm_id: acme,
        side: "crm",
        outcome: "updated",
        reason: "billing.changed",
        changes: [{ field: "phone", from: "+1 555 1", to: "+1 555 2" }],
      },
    ]);
    await sync.run();
    const before = await fingerprint(world, organization);
    expect(await sync.run()).toMatchObject({ status: "done", counts: { updated: 0 } });
    expect(await fingerprint(world, organization)).toEqual(before);
  });

  test("F8 when a customer is made in billing, then the CRM has an account of it, owned by the connection's user, and one only", async () => {
    const { sync, organization } = await withAcme(world, "New in billing");
    await organization.send(createCustomer, {
      body: { display_name: "Globex", phone: "+1 555 9", currency_code: "USD" },
    });
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", error: null, counts: { created: 1, failed: 0 } });
    await sync.run();
    await sync.run({ full: true });
    const { body } = await organization.crm("GET", "/Accounts?fields=Account_Name,Phone,Owner,Concord_ID");
    const made = body.data.filter((one) => one["Account_Name"] === "Globex");
    expect(made).toMatchObject([
      {
        Phone: "+1 555 9",
        Owner: { email: organization.owner.email },
        Concord_ID: (await customerNamed(organization, "Globex")).id,
      },
    ]);
  });

  test("when what was made of a customer was merged into another one's record before it was linked, then that is told once, and tried no more", async () => {
    const { sync, organization, acme } = await withAcme(world, "Merged away");
    await sync.run();
    await organization.send(createCustomer, { body: { display_name: "Globex", currency_code: "USD" } });
    const { id } = await customerNamed(organization, "Globex");
    await changeRecord(organization, "Accounts", acme, { Concord_ID: id });
    await age(world, organization);
    const run = await sync.run();
    expect(run).toMatchObject({ status: "done", error: null, counts: { created: 0, failed: 0 } });
    expect(await sync.records(run, { outcome: "skipped" })).toMatchObject([
      { name: "Globex", reason: "billing.merged_away" },
    ]);
    await sync.run();
    const before = await fingerprint(world, organization);
    expect(await sync.run()).toMatchObject({ status: "done", counts: { skipped: 0 } });
    expect(await fingerprint(world, organization)).toEqual(before);
    expect(Object.keys(await accountsOf(organization, "Phone"))).toEqual(["Acme"]);
  });
});

describe("F14 F18 given accounts and their contacts both ways", () => {
  test("when a customer with persons is made in billing, then its account has them as contacts, and their changes go both ways", async () => {
    const organization = await world.organization("With persons");
    await organization.send(createCustomer, {
      body: {
        display_name: "Akamai",
        currency_code: "USD",
        contact_persons: [
          { first_name: "Boney", last_name: "Miles", email: "boney@akamai.example" },
          { first_name: "Adam", last_name: "John" },
        ],
      },
    });
    const sync = await startSyncing(organization, { module: "accounts-and-contacts", extent: "two-way" });
    const preview = await sync.preview();
    expect(preview).toMatchObject({ status: "done", counts: { created: 3 } });
    expect(await accountsOf(organization, "Phone").catch(() => ({}))).toEqual({});
    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", error: null, counts: { created: 3, held: 0, failed: 0 } });
    const { body } = await organization.crm("GET", "/Contacts?fields=Full_Name,Email,Account_Name");
    expect(body.data).toHaveLength(2);
    expect(body.data).toContainEqual(
      expect.objectContaining({
        Email: "boney@akamai.example",
        Account_Name: expect.objectContaining({ name: "Akamai" }),
      }),
    );
    expect(await sync.run({ full: true })).toMatchObject({ counts: { created: 0, updated: 0 } });
  });
});

describe("F18 given names that the two sides hold in different ways", () => {
  test("when a customer with a company name of its own is called otherwise, then the account is, and the company name stays until the CRM's own name changes", async () => {
    const { sync, organization, acme } = await withAcme(world, "Renamed");
    await change(organization, "Acme", { company_name: "Acme Legal Holding Inc." });
    await sync.run();
    await change(organization, "Acme", { display_name: "Acme (short)" });
    await sync.run();
    expect(await account(organization, acme)).toMatchObject({ Account_Name: "Acme (short)" });
    await age(world, organization);
    for (const full of [false, true]) await sync.run({ full });
    expect(await customerNamed(organization, "Acme (short)")).toMatchObject({
      company_name: "Acme Legal Holding Inc.",
    });
    await changeRecord(organization, "Accounts", acme, { Account_Name: "Acme of the CRM" });
    await sync.run();
    expect(await customerNamed(organization, "Acme of the CRM")).toMatchObject({
      company_name: "Acme of the CRM",
    });
  });

  test("when the company name came from the CRM, then it follows the name that billing gives the account", async () => {
    const { sync, organization } = await withAcme(world, "Followed");
    await change(organization, "Acme", { display_name: "Acme (new)" });
    await sync.run();
    await age(world, organization);
    await sync.run({ full: true });
    expect(await customerNamed(organization, "Acme (new)")).toMatchObject({ company_name: "Acme (new)" });
  });

  test("when a contact person has a first name alone, then the contact is called by it once, the run says so, and nothing comes back", async () => {
    const { sync, organization } = await withAcme(world, "Madonna", { module: "accounts-and-contacts" });
    const { id: customer } = await customerNamed(organization, "Acme");
    await organization.send(addContactPerson, { params: { customer }, body: { first_name: "Madonna" } });
    const run = await sync.run();
    const [told] = (await sync.records(run)).filter(({ outcome }) => outcome === "created");
    expect(told?.changes).toContainEqual({ field: "last_name", from: null, to: "Madonna" });
    await age(world, organization);
    for (const full of [false, true]) await sync.run({ full });
    const { body } = await organization.crm("GET", "/Contacts?fields=Full_Name,First_Name,Last_Name");
    expect(body.data).toMatchObject([{ Full_Name: "Madonna", First_Name: null, Last_Name: "Madonna" }]);
    const { items } = await organization.send(listContactPersons, { params: { customer } });
    expect(items).toMatchObject([{ first_name: "Madonna", last_name: null }]);
  });
});

describe("B1 given an approved preview of a connection that syncs both ways", () => {
  test("when it is run, then what it showed goes to the CRM, and what came or changed since waits", async () => {
    const { sync, organization, acme } = await withAcme(world, "Approved");
    await change(organization, "Acme", { phone: "+1 555 2" });
    await organization.send(createCustomer, {
      body: { display_name: "Globex", currency_code: "USD" },
    });
    const preview = await sync.preview();
    expect(preview).toMatchObject({ status: "done", counts: { created: 1, updated: 1 } });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 1" });
    await organization.send(createCustomer, {
      body: { display_name: "Initech", currency_code: "USD" },
    });
    await change(organization, "Acme", { phone: "+1 555 3" });
    const run = await sync.run({ preview: preview.id });
    expect(run).toMatchObject({ status: "done", counts: { created: 1, updated: 0, held: 2 } });
    expect(Object.keys(await accountsOf(organization, "Phone")).toSorted()).toEqual(["Acme", "Globex"]);
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 1" });
    expect(await sync.run()).toMatchObject({ status: "done", counts: { created: 1, updated: 1, held: 0 } });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 3" });
  });
});

describe("given a customer that the CRM has outside the view", () => {
  const cases = [
    { duplicates: "overwrite" as const, accounts: 1, phone: "+1 555 7" },
    { duplicates: "skip" as const, accounts: 1, phone: "+1 555 9" },
    { duplicates: "clone" as const, accounts: 2, phone: "+1 555 9" },
  ];
  test.each(cases)(
    "when duplicates are handled by $duplicates, then the CRM has $accounts of that name",
    async ({ duplicates, accounts, phone }) => {
      const organization = await world.organization(`Twin ${duplicates}`);
      await addRecords(organization, "Accounts", [{ Account_Name: "Globex", Phone: "+1 555 7" }]);
      await addView(organization, "Accounts", "Nobody", { field: "Account_Name", value: "Nobody" });
      await organization.send(createCustomer, {
        body: { display_name: "Globex", phone: "+1 555 9", currency_code: "USD" },
      });
      const sync = await startSyncing(organization, {
        module: "accounts",
        extent: "two-way",
        view: "Nobody",
        duplicates,
      });
      expect(await sync.run()).toMatchObject({ status: "done", error: null });
      expect((await accountsOf(organization, "Phone"))["Globex"]).toHaveLength(accounts);
      expect(await customerNamed(organization, "Globex")).toMatchObject({ phone });
    },
  );
});

describe("F17 given a connection that only fetches", () => {
  test("when customers are made and changed in billing, then the CRM hears nothing of it", async () => {
    const organization = await world.organization("One way");
    const [acme = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Acme", Phone: "1" }]);
    const sync = await startSyncing(organization, { module: "accounts", extent: "one-way" });
    await sync.run();
    await change(organization, "Acme", { phone: "2" });
    await organization.send(createCustomer, {
      body: { display_name: "Globex", currency_code: "USD" },
    });
    expect(await sync.run({ full: true })).toMatchObject({ status: "done" });
    expect(await account(organization, acme)).toMatchObject({ Phone: "1" });
    expect(Object.keys(await accountsOf(organization, "Phone"))).toEqual(["Acme"]);
  });
});

describe("F81 B2 given a linked pair that changed on both sides", () => {
  test("when different fields changed, then both survive on both sides", async () => {
    const { sync, organization, acme } = await withAcme(world, "Different fields");
    await change(organization, "Acme", { phone: "+1 555 2" });
    await changeRecord(organization, "Accounts", acme, { Billing_City: "Hamburg" });
    expect(await sync.run()).toMatchObject({ status: "done", error: null });
    expect(await account(organization, acme)).toMatchObject({ Phone: "+1 555 2", Billing_City: "Hamburg" });
    expect(await customerNamed(organization, "Acme")).toMatchObject({
      phone: "+1 555 2",
      billing_address: { city: "Hamburg" },
    });
  });
});
