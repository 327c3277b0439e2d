import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrmWorld, type Json, openCrmWorld, type Reply } from "./support/crm-world.ts";

let crm: CrmWorld;
let profile: string;
let standard: string;
let seller: Record<string, string>;
let account: string;
const fieldIds = new Map<string, string>();

beforeAll(async () => {
  crm = await openCrmWorld();
  await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", {
    fields: [
      { field_label: "Secret code", data_type: "text", unique: {}, external: { type: "org" } },
      { field_label: "Case", data_type: "autonumber", auto_number: { prefix: "C-", start_number: 1 } },
    ],
  });
  const { profiles } = (await crm.call("GET", "/crm/v8/settings/profiles")).body;
  standard = profiles.find((one: Json) => one.name === "Standard").id;
  const made = await crm.call("POST", `/crm/v8/settings/profiles/${standard}/actions/clone`, {
    profiles: [{ name: "Seller" }],
  });
  profile = made.body.profiles[0].details.id;
  const email = "sel@example.com";
  const user = await crm.call("POST", "/crm/v8/users", { users: [{ last_name: "Sel", email, profile }] });
  seller = {
    authorization: `Zoho-oauthtoken ${await crm.tokenFor(user.body.users[0].details.id, email)}`,
  };
  account = await add("Accounts", {
    Account_Name: "Akamai",
    Annual_Revenue: 98765,
    Phone: "555 01",
    Secret_code: "xyzzy",
  });
  await add("Contacts", { Last_Name: "Miles", Email: "miles@hidden.example", Account_Name: { id: account } });
  for (const module of ["Accounts", "Contacts"])
    for (const { id, api_name } of (await crm.call("GET", `/crm/v8/settings/fields?module=${module}`)).body
      .fields)
      fieldIds.set(`${module}.${api_name}`, id);
  expect((await set("Accounts", "Annual_Revenue", "hidden")).status).toBe(200);
  await set("Accounts", "Secret_code", "hidden");
  await set("Accounts", "Case", "hidden");
  await set("Accounts", "Phone", "read_only");
  await set("Contacts", "Email", "hidden");
});
afterAll(() => crm.stop());

async function add(module: string, row: object, headers = {}): Promise<string> {
  return (await crm.call("POST", `/crm/v8/${module}`, { data: [row] }, headers)).body.data[0].details.id;
}

function set(module: string, name: string, permission_type: string, id = profile): Promise<Reply> {
  const path = `/crm/v8/settings/fields/${fieldIds.get(`${module}.${name}`)}?module=${module}`;
  return crm.call("PATCH", path, { fields: [{ profiles: [{ id, permission_type }] }] });
}

const as = (method: string, path: string, body?: unknown): Promise<Reply> =>
  crm.call(method, path, body, seller);

const whole = async (id: string): Promise<Json> =>
  (await crm.call("GET", `/crm/v8/Accounts/${id}`)).body.data[0];

describe("a field that a profile hides", () => {
  test("given its ways to be read, then none shows it", async () => {
    const fields = (await as("GET", "/crm/v8/settings/fields?module=Accounts")).body.fields.map(
      (one: Json) => one.api_name,
    );
    expect(fields).not.toContain("Annual_Revenue");
    const told: string[] = [];
    for (const [method, path, body] of [
      ["GET", `/crm/v8/Accounts/${account}`],
      ["GET", "/crm/v8/Accounts?fields=Account_Name,Annual_Revenue,Secret_code"],
      ["GET", "/crm/v8/Accounts/search?word=akamai"],
      ["GET", `/crm/v8/Accounts/${account}/__timeline`],
      [
        "POST",
        "/crm/v8/coql",
        { select_query: "select Account_Name from Accounts where Account_Name = 'Akamai'" },
      ],
    ] as const) {
      const reply = await as(method, path, body);
      expect(reply.status).toBe(200);
      if (/Annual_Revenue|98765|Secret_code|xyzzy/.test(JSON.stringify(reply.body))) told.push(path);
    }
    expect(told).toEqual([]);
  });

  test("given its ways to be guessed, then each is refused or finds nothing", async () => {
    const criteria = encodeURIComponent("(Annual_Revenue:equals:98765)");
    expect((await as("GET", `/crm/v8/Accounts/search?criteria=${criteria}`)).body.code).toBe("INVALID_QUERY");
    expect((await as("GET", `/crm/v8/Accounts/actions/count?criteria=${criteria}`)).body.code).toBe(
      "INVALID_QUERY",
    );
    for (const select_query of [
      "select Annual_Revenue from Accounts where id is not null",
      "select id from Accounts where Annual_Revenue > 0",
      "select id from Accounts where id is not null order by Annual_Revenue asc",
      "select Account_Name.Annual_Revenue from Contacts where id is not null",
    ])
      expect((await as("POST", "/crm/v8/coql", { select_query })).body.code).toBe("INVALID_QUERY");
    expect((await as("GET", "/crm/v8/Accounts/search?word=xyzzy")).status).toBe(204);
    expect((await as("GET", "/crm/v8/Contacts/search?email=miles@hidden.example")).status).toBe(204);
    const external = { ...seller, "x-external": "Accounts.Secret_code" };
    expect((await crm.call("GET", "/crm/v8/Accounts/xyzzy", undefined, external)).status).toBe(400);
    const leaf = { comparator: "greater_than", field: { api_name: "Annual_Revenue" }, value: 1 };
    const query = { module: { api_name: "Accounts" }, criteria: leaf };
    expect((await as("POST", "/crm/bulk/v8/read", { query })).body.code).toBe("INVALID_DATA");
    const view = { name: "Rich", criteria: leaf, access_type: "public" };
    const made = await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
      custom_views: [view],
    });
    const cvid = made.body.custom_views[0].details.id;
    expect((await crm.call("GET", `/crm/v8/Accounts?fields=id&cvid=${cvid}`)).status).toBe(200);
    expect((await as("GET", `/crm/v8/Accounts?fields=id&cvid=${cvid}`)).body).toMatchObject({
      code: "INVALID_DATA",
      details: { param_name: "cvid" },
    });
  });

  test("given a write of it, then it stays as it was, and what depends on it still holds", async () => {
    await as("PUT", `/crm/v8/Accounts/${account}`, {
      data: [{ Annual_Revenue: 1, Secret_code: "mine", Phone: "1", Fax: "2" }],
    });
    expect(await whole(account)).toMatchObject({
      Annual_Revenue: 98765,
      Secret_code: "xyzzy",
      Phone: "555 01",
      Fax: "2",
    });
    const taken = await crm.call("POST", "/crm/v8/Accounts", {
      data: [{ Account_Name: "Twin", Secret_code: "XYZZY" }],
    });
    expect(taken.body.data[0].code).toBe("DUPLICATE_DATA");
    const made = await add("Accounts", { Account_Name: "Made by a seller" }, seller);
    expect((await whole(made)).Case).toMatch(/^C-\d+$/);
  });

  test("given a record that is deleted and restored by who does not see it, then its unique value is its own again", async () => {
    await as("DELETE", `/crm/v8/Accounts/${account}`);
    const restored = await as("POST", `/crm/v8/settings/recycle_bin/${account}/actions/restore`);
    expect(restored.body.recycle_bin[0].code).toBe("SUCCESS");
    const taken = await crm.call("POST", "/crm/v8/Accounts", {
      data: [{ Account_Name: "Twin", Secret_code: "xyzzy" }],
    });
    expect(taken.body.data[0].code).toBe("DUPLICATE_DATA");
  });

  test("given a merge by who does not see it, then the master keeps it, and it cannot be named", async () => {
    const child = await add("Accounts", { Account_Name: "Child", Annual_Revenue: 5 });
    const merge = (given: string[]): object => ({
      merge: [{ data: [{ id: child, _fields: given.map((api_name) => ({ api_name })) }] }],
    });
    const path = `/crm/v8/Accounts/${account}/actions/merge`;
    expect((await as("POST", path, merge(["Annual_Revenue"]))).status).toBe(400);
    expect((await as("POST", path, merge(["Fax"]))).status).toBe(201);
    expect(await whole(account)).toMatchObject({ Annual_Revenue: 98765, Secret_code: "xyzzy" });
  });
});

