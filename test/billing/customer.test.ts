import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addContactPerson,
  editContactPerson,
  removeContactPerson,
} from "#billing/customer/contact-person.api.ts";
import { mergeCustomers } from "#billing/customer/customer-merge.api.ts";
import * as api from "#billing/customer/customer.api.ts";
import { editOrganization, getOrganization } from "#billing/organization/organization.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  shop = await world.organization("Northwind", { currency: "EUR" });
});

afterAll(() => world?.stop());

function create(display_name: string, more: Record<string, unknown> = {}): Promise<api.CustomerView> {
  return shop.send(api.createCustomer, { body: { display_name, ...more } });
}

describe("a customer", () => {
  test("given all its fields, it is read back as it was written, in canonical form", async () => {
    const made = await create("  Akamai  ", {
      type: "business",
      email: " Hello@Akamai.example ",
      website: "www.akamai.example",
      payment_terms: "30",
      tags: ["net", "net", "edge"],
      notes: "first\r\nsecond",
      billing_address: { street: "1 Main\r\nSuite 2", zip: "02142", country: "USA" },
      contact_persons: [
        { first_name: "Boney", last_name: "Miles", email: "boney@akamai.example", is_primary: true },
        { last_name: "John" },
      ],
    });
    const read = await shop.send(api.getCustomer, { params: { customer: made.id } });
    expect(read).toEqual(made);
    expect(read).toMatchObject({
      display_name: "Akamai",
      email: "Hello@Akamai.example",
      currency_code: "EUR",
      payment_terms: 30,
      tags: ["net", "edge"],
      notes: "first\nsecond",
      status: "active",
      source: "local",
      linked: false,
      version: 1,
      billing_address: { street: "1 Main\nSuite 2", zip: "02142", country: "USA", city: null },
    });
    expect(
      read.contact_persons.map(({ first_name, last_name, is_primary }) => [
        first_name,
        last_name,
        is_primary,
      ]),
    ).toEqual([
      ["Boney", "Miles", true],
      [null, "John", false],
    ]);
  });

  test.each([
    ["display_name", { display_name: "   " }],
    ["display_name", { display_name: "x".repeat(201) }],
    ["display_name", { display_name: `a${String.fromCharCode(7)}b` }],
    ["email", { display_name: "A", email: "nobody" }],
    ["website", { display_name: "A", website: "javascript:alert(1)" }],
    ["currency_code", { display_name: "A", currency_code: "EURO" }],
    ["payment_terms", { display_name: "A", payment_terms: 1.5 }],
    ["notes", { display_name: "A", notes: "x".repeat(200_000) }],
    ["billing_address.zip", { display_name: "A", billing_address: { zip: "9".repeat(51) } }],
  ])("given a %s that cannot be one, it is refused and the field is named", async (path, body) => {
    const refusal = await shop.refusal(api.createCustomer, { body });
    expect(refusal.code).toBe("request.invalid");
    expect((refusal.details["fields"] as { path: string }[]).map((field) => field.path)).toEqual([path]);
  });

  test("given columns that are not a user's to write, they are refused (mass assignment)", async () => {
    const { id } = await create("Allowlist");
    for (const extra of [
      { organization_id: "org_x" },
      { status: "inactive" },
      { source: "crm" },
      { crm_links: 3 },
      { merged_into: id },
      { balance: 5 },
      { id: "cus_1" },
    ]) {
      const refusal = await shop.refusal(api.editCustomer, {
        params: { customer: id },
        body: extra as object,
      });
      expect(refusal.status).toBe(400);
    }
    expect(await shop.send(api.getCustomer, { params: { customer: id } })).toMatchObject({
      version: 1,
      status: "active",
      source: "local",
      linked: false,
    });
  });

  test("given an edit made on an older state, it is refused and the fields changed meanwhile are named", async () => {
    const { id } = await create("Contended");
    const edit = (body: object) => shop.send(api.editCustomer, { params: { customer: id }, body });
    await edit({ version: 1, phone: "+49 30 1234567", billing_address: { city: "Porto" } });
    const refusal = await shop.refusal(api.editCustomer, {
      params: { customer: id },
      body: { version: 1, email: "a@b.example" },
    });
    expect(refusal).toMatchObject({
      status: 409,
      code: "customer.changed_meanwhile",
      details: { version: 2 },
    });
    expect(refusal.details["fields"]).toEqual([
      { path: "phone", problem: "owner key changed Phone to “+49 30 1234567” meanwhile" },
      { path: "billing_address.city", problem: "owner key changed Billing city to “Porto” meanwhile" },
    ]);
    expect(await edit({ version: 2, email: "a@b.example" })).toMatchObject({
      version: 3,
      phone: "+49 30 1234567",
      email: "a@b.example",
    });
  });

  test("given an edit that changes nothing, nothing is written", async () => {
    const { id, updated_at } = await create("Same", { phone: "12345" });
    const edited = await shop.send(api.editCustomer, {
      params: { customer: id },
      body: { phone: " 12345 ", display_name: "Same" },
    });
    expect(edited).toMatchObject({ version: 1, updated_at });
  });

  test("given what happened to it, the timeline tells who changed which field from what to what, newest first", async () => {
    const { id } = await create("Storied");
    await shop.send(api.editCustomer, {
      params: { customer: id },
      body: { billing_address: { city: "Porto" } },
    });
    await shop.send(api.inactivateCustomer, { params: { customer: id } });
    const { items } = await shop.send(api.customerTimeline, { params: { customer: id }, query: {} });
    expect(items.map(({ kind, changes }) => [kind, changes])).toEqual([
      ["inactivated", [{ field: "status", from: "active", to: "inactive" }]],
      ["changed", [{ field: "billing_city", from: null, to: "Porto" }]],
      ["created", []],
    ]);
    expect(items.every(({ actor }) => actor.name === "owner key")).toBe(true);
    const first = await shop.send(api.customerTimeline, { params: { customer: id }, query: { limit: 2 } });
    const rest = await shop.send(api.customerTimeline, {
      params: { customer: id },
      query: { limit: 2, cursor: first.next_cursor ?? "" },
    });
    expect([...first.items, ...rest.items]).toEqual(items);
  });

  test("given nothing that refers to it, it can be deleted; then it is gone", async () => {
    const { id } = await create("Mistake", { contact_persons: [{ first_name: "Gone" }] });
    await shop.send(api.deleteCustomer, { params: { customer: id } });
    expect(await shop.refusal(api.getCustomer, { params: { customer: id } })).toMatchObject({
      status: 404,
      code: "customer.not_found",
    });
  });
});

