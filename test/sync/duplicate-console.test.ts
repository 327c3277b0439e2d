import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import * as api from "#sync/duplicate/duplicate.api.ts";
import { unlinkCustomer } from "#sync/link/repair.api.ts";
import { addRecords, customerNamed, customersOf, startSyncing } from "../support/sync-world.ts";
import { type Organization, speakerOf, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(async () => {
  await world.stop();
});

type Wish = { link_certain?: boolean };

/** Searches, and waits until that is over. */
async function search(organization: Organization, body: Wish = {}): Promise<api.DuplicateSearchView> {
  await organization.send(api.searchDuplicates, { body });
  await expect
    .poll(async () => (await organization.send(api.getDuplicateSearch, {})).search?.status, {
      timeout: 20_000,
    })
    .not.toMatch(/waiting|running/);
  const { search: last } = await organization.send(api.getDuplicateSearch, {});
  if (!last) throw new Error("a search that was started is there");
  return last;
}

async function pairs(organization: Organization, query: Parameters<typeof find>[1] = {}) {
  return (await find(organization, query)).items;
}

function find(
  organization: Organization,
  query: {
    state?: "open" | "merged" | "linked" | "dismissed";
    kind?: "billing" | "crm" | "across";
    limit?: number;
    cursor?: string;
  },
) {
  return organization.send(api.listDuplicates, { query });
}

const acme = {
  display_name: "Acme Trading GmbH",
  email: "office@acme-trading.example",
  phone: "+49 30 901234",
  billing_address: { street: "Hauptstr. 12", city: "Berlin", zip: "10115", country: "Germany" },
};

async function add(organization: Organization, ...bodies: Record<string, unknown>[]): Promise<string[]> {
  const ids = [];
  for (const body of bodies)
    ids.push((await organization.send(createCustomer, { body: body as typeof acme })).id);
  return ids;
}

/** Two that are one, written by two people, and one that only sounds like them. */
const twins = [
  acme,
  {
    ...acme,
    display_name: "ACME Tradng",
    email: null,
    phone: "030 901234",
    billing_address: { street: "12 Hauptstrasse", city: "Berlin", zip: "10115", country: "DE" },
  },
  { display_name: "Acme Tooling", billing_address: { street: "Ring 4", city: "Mainz", zip: "55116" } },
];

describe("F87 B7 given customers of whom two are one, and no CRM", () => {
  test("when duplicates are looked for, then that pair is found, with what speaks for it, and no other", async () => {
    const organization = await world.organization("Found", { country: "DE" });
    await add(organization, ...twins);
    expect(await search(organization)).toMatchObject({
      status: "done",
      customers: 3,
      crm_records: null,
      pairs: 1,
    });
    const [pair, ...others] = await pairs(organization);
    expect(others).toEqual([]);
    expect(pair).toMatchObject({ kind: "billing", state: "open", connection: null, undoable: false });
    expect([pair?.left.name, pair?.right.name]).toEqual(["Acme Trading GmbH", "ACME Tradng"]);
    expect(pair?.score).toBeGreaterThan(0.95);
    const evidence = Object.fromEntries((pair?.evidence ?? []).map((one) => [one.field, one]));
    expect(evidence["phone"]).toMatchObject({ left: "+49 30 901234", right: "030 901234", level: 2, of: 2 });
    expect(evidence["street"]).toMatchObject({ level: 2, of: 2 });
    expect(evidence["name"]).toMatchObject({ level: 2, of: 3 });
    expect(evidence["email"]).toMatchObject({ right: null, level: null, bits: 0 });
    expect(evidence).not.toHaveProperty("number");
  });

  test("when they are merged, then one customer is left, the pair says so, and the merge can be taken back", async () => {
    const organization = await world.organization("Merged", { country: "DE" });
    const [first = "", second = ""] = await add(organization, ...twins);
    await search(organization);
    const [pair] = await pairs(organization);
    const params = { duplicate: pair?.id ?? "" };
    const merged = await organization.send(api.mergeDuplicate, { params, body: { keep: "right" } });
    expect(merged).toMatchObject({ state: "merged", kept: "right", undoable: true });
    expect(await customerNamed(organization, "ACME Tradng")).toMatchObject({ id: second, email: acme.email });
    expect(await customerNamed(organization, "Acme Trading GmbH")).toMatchObject({
      id: first,
      merged_into: second,
    });
    expect(await pairs(organization)).toEqual([]);
    const again = { params, body: { keep: "left" as const } };
    expect((await organization.refusal(api.mergeDuplicate, again)).code).toBe("duplicate.decided");
    const { items } = await organization.send(listAuditLog, { query: { action: "duplicate." } });
    expect(items[0]).toMatchObject({ action: "duplicate.merged", details: { kept: "ACME Tradng" } });

    expect(await organization.send(api.undoDuplicate, { params })).toMatchObject({
      state: "open",
      kept: null,
    });
    expect(await customerNamed(organization, "Acme Trading GmbH")).toMatchObject({ merged_into: null });
    expect(await pairs(organization)).toHaveLength(1);
    expect((await organization.refusal(api.undoDuplicate, { params })).code).toBe("duplicate.not_decided");
  });

  test("when a person says that they are not the same, then no later search offers them, until that is taken back", async () => {
    const organization = await world.organization("Not the same", { country: "DE" });
    await add(organization, ...twins);
    await search(organization);
    const [pair] = await pairs(organization);
    const params = { duplicate: pair?.id ?? "" };
    expect(await organization.send(api.dismissDuplicate, { params })).toMatchObject({ state: "dismissed" });
    await search(organization);
    expect(await pairs(organization)).toEqual([]);
    expect(await pairs(organization, { state: "dismissed" })).toMatchObject([{ id: pair?.id }]);
    await organization.send(api.undoDuplicate, { params });
    expect(await pairs(organization)).toMatchObject([{ id: pair?.id, decided: null }]);
    expect((await organization.refusal(api.linkDuplicate, { params })).code).toBe("duplicate.one_side");
  });

  test("when a pair is merged elsewhere, or is corrected, then it is offered no more", async () => {
    const organization = await world.organization("Elsewhere", { country: "DE" });
    await add(organization, ...twins, { ...acme, display_name: "Acme Trading" });
    await search(organization);
    const found = await find(organization, {});
    expect(found.counts).toEqual({ billing: 3, crm: 0, across: 0 });
    expect(found.items).toHaveLength(3);
    const [first] = found.items;
    await organization.send(api.mergeDuplicate, {
      params: { duplicate: first?.id ?? "" },
      body: { keep: "left" },
    });
    expect(await pairs(organization)).toHaveLength(1);
    const page = await find(organization, { state: "merged", limit: 1 });
    expect(page).toMatchObject({ items: [{ id: first?.id }], next_cursor: null });
  });
});

/** An organization with a CRM of which two accounts are one, and a customer who is a third one. */
async function withCrm(name: string) {
  const organization = await world.organization(name, { country: "US" });
  const [harbor = "", harbour = "", lumen = ""] = await addRecords(organization, "Accounts", [
    {
      Account_Name: "Harbor Freight Lines Inc.",
      Phone: "+1 202 555 0101",
      Website: "https://harborfreight.example",
    },
    { Account_Name: "Harbour Freight Lines", Phone: "(202) 555-0101", Billing_City: "Boston" },
    {
      Account_Name: "Lumen Optics LLC",
      Phone: "+1 303 555 0199",
      Billing_Street: "4 Pine St",
      Billing_City: "Denver",
    },
  ]);
  const sync = await startSyncing(organization, { module: "accounts", extent: "one-way" });
  const [customer = ""] = await add(organization, {
    display_name: "Lumen Optic",
    phone: "303 555 0199",
    billing_address: { street: "4 Pine Street", city: "Denver" },
  });
  return { organization, sync, harbor, harbour, lumen, customer };
}

describe("F87 B7 given colleagues, who share all that their companies have", () => {
  test("when duplicates are looked for, then nobody is taken for a colleague, and who was entered twice is found", async () => {
    const organization = await world.organization("Colleagues", { country: "DE" });
    const firsts = ["Anna", "Bodo", "Carla", "Dirk", "Elena", "Falk"];
    const lasts = ["Albrecht", "Brandt", "Ceylan", "Dorn", "Ernst", "Fuchs", "Gerlach", "Hahn"];
    const staff = lasts.flatMap((last, company) =>
      firsts.map((first) => ({
        display_name: `${first} ${last}`,
        email: `${first}@company-${company}.example`.toLowerCase(),
        phone: `+49 30 90123${company}0`,
        billing_address: { street: `Ring ${company}`, city: "Berlin", zip: `1011${company}`, country: "DE" },
      })),
    );
    const [twice] = staff;
    await add(organization, ...staff, { ...twice, display_name: "Ana Albrecht", email: null });
    await search(organization);
    const found = await pairs(organization);
    expect(found.map(({ left, right }) => [left.name, right.name].toSorted())).toEqual([
      ["Ana Albrecht", "Anna Albrecht"],
    ]);
  });

  test("when somebody who is no administrator asks, then they are refused: a pair tells of records that they may not see", async () => {
    const organization = await world.organization("Closed");
    const sales = speakerOf(world.url, await organization.keyFor("sales"));
    await expect(sales.send(api.listDuplicates, { query: {} })).rejects.toMatchObject({ status: 403 });
    await expect(sales.send(api.searchDuplicates, { body: {} })).rejects.toMatchObject({ status: 403 });
  });
});

describe("F87 B7 given records in the CRM, of which two are one, and a customer who is one of them", () => {
  test("when duplicates are looked for, then pairs within the CRM and across are found; a merge in the CRM keeps what both had", async () => {
    const { organization, harbor, harbour } = await withCrm("Within the CRM");
    expect(await search(organization)).toMatchObject({
      status: "done",
      customers: 1,
      crm_records: 3,
      pairs: 2,
    });
    expect((await find(organization, {})).counts).toEqual({ billing: 0, crm: 1, across: 1 });
    const [pair] = await pairs(organization, { kind: "crm" });
    expect(pair).toMatchObject({ left: { place: "Accounts" }, right: { place: "Accounts" } });
    expect(pair?.left.url).toContain(`/go/crm/accounts/${pair?.left.id}`);
    const params = { duplicate: pair?.id ?? "" };
    const keep = pair?.left.id === harbor ? ("left" as const) : ("right" as const);
    expect(await organization.send(api.mergeDuplicate, { params, body: { keep } })).toMatchObject({
      state: "merged",
      kept: keep,
      undoable: false,
    });
    const fields = "Account_Name,Billing_City,Website";
    const left = await organization.crm("GET", `/Accounts/${harbor}?fields=${fields}`);
    expect(left.body.data).toMatchObject([
      {
        Account_Name: "Harbor Freight Lines Inc.",
        Billing_City: "Boston",
        Website: "https://harborfreight.example",
      },
    ]);
    expect((await organization.crm("GET", `/Accounts/${harbour}?fields=${fields}`)).status).toBe(204);
    expect((await organization.refusal(api.undoDuplicate, { params })).code).toBe("duplicate.for_good");
    expect(await search(organization)).toMatchObject({ pairs: 1 });
  });

  test("when the customer is linked with its account, then a run keeps them in agreement, no search asks again, and unlinked by hand it stays so", async () => {
    const { organization, customer, lumen } = await withCrm("Across");
    await search(organization);
    const [pair] = await pairs(organization, { kind: "across" });
    expect(pair).toMatchObject({ left: { place: "customers", id: customer }, right: { id: lumen } });
    const params = { duplicate: pair?.id ?? "" };
    expect((await organization.refusal(api.mergeDuplicate, { params, body: { keep: "left" } })).code).toBe(
      "duplicate.across",
    );
    expect(await organization.send(api.linkDuplicate, { params })).toMatchObject({
      state: "linked",
      undoable: true,
    });
    const linked = async () => (await customersOf(organization)).find(({ id }) => id === customer);
    expect(await linked()).toMatchObject({ linked: true });
    await search(organization);
    expect(await pairs(organization, { kind: "across" })).toEqual([]);
    await organization.send(unlinkCustomer, { params: { customer }, body: {} });
    await search(organization);
    expect(await pairs(organization, { kind: "across" })).toEqual([]);
  });

  test("when a link is taken back, then both stay and the pair is open again", async () => {
    const { organization, customer } = await withCrm("Link taken back");
    await search(organization);
    const [pair] = await pairs(organization, { kind: "across" });
    const params = { duplicate: pair?.id ?? "" };
    await organization.send(api.linkDuplicate, { params });
    expect(await organization.send(api.undoDuplicate, { params })).toMatchObject({
      state: "open",
      decided: null,
    });
    expect((await customersOf(organization)).find(({ id }) => id === customer)).toMatchObject({
      linked: false,
    });
  });

  test("when the CRM cannot be read, then the search says why, and what an earlier one found stays", async () => {
    const { organization, sync } = await withCrm("Out of reach");
    await search(organization);
    // A new key takes the place of the connection's.
    await organization.send(generateZscKeyEndpoint, { body: { email: organization.owner.email } });
    expect(await search(organization)).toMatchObject({
      status: "failed",
      connection: sync.connection,
      problem: { message: expect.stringContaining("key") as string },
    });
    expect(await pairs(organization)).toHaveLength(2);
  });
});

describe("F87 B7 given contacts of one name in the CRM, two of one account and one of another", () => {
  test("when duplicates are looked for, then the two are found, the company speaks for them, and the third is nobody's duplicate", async () => {
    const organization = await world.organization("Namesakes", { country: "US" });
    const [hazel = "", millstone = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Hazel Health", Phone: "+1 206 555 0184" },
      { Account_Name: "Millstone Foods", Phone: "+1 303 555 0164" },
    ]);
    const laura = { First_Name: "Laura", Last_Name: "Adeyemi" };
    const [first = "", , again = ""] = await addRecords(organization, "Contacts", [
      { ...laura, Email: "laura.adeyemi@hazel.example", Account_Name: { id: hazel } },
      { ...laura, Email: "laura.adeyemi@millstone.example", Account_Name: { id: millstone } },
      { ...laura, Phone: "+1 206 555 0184", Account_Name: { id: hazel } },
    ]);
    await startSyncing(organization, { module: "contacts", extent: "one-way" });
    await search(organization);
    const found = await pairs(organization, { kind: "crm" });
    expect(found.map(({ left, right }) => [left.id, right.id].toSorted())).toEqual([
      [first, again].toSorted(),
    ]);
    const company = found[0]?.evidence.find(({ field }) => field === "company");
    expect(company).toMatchObject({ left: "Hazel Health", right: "Hazel Health", level: 3, of: 3 });
    expect(company?.bits).toBeGreaterThan(1);
  });

  test("when a customer is called as such a contact, then it is that of the same company", async () => {
    const organization = await world.organization("Person", { country: "US" });
    const [hazel = "", millstone = ""] = await addRecords(organization, "Accounts", [
      { Account_Name: "Hazel Health" },
      { Account_Name: "Millstone Foods" },
    ]);
    const laura = { First_Name: "Laura", Last_Name: "Adeyemi" };
    const [, second] = await addRecords(organization, "Contacts", [
      { ...laura, Account_Name: { id: hazel } },
      { ...laura, Account_Name: { id: millstone } },
    ]);
    await startSyncing(organization, { module: "contacts", extent: "one-way" });
    const person = { first_name: "Laura", last_name: "Adeyemi", company_name: "Millstone Foods" };
    await add(organization, { display_name: "Laura Adeyemi", ...person });
    await search(organization);
    const [surest] = await pairs(organization, { kind: "across" });
    expect(surest).toMatchObject({ left: { name: "Laura Adeyemi" }, right: { id: second } });
    expect(surest?.evidence).toContainEqual(
      expect.objectContaining({
        field: "company",
        left: "Millstone Foods",
        right: "Millstone Foods",
        level: 3,
      }),
    );
  });
});