describe("a field that a profile only reads", () => {
  test("given it, then it is shown and said to be so, and a write leaves it", async () => {
    const { fields } = (await as("GET", "/crm/v8/settings/fields?module=Accounts")).body;
    const phone = fields.find((one: Json) => one.api_name === "Phone");
    expect(phone).toMatchObject({ read_only: true, operation_type: { api_update: false } });
    expect((await as("GET", `/crm/v8/Accounts/${account}`)).body.data[0].Phone).toBe("555 01");
    await as("PUT", `/crm/v8/Accounts/${account}`, { data: [{ Phone: "9" }] });
    expect((await whole(account)).Phone).toBe("555 01");
    await set("Accounts", "Phone", "read_write");
    await as("PUT", `/crm/v8/Accounts/${account}`, { data: [{ Phone: "9" }] });
    expect((await whole(account)).Phone).toBe("9");
  });
});

describe("who sets the rights of fields", () => {
  test("given an administrator, then each field says what each profile may do with it", async () => {
    const { fields } = (await crm.call("GET", "/crm/v8/settings/fields?module=Accounts")).body;
    const { profiles } = fields.find((one: Json) => one.api_name === "Annual_Revenue");
    expect(profiles.map(({ name, permission_type }: Json) => [name, permission_type])).toEqual([
      ["Administrator", "read_write"],
      ["Standard", "read_write"],
      ["Seller", "hidden"],
    ]);
  });

  test.each([
    ["a mandatory field", "Account_Name", "hidden", () => profile, "profiles"],
    ["a field that the CRM writes", "Created_Time", "hidden", () => profile, "profiles"],
    ["no such right", "Fax", "secret", () => profile, "profiles[0].permission_type"],
    ["no such profile", "Fax", "hidden", () => "5725767000009999999", "profiles[0].id"],
    ["a predefined profile", "Fax", "hidden", () => standard, "profiles[0].id"],
  ])("given %s, then it is refused and the place named", async (_what, name, type, of, api_name) => {
    const { status, body } = await set("Accounts", name, type, of());
    expect([status, body.fields[0].code, body.fields[0].details.api_name]).toEqual([
      400,
      "INVALID_DATA",
      api_name,
    ]);
  });

  test("given a standard field, then nothing but its rights is changed", async () => {
    const path = `/crm/v8/settings/fields/${fieldIds.get("Accounts.Fax")}?module=Accounts`;
    const { body } = await crm.call("PATCH", path, { fields: [{ field_label: "Telefax" }] });
    expect(body.code).toBe("NOT_ALLOWED");
  });

  test("given a field that is deleted and made anew, then the new one is seen", async () => {
    const of = { fields: [{ field_label: "Passing", data_type: "text" }] };
    const make = async (): Promise<string> =>
      (await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", of)).body.fields[0].details.id;
    fieldIds.set("Accounts.Passing", await make());
    await set("Accounts", "Passing", "hidden");
    await crm.call("DELETE", `/crm/v8/settings/fields/${fieldIds.get("Accounts.Passing")}?module=Accounts`);
    await make();
    const { fields } = (await as("GET", "/crm/v8/settings/fields?module=Accounts")).body;
    expect(fields.map((one: Json) => one.api_name)).toContain("Passing");
  });
});