describe("contact persons", () => {
  test("given a second primary one, the first is primary no more", async () => {
    const { id } = await create("Primaries", { contact_persons: [{ first_name: "Ann", is_primary: true }] });
    const second = await shop.send(addContactPerson, {
      params: { customer: id },
      body: { first_name: "Ben", is_primary: true },
    });
    const { contact_persons: persons } = await shop.send(api.getCustomer, { params: { customer: id } });
    expect(persons.filter(({ is_primary }) => is_primary).map((person) => person.id)).toEqual([second.id]);
  });

  test("given one without name, address and number, it is refused; as is taking the last of them away", async () => {
    const { id } = await create("Unnamed");
    expect(
      await shop.refusal(addContactPerson, { params: { customer: id }, body: { department: "Sales" } }),
    ).toMatchObject({ code: "contact_person.unnamed" });
    const person = await shop.send(addContactPerson, {
      params: { customer: id },
      body: { email: "x@y.example" },
    });
    expect(
      await shop.refusal(editContactPerson, { params: { person: person.id }, body: { email: "" } }),
    ).toMatchObject({ code: "contact_person.unnamed" });
    await shop.send(removeContactPerson, { params: { person: person.id } });
    expect((await shop.send(api.getCustomer, { params: { customer: id } })).contact_persons).toEqual([]);
  });
});