describe("B7 given contacts that become customers, known by their e-mail addresses", () => {
  test("when links are asked for where a unique key says so, then those are made, and nothing else is", async () => {
    const organization = await world.organization("Certain", { country: "US" });
    await addRecords(organization, "Contacts", [
      { First_Name: "Ada", Last_Name: "Lovelace", Email: "ada@lovelace.example" },
      { First_Name: "Grace", Last_Name: "Hopper", Email: "office@shared.example" },
      { First_Name: "Alan", Last_Name: "Turing", Email: "office@shared.example" },
      { First_Name: "Edsger", Last_Name: "Dijkstra", Phone: "+1 202 555 0177" },
    ]);
    await startSyncing(organization, { module: "contacts", extent: "one-way" });
    await add(
      organization,
      { display_name: "Ada Lovelase", email: "ADA@lovelace.example" },
      { display_name: "Grace Hopper", email: "office@shared.example" },
      { display_name: "Edsger Dijkstra", phone: "202 555 0177" },
    );
    const done = await search(organization, { link_certain: true });
    expect(done).toMatchObject({ status: "done", link_certain: true, linked: 1 });
    expect((await pairs(organization, { state: "linked" })).map(({ left }) => left.name)).toEqual([
      "Ada Lovelase",
    ]);
    const open = await pairs(organization, { kind: "across" });
    expect(open.map(({ left }) => left.name).toSorted()).toEqual(["Edsger Dijkstra", "Grace Hopper"]);
    expect(open.every(({ certain }) => certain === null)).toBe(true);
    const { items } = await organization.send(listAuditLog, { query: { action: "duplicate.linked" } });
    expect(items).toMatchObject([{ details: { decided_by: "a unique key" } }]);
  });
});
