import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrmWorld, openCrmWorld, type Reply, type Json } from "./support/crm-world.ts";

let crm: CrmWorld;

beforeAll(async () => {
  crm = await openCrmWorld();
  const fields = [
    { field_label: "Ext Billing ID", data_type: "text", external: { type: "org" } },
    { field_label: "Customer No", data_type: "autonumber", auto_number: { prefix: "C-", start_number: 100 } },
    { field_label: "Discount", data_type: "percent" },
  ];
  expect((await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", { fields })).status).toBe(201);
});
afterAll(() => crm.stop());

const add = async (...rows: object[]): Promise<Json[]> =>
  (await crm.call("POST", "/crm/v8/Accounts", { data: rows })).body.data;
const get = async (id: string): Promise<Json> =>
  (await crm.call("GET", `/crm/v8/Accounts/${id}`)).body?.data[0];

describe("values", () => {
  test.each<[object, object]>([
    [
      { Account_Name: "x".repeat(101) },
      {
        code: "INVALID_DATA",
        details: { maximum_length: 100, api_name: "Account_Name", json_path: "$.data[0].Account_Name" },
      },
    ],
    [{ Account_Name: 5 }, { code: "INVALID_DATA", details: { expected_data_type: "string" } }],
    [{ Account_Name: " " }, { code: "MANDATORY_NOT_FOUND", message: "required field not found" }],
    [
      { Account_Name: "a", Employees: 1.5 },
      { code: "INVALID_DATA", details: { expected_data_type: "integer" } },
    ],
    [
      { Account_Name: "a", Annual_Revenue: "12" },
      { code: "INVALID_DATA", details: { expected_data_type: "double" } },
    ],
    [
      { Account_Name: "a", Account_Type: "Nonsense" },
      { code: "INVALID_DATA", details: { expected_data_type: "picklist" } },
    ],
    [
      { Account_Name: "a", Website: "javascript:alert(1)" },
      { code: "INVALID_DATA", details: { expected_data_type: "website" } },
    ],
    [
      { Account_Name: "a", Parent_Account: { id: "1" } },
      { code: "INVALID_DATA", details: { api_name: "Parent_Account" } },
    ],
    [
      { Account_Name: "a", Owner: { id: "1" } },
      { code: "INVALID_DATA", details: { api_name: "Owner" } },
    ],
    [
      { Employees: "x", Fax: 1 },
      { code: "MULTIPLE_OR_MULTI_ERRORS", details: { errors: [{}, {}, {}] } },
    ],
  ])("%j is refused", async (row, expected) => {
    const reply = await crm.call("POST", "/crm/v8/Accounts", { data: [row] });
    expect(reply).toMatchObject({ status: 400, body: { data: [{ status: "error", ...expected }] } });
  });

  test("what is written is read again, null clears, missing keys stay, auto numbers count", async () => {
    const [first, second] = await add(
      {
        Account_Name: 'Zoë “Quote" \\ 漢字',
        Annual_Revenue: 1234567.89,
        Discount: 12.345,
        Phone: "+1 (2)",
        Description: "a\nb",
      },
      { Account_Name: "Second" },
    );
    const written = await get(first.details.id);
    expect(written).toMatchObject({
      Account_Name: 'Zoë “Quote" \\ 漢字',
      Annual_Revenue: 1234567.89,
      Discount: 12.35,
      Description: "a\nb",
    });
    const number = Number(written.Customer_No.slice(2));
    expect((await get(second.details.id)).Customer_No).toBe(`C-${number + 1}`);
    await crm.call("PUT", `/crm/v8/Accounts/${first.details.id}`, {
      data: [{ Phone: null, Customer_No: "mine" }],
    });
    expect(await get(first.details.id)).toMatchObject({
      Phone: null,
      Annual_Revenue: 1234567.89,
      Customer_No: written.Customer_No,
    });
  });

  test("names that are no field, and prototype names, are ignored", async () => {
    const reply = await crm.call(
      "POST",
      "/crm/v8/Accounts",
      '{"data":[{"Account_Name":"Safe","Nothing":1,"__proto__":{"x":1},"constructor":{"prototype":{}}}]}',
    );
    expect(reply.status).toBe(201);
    expect(await get(reply.body.data[0].details.id)).not.toHaveProperty("Nothing");
  });

  test.each<[string, object]>([
    ["not json", { code: "INVALID_DATA" }],
    ["{}", { code: "MANDATORY_NOT_FOUND", details: { api_name: "data" } }],
    [
      JSON.stringify({ data: Array.from({ length: 101 }, () => ({})) }),
      { code: "LIMIT_EXCEEDED", details: { maximum_length: 100, api_name: "data" } },
    ],
    [JSON.stringify({ data: [{ Account_Name: "a\u0000b" }] }), { data: [{ code: "INVALID_DATA" }] }],
  ])("the body %s is refused", async (body, expected) => {
    expect(await crm.call("POST", "/crm/v8/Accounts", body)).toMatchObject({ status: 400, body: expected });
  });

  test("a change of a record that is not there is refused", async () => {
    expect(
      (await crm.call("PUT", "/crm/v8/Accounts", { data: [{ id: "1", Phone: "1" }] })).body.data[0],
    ).toMatchObject({ code: "INVALID_DATA", message: "the id given seems to be invalid" });
  });
});

describe("unique values", () => {
  test("twenty upserts at once of one external id make one record", async () => {
    const upsert = (at: number): Promise<Reply> =>
      crm.call("POST", "/crm/v8/Accounts/upsert", {
        data: [{ Account_Name: `Race ${at}`, Ext_Billing_ID: "race" }],
        duplicate_check_fields: ["Ext_Billing_ID"],
      });
    const replies = await Promise.all(Array.from({ length: 20 }, (_, at) => upsert(at)));
    expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(replies.filter((reply) => reply.body.data[0].action === "insert")).toHaveLength(1);
    expect(new Set(replies.map((reply) => reply.body.data[0].details.id)).size).toBe(1);
  });

  test("twenty inserts at once of one external id make one record; the others name it", async () => {
    const replies = await Promise.all(
      Array.from({ length: 20 }, () =>
        crm.call("POST", "/crm/v8/Accounts", {
          data: [{ Account_Name: "Ins", Ext_Billing_ID: "insert-race" }],
        }),
      ),
    );
    const made = replies.filter((reply) => reply.status === 201);
    expect(made).toHaveLength(1);
    const id: unknown = made[0]?.body.data[0].details.id;
    expect(replies.filter((reply) => reply.status === 400).map((reply) => reply.body.data[0])).toEqual(
      Array.from({ length: 19 }, () =>
        expect.objectContaining({
          code: "DUPLICATE_DATA",
          details: expect.objectContaining({ id, api_name: "Ext_Billing_ID" }),
        }),
      ),
    );
  });

  test("without check fields an account is found by its name, a contact by its e-mail address", async () => {
    const once = await crm.call("POST", "/crm/v8/Contacts/upsert", {
      data: [
        { Last_Name: "A", Email: "Same@Example.com" },
        { Last_Name: "B", Email: "same@example.COM" },
      ],
    });
    expect(once.body.data.map((item: Json) => [item.action, item.duplicate_field])).toEqual([
      ["insert", null],
      ["update", "Email"],
    ]);
    await add({ Account_Name: "Found By Name" });
    expect(
      (await crm.call("POST", "/crm/v8/Accounts/upsert", { data: [{ Account_Name: "found by NAME" }] })).body
        .data[0],
    ).toMatchObject({ action: "update", duplicate_field: "Account_Name" });
  });

  test("a refused change gives its value back, a deleted record frees it", async () => {
    const [one, two] = await add(
      { Account_Name: "One", Ext_Billing_ID: "u-1" },
      { Account_Name: "Two", Ext_Billing_ID: "u-2" },
    );
    const change = (id: string, value: string): Promise<Reply> =>
      crm.call("PUT", `/crm/v8/Accounts/${id}`, { data: [{ Ext_Billing_ID: value }] });
    expect((await change(two.details.id, "u-1")).body.data[0].code).toBe("DUPLICATE_DATA");
    expect((await add({ Account_Name: "Three", Ext_Billing_ID: "u-2" }))[0].code).toBe("DUPLICATE_DATA");
    await crm.call("DELETE", `/crm/v8/Accounts/${one.details.id}`);
    expect((await change(two.details.id, "u-1")).status).toBe(200);
  });
});

describe("rights and credits", () => {
  test("a Standard user writes records but may not add fields or users", async () => {
    const token = await crm.tokenFor(await crm.addUser("std@example.com", "Standard"), "std@example.com");
    const as = { authorization: `Zoho-oauthtoken ${token}` };
    expect(
      (await crm.call("POST", "/crm/v8/Accounts", { data: [{ Account_Name: "Mine" }] }, as)).status,
    ).toBe(201);
    for (const path of ["/crm/v8/settings/fields?module=Accounts", "/crm/v8/users"]) {
      expect(await crm.call("POST", path, {}, as)).toMatchObject({
        status: 403,
        body: { code: "NO_PERMISSION", details: { permissions: [expect.any(String)] } },
      });
    }
  });

  test("a read costs one credit, ten written records another", async () => {
    const left = async (reply: Promise<Reply>): Promise<number> =>
      Number((await reply).headers.get("x-api-credits-remaining"));
    const before = await left(crm.call("GET", "/crm/v8/org"));
    expect(await left(crm.call("GET", "/crm/v8/org"))).toBe(before - 1);
    expect(
      await left(
        crm.call("POST", "/crm/v8/Accounts", {
          data: Array.from({ length: 11 }, () => ({ Account_Name: "C" })),
        }),
      ),
    ).toBe(before - 3);
  });
});
