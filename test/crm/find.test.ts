import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrmWorld, type Json, openCrmWorld } from "./support/crm-world.ts";

let crm: CrmWorld;
let seller: Record<string, string>;

beforeAll(async () => {
  crm = await openCrmWorld();
  await add(
    "Accounts",
    ["Acme", "Acme Trading", "North Acme", "Harbor Freight Lines", "Zürich Söhne AG"].map((name) => ({
      Account_Name: name,
    })),
  );
  await add("Contacts", [{ First_Name: "Ada", Last_Name: "Lovelace", Email: "ada@lovelace.example" }]);
  await add("Deals", [{ Deal_Name: "Harbor renewal", Stage: "Qualification" }]);
  const roles = (await crm.call("GET", "/crm/v8/settings/roles")).body.roles;
  const { profiles } = (await crm.call("GET", "/crm/v8/settings/profiles")).body;
  const email = "anna@example.com";
  const made = await crm.call("POST", "/crm/v8/users", {
    users: [
      {
        last_name: "Anna",
        email,
        profile: profiles.find((one: Json) => one.name === "Standard").id,
        role: roles[1].id,
      },
    ],
  });
  const { id } = made.body.users[0].details;
  seller = { authorization: `Zoho-oauthtoken ${await crm.tokenFor(id, email)}` };
});
afterAll(() => crm.stop());

async function add(module: string, rows: object[]): Promise<void> {
  expect((await crm.call("POST", `/crm/v8/${module}`, { data: rows })).status).toBe(201);
}

/** What is found, with how; the name of a record is its first field. */
async function found(text: string, module = "Accounts", headers?: Record<string, string>): Promise<string[]> {
  const field = { Accounts: "Account_Name", Contacts: "Full_Name", Deals: "Deal_Name" }[module] ?? "";
  const path = `/crm/v8/${module}/actions/find?fields=${field}&text=${encodeURIComponent(text)}`;
  const { status, body } = await crm.call("GET", path, undefined, headers);
  if (status === 204) return [];
  expect(status).toBe(200);
  return body.data.map(({ match, record }: Json) => `${match} ${record[field]}`);
}

describe("given records of the CRM, when one is looked for by what it is called", () => {
  test("then the one that is called so comes first, then those that begin so, then those with the word", async () => {
    expect(await found("acme")).toEqual(["exact Acme", "beginning Acme Trading", "word North Acme"]);
    expect(await found("ac")).toEqual(["beginning Acme", "beginning Acme Trading", "word North Acme"]);
  });

  test.each([
    ["harbr", "Accounts", "typo Harbor Freight Lines"],
    ["harbor frieght", "Accounts", "typo Harbor Freight Lines"],
    ["freigt lines", "Accounts", "typo Harbor Freight Lines"],
    ["söhnne", "Accounts", "typo Zürich Söhne AG"],
    ["lovelase", "Contacts", "typo Ada Lovelace"],
    ["harbour", "Deals", "typo Harbor renewal"],
  ])("mistyped as %s, then it is found in %s all the same", async (text, module, expected) => {
    expect(await found(text, module)).toEqual([expected]);
  });

  test("by what nothing is called, then nothing is found; without a text it is refused", async () => {
    expect(await found("quartz")).toEqual([]);
    const { body } = await crm.call("GET", "/crm/v8/Accounts/actions/find?fields=Account_Name&text=");
    expect(body.code).toBe("INVALID_DATA");
  });

  test("when a record is called otherwise, then its new name is guessed as well", async () => {
    const [{ record }] = (
      await crm.call("GET", "/crm/v8/Accounts/actions/find?fields=Account_Name&text=north")
    ).body.data;
    const renamed = await crm.call("PUT", "/crm/v8/Accounts", {
      data: [{ id: record.id, Account_Name: "Obsidian Works" }],
    });
    expect(renamed.status).toBe(200);
    expect(await found("obsidain")).toEqual(["typo Obsidian Works"]);
  });

  test("when its module is private, then only who may see it finds it, also mistyped", async () => {
    expect(await found("harbr", "Accounts", seller)).toEqual(["typo Harbor Freight Lines"]);
    await crm.call("PUT", "/crm/v8/settings/data_sharing", {
      data_sharing: [{ module: { api_name: "Accounts" }, share_type: "private" }],
    });
    expect(await found("harbr", "Accounts", seller)).toEqual([]);
    expect(await found("harbor", "Accounts", seller)).toEqual([]);
    expect(await found("harbr")).toEqual(["typo Harbor Freight Lines"]);
  });
});