describe("the list", () => {
  let office: Organization;

  beforeAll(async () => {
    office = await world.organization("Listed");
    const names = ["Çelik", "acme", "Acme Bank", "Zorin", "Deutsche Bank", "B%_x"];
    for (const name of names) await office.send(api.createCustomer, { body: { display_name: name } });
    await office.send(api.createCustomer, {
      body: {
        display_name: "Boney Miles",
        type: "individual",
        company_name: "Hooli",
        email: "boney@post.example",
        phone: "+49 (30) 555-0199",
      },
    });
    await office.send(api.createCustomer, {
      body: { display_name: "Initech", contact_persons: [{ email: "peter@post.example" }] },
    });
  });

  const names = async (query: object): Promise<string[]> =>
    (await office.send(api.listCustomers, { query })).items.map(({ display_name }) => display_name);

  test("given pages of two in any order, they make up the whole list, each customer once", async () => {
    for (const sort of ["name", "-name", "updated_at", "-updated_at", "created_at", "-created_at"] as const) {
      const whole = await names({ sort });
      const paged: string[] = [];
      let cursor: string | null = "";
      for (let page = 0; cursor !== null && page < 10; page += 1) {
        const reply: { items: { display_name: string }[]; next_cursor: string | null } = await office.send(
          api.listCustomers,
          { query: { sort, limit: 2, cursor } },
        );
        paged.push(...reply.items.map(({ display_name }) => display_name));
        cursor = reply.next_cursor;
      }
      expect(paged).toEqual(whole);
      expect(new Set(paged).size).toBe(8);
    }
  });

  test("given names with accents and capitals, they are sorted as one reads them", async () => {
    expect(await names({})).toEqual([
      "acme",
      "Acme Bank",
      "B%_x",
      "Boney Miles",
      "Çelik",
      "Deutsche Bank",
      "Initech",
      "Zorin",
    ]);
  });

  test.each([
    ["a name's beginning", "ACM", ["acme", "Acme Bank"]],
    ["a name without its accent", "celik", ["Çelik"]],
    ["a later word of it", "bank", ["Acme Bank", "Deutsche Bank"]],
    ["a last name", "miles", ["Boney Miles"]],
    ["a company", "hool", ["Boney Miles"]],
    ["an e-mail address", "boney@po", ["Boney Miles"]],
    ["a contact person's e-mail address", "peter@", ["Initech"]],
    ["a phone number as somebody types it", "49 30 5550199", ["Boney Miles"]],
    ["a phone number as it is dialled within the country", "030/5550199", ["Boney Miles"]],
    ["signs that mean something to a database", "b%_x", ["B%_x"]],
    ["what nothing begins with", "zzz", []],
    ["only signs", "%%%", []],
  ])("given a search for %s, it is found", async (_what, search, found) => {
    expect(await names({ search })).toEqual(found);
  });

  test("given a name of many words, it is found by each of them, and by the new ones once it is called otherwise", async () => {
    const bank = await world.organization("Long names");
    const found = async (search: string): Promise<number> =>
      (await bank.send(api.listCustomers, { query: { search } })).items.length;
    const mellon = await bank.send(api.createCustomer, {
      body: { display_name: "The Bank of New York Mellon" },
    });
    await bank.send(api.createCustomer, { body: { display_name: "New York New York Bagels" } });
    for (const [search, many] of Object.entries({
      the: 1,
      bank: 1,
      of: 1,
      "new yo": 2,
      york: 2,
      mell: 1,
      bag: 1,
    }))
      expect([search, await found(search)]).toEqual([search, many]);
    const params = { customer: mellon.id };
    await bank.send(api.editCustomer, { params, body: { display_name: "The Bank of Old Amsterdam" } });
    expect([await found("mellon"), await found("new"), await found("amster")]).toEqual([0, 1, 1]);
    await bank.send(api.editCustomer, { params, body: { display_name: "Amsterdam" } });
    expect([await found("old"), await found("amster")]).toEqual([0, 1]);
    await bank.send(api.deleteCustomer, { params });
    expect(await found("amster")).toBe(0);
  });

  test("given filters, they hold for list, search and count alike", async () => {
    const { items } = await office.send(api.listCustomers, { query: { search: "zorin" } });
    await office.send(api.inactivateCustomer, { params: { customer: items[0]?.id ?? "" } });
    expect(await names({ status: "inactive" })).toEqual(["Zorin"]);
    expect(await names({ status: "active", search: "zorin" })).toEqual([]);
    expect(await names({ linked: "true" })).toEqual([]);
    expect(await office.send(api.countCustomers, { query: { status: "active" } })).toEqual({
      count: 7,
      is_capped: false,
    });
  });

  test("given several customers, when their status is set, each changed one is told, and those that may not be are named", async () => {
    const [first, second, merged] = await Promise.all(
      ["Several 1", "Several 2", "Several 3"].map((display_name) =>
        office.send(api.createCustomer, { body: { display_name } }),
      ),
    );
    const ids = [first, second, merged].map((customer) => customer?.id ?? "");
    await office.send(api.inactivateCustomer, { params: { customer: ids[1] ?? "" } });
    await office.send(mergeCustomers, { params: { customer: ids[0] ?? "" }, body: { loser: ids[2] ?? "" } });
    const done = await office.send(api.setCustomerStatus, { body: { customers: ids, status: "inactive" } });
    expect(done).toMatchObject({
      changed: [ids[0]],
      refused: [{ customer: ids[2], code: "customer.merged", title: expect.any(String) }],
    });
    expect(await names({ status: "merged" })).toEqual(["Several 3"]);
    expect(await names({ status: "inactive", sort: "-name" })).toEqual(["Zorin", "Several 2", "Several 1"]);
    const { items } = await office.send(api.customerTimeline, {
      params: { customer: ids[0] ?? "" },
      query: {},
    });
    expect(items[0]).toMatchObject({ kind: "inactivated", changes: [{ field: "status", to: "inactive" }] });
  });

  test("given a cursor that is none, it is refused", async () => {
    expect(await office.refusal(api.listCustomers, { query: { cursor: "x" } })).toMatchObject({
      status: 400,
      code: "request.invalid",
    });
    expect(await office.refusal(api.listCustomers, { query: { limit: 201 } })).toMatchObject({ status: 400 });
  });
});

test("given the organization's settings, they can be read and changed", async () => {
  await shop.send(editOrganization, {
    body: {
      time_zone: "Europe/Lisbon",
      additional_emails: ["books@northwind.example"],
      address: { city: "Porto" },
    },
  });
  expect(await shop.send(getOrganization, {})).toMatchObject({
    name: "Northwind",
    base_currency: "EUR",
    time_zone: "Europe/Lisbon",
    additional_emails: ["books@northwind.example"],
    address: { city: "Porto" },
  });
  for (const body of [{ base_currency: "XXZ" }, { name: "\u200B" }, { name: "North\nwind" }, { name: " " }])
    expect(await shop.refusal(editOrganization, { body })).toMatchObject({ code: "request.invalid" });
});
