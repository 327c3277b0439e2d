import { afterAll, beforeAll, expect, test } from "vitest";
import { readCsv } from "#kernel/csv.ts";
import { importRecords } from "#crm/import/import.api.ts";
import { addColleague, profileNamed } from "../finance/finance-world.ts";
import { addRecords } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld({ roles: "web" })));
afterAll(() => world.stop());

type Asked = { status: number; text: string; code: string };

async function exported(
  organization: Organization,
  module: string,
  query: Record<string, string> = {},
  headers: Record<string, string> = { authorization: `Bearer ${organization.key}` },
): Promise<Asked> {
  const search = new URLSearchParams(query).toString();
  const answer = await fetch(`${world.url}/api/v1/crm/exports/${module}?${search}`, { headers });
  const text = await answer.text();
  const code = answer.ok ? "" : (JSON.parse(text) as { error: { code: string } }).error.code;
  return { status: answer.status, text, code };
}

/** The rows of a file, by their headings. */
function parseCsv(text: string): Record<string, string>[] {
  const [head, ...rows] = [...readCsv(text, ",")].map(({ cells }) => cells);
  return rows.map((cells) => Object.fromEntries((head ?? []).map((name, at) => [name, cells[at] ?? ""])));
}

/** One column of a file, in its order. */
function column({ text }: Asked, name: string): string[] {
  return parseCsv(text).map((row) => row[name] ?? "");
}

test("given 2,345 contacts and two accounts, when they are exported, then each is there once, under the fields' labels, references by name, and nothing that a spreadsheet would run", async () => {
  const organization = await world.organization("Exports");
  const [account = ""] = await addRecords(organization, "Accounts", [
    { Account_Name: 'Ak"amai, Inc', Employees: 12, Description: "=1+1\nsecond line" },
    { Account_Name: "Zenith" },
  ]);
  await addRecords(
    organization,
    "Contacts",
    Array.from({ length: 2_345 }, (_, at) => ({
      Last_Name: `Person ${at}`,
      ...(at === 0 ? { Account_Name: { id: account } } : {}),
    })),
  );
  const accounts = parseCsv((await exported(organization, "Accounts")).text);
  expect(accounts).toHaveLength(2);
  expect(accounts.find((row) => row["Employees"] === "12")).toMatchObject({
    "Account Name": 'Ak"amai, Inc',
    Description: "'=1+1\nsecond line",
  });
  const contacts = await exported(organization, "Contacts");
  const names = column(contacts, "Last Name");
  expect(new Set(names).size).toBe(2_345);
  expect(names).toHaveLength(2_345);
  expect(column(contacts, "Account Name").filter((name) => name !== "")).toEqual(['Ak"amai, Inc']);
});

test("given an export in which a value is changed, when it is imported again, then that record has it, and nothing else is another", async () => {
  const organization = await world.organization("There and back");
  await addRecords(organization, "Accounts", [
    { Account_Name: "Akamai", Phone: "+1 617 555 0100", Employees: 7, Billing_City: "Boston" },
    { Account_Name: "Zenith", Website: "https://zenith.example", Description: "two\nlines; and, marks" },
  ]);
  const before = await exported(organization, "Accounts");
  const csv = before.text.replace("Boston", "Cambridge");
  const body = { module: "Accounts" as const, csv, duplicates: "update" as const };
  const done = await organization.send(importRecords, { body });
  expect(done).toMatchObject({
    created: 0,
    updated: 2,
    failed: 0,
  });
  const after = await exported(organization, "Accounts");
  for (const name of ["Record Id", "Account Name", "Phone", "Employees", "Website", "Description"])
    expect(column(after, name), name).toEqual(column(before, name));
  expect(column(after, "Billing City").toSorted()).toEqual(["", "Cambridge"]);
});

test("given a view, criteria or a word, then just those records are in the file; what cannot be used is refused before it begins", async () => {
  const organization = await world.organization("Narrows");
  await addRecords(organization, "Accounts", [
    { Account_Name: "Akamai", Industry: "Technology" },
    { Account_Name: "Zenith" },
  ]);
  const view = {
    name: "Only Zenith",
    module: { api_name: "Accounts" },
    fields: [{ api_name: "Account_Name" }],
    criteria: { comparator: "equal", field: { api_name: "Account_Name" }, value: "Zenith" },
    access_type: "only_to_me",
  };
  const made = await organization.crm("POST", "/settings/custom_views?module=Accounts", {
    custom_views: [view],
  });
  const id = made.body.custom_views?.[0]?.details.id ?? "";
  const names = async (query: Record<string, string>) =>
    column(await exported(organization, "Accounts", query), "Account Name");
  expect(await names({ view: id })).toEqual(["Zenith"]);
  expect(await names({ criteria: "(Account_Name:starts_with:Aka)" })).toEqual(["Akamai"]);
  expect(await names({ word: "zenith" })).toEqual(["Zenith"]);
  expect(await exported(organization, "Accounts", { view: "5725767999999999999" })).toMatchObject({
    status: 404,
    code: "crm_export.view_unknown",
  });
  expect(await exported(organization, "Accounts", { criteria: "(No_Field:equals:1)" })).toMatchObject({
    status: 422,
    code: "crm_export.criteria_invalid",
  });
  expect((await exported(organization, "Leads")).status).toBe(400);
});

test("given a profile without the right, and one that does not see a field, then the file is refused, and has no such column", async () => {
  const organization = await world.organization("Rights");
  await addRecords(organization, "Accounts", [{ Account_Name: "Akamai", Phone: "+1 617 555 0100" }]);
  const cora = await addColleague(world, organization, { name: "Cora Colleague", role: "read_only" });
  const as = {
    cookie: cora.person.cookie,
    origin: world.system.deps.publicUrl,
    "x-concord-organization": organization.id,
  };
  expect((await exported(organization, "Accounts", {}, as)).status).toBe(200);
  const standard = await profileNamed(organization, "Standard");
  const made = await organization.crm("POST", `/settings/profiles/${standard}/actions/clone`, {
    profiles: [{ name: "Keeps to the screen" }],
  });
  const [profile] = (made.body as unknown as { profiles: { details: { id: string } }[] }).profiles;
  const own = profile?.details.id ?? "";
  await organization.crm("PUT", `/users/${cora.user}`, { users: [{ profile: own }] });
  const phone = (await organization.crm("GET", "/settings/fields?module=Accounts")).body.fields?.find(
    ({ api_name }) => api_name === "Phone",
  );
  await organization.crm("PATCH", `/settings/fields/${phone?.id}?module=Accounts`, {
    fields: [{ profiles: [{ id: own, permission_type: "hidden" }] }],
  });
  const seen = await exported(organization, "Accounts", {}, as);
  expect(seen.status).toBe(200);
  expect(seen.text).toContain("Akamai");
  expect(seen.text).not.toMatch(/Phone|555/);
  await organization.crm("PUT", `/settings/profiles/${own}`, {
    profiles: [{ permissions_details: [{ id: "Crm_Implied_Export_Accounts", enabled: false }] }],
  });
  expect(await exported(organization, "Accounts", {}, as)).toMatchObject({
    status: 403,
    code: "crm_export.forbidden",
  });
});
