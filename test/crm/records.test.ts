import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrmWorld, movableClock, openCrmWorld, type Reply, type Json } from "./support/crm-world.ts";

const clock = movableClock();
let crm: CrmWorld;

beforeAll(async () => {
  crm = await openCrmWorld({ clock });
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
const list = (query: string, headers: Record<string, string> = {}): Promise<Reply> =>
  crm.call("GET", `/crm/v8/Accounts?${query}`, undefined, headers);

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

  test("a change is refused where the record was changed since", async () => {
    const [made] = await add({ Account_Name: "Stale" });
    const change = (since: string): Promise<Reply> =>
      crm.call(
        "PUT",
        `/crm/v8/Accounts/${made.details.id}`,
        { data: [{ Phone: "1" }] },
        { "if-unmodified-since": since },
      );
    expect(await change("2020-01-01T00:00:00Z")).toMatchObject({
      status: 412,
      body: { data: [{ code: "ALREADY_MODIFIED" }] },
    });
    expect((await change(made.details.Modified_Time)).status).toBe(200);
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

describe("lists", () => {
  test.each<[string, Record<string, string>, object]>([
    ["", {}, { code: "REQUIRED_PARAM_MISSING", details: { param_name: "fields" } }],
    [
      `fields=${Array.from({ length: 51 }, (_, at) => `F${at}`).join(",")}`,
      {},
      { code: "LIMIT_EXCEEDED", details: { limit: 50, param_name: "fields" } },
    ],
    ["fields=id&page=11", {}, { code: "DISCRETE_PAGINATION_LIMIT_EXCEEDED", details: { limit: 2000 } }],
    ["fields=id&per_page=201", {}, { code: "LIMIT_EXCEEDED" }],
    ["fields=id&page_token=x", {}, { code: "TOKEN_BOUND_DATA_MISMATCH" }],
    ["fields=id&page_token=x&page=1", {}, { code: "AMBIGUITY_DURING_PROCESSING" }],
    ["fields=id&cvid=1", {}, { code: "INVALID_DATA", details: { param_name: "cvid" } }],
    ["fields=id&ids=a,b", {}, { code: "PATTERN_NOT_MATCHED", details: { param_name: "ids" } }],
    ["fields=id&sort_by=Phone", {}, { code: "INVALID_DATA", details: { param_name: "sort_by" } }],
    ["fields=id", { "if-modified-since": "yesterday" }, { code: "INVALID_DATA" }],
  ])("?%s is refused at top level", async (query, headers, expected) => {
    expect(await list(query, headers)).toMatchObject({ status: 400, body: { status: "error", ...expected } });
  });

  test("every answer below /crm is JSON, also for what is not there", async () => {
    for (const [method, path, status, code] of [
      ["GET", "/crm/v8/Nothing?fields=id", 400, "INVALID_MODULE"],
      ["GET", "/crm/v9/x", 404, "INVALID_URL_PATTERN"],
      ["PATCH", "/crm/v8/org", 405, "INVALID_REQUEST_METHOD"],
    ] as const) {
      const reply = await crm.call(method, path);
      expect([reply.status, reply.body.code, reply.headers.get("content-type")]).toEqual([
        status,
        code,
        expect.stringContaining("application/json"),
      ]);
    }
  });

  test("pages reach every record once while others are added, changed and deleted", async () => {
    const before: string[] = [];
    for (let i = 0; i < 3; i += 1)
      before.push(
        ...(await add(...Array.from({ length: 100 }, (_, at) => ({ Account_Name: `Page ${i} ${at}` })))).map(
          (item) => item.details.id,
        ),
      );
    const seen: string[] = [];
    let token: string | null = null;
    do {
      const page: Reply = await list(
        `fields=Account_Name&per_page=50${token === null ? "" : `&page_token=${token}`}`,
      );
      seen.push(...page.body.data.map((row: Json) => row.id));
      token = page.body.info.next_page_token;
      await add({ Account_Name: `Late ${seen.length}` });
      await crm.call("PUT", `/crm/v8/Accounts/${before[5]}`, { data: [{ Phone: String(seen.length) }] });
      await crm.call("DELETE", `/crm/v8/Accounts/${seen.at(-1)}`);
    } while (token !== null);
    expect(new Set(seen).size).toBe(seen.length);
    expect(before.filter((id) => !seen.includes(id))).toEqual([]);
  });

  test("a page token holds for its request and its user, and a day", async () => {
    const first = await list("fields=id&per_page=2");
    const token = first.body.info.next_page_token;
    expect((await list(`fields=id&per_page=2&page_token=${token}`)).status).toBe(200);
    expect((await list(`fields=id,Phone&per_page=2&page_token=${token}`)).body.code).toBe(
      "TOKEN_BOUND_DATA_MISMATCH",
    );
    const userId = await crm.addUser("other@example.com", "Other");
    const asOther = async (): Promise<Record<string, string>> => ({
      authorization: `Zoho-oauthtoken ${await crm.tokenFor(userId, "other@example.com")}`,
    });
    expect((await list(`fields=id&per_page=2&page_token=${token}`, await asOther())).body.code).toBe(
      "TOKEN_BOUND_DATA_MISMATCH",
    );
    const theirs = (await list("fields=id&per_page=2", await asOther())).body.info.next_page_token;
    clock.plusMs(24 * 3600_000 + 1000);
    expect((await list(`fields=id&per_page=2&page_token=${theirs}`, await asOther())).body.code).toBe(
      "EXPIRED_VALUE",
    );
    clock.plusMs(-24 * 3600_000 - 1000);
  });

  test("ids with a view give those of the ids that are in the view", async () => {
    const [inside, outside] = await add(
      { Account_Name: "In", Employees: 77 },
      { Account_Name: "Out", Employees: 78 },
    );
    const criteria = { comparator: "equal", field: { api_name: "Employees" }, value: 77 };
    const view = (
      await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
        custom_views: [{ name: "77", criteria }],
      })
    ).body.custom_views[0].details.id;
    const both = await list(
      `fields=Account_Name&cvid=${view}&ids=${inside.details.id},${outside.details.id}`,
    );
    expect(both.body.data.map((row: Json) => row.Account_Name)).toEqual(["In"]);
    expect((await crm.call("GET", `/crm/v8/Accounts/actions/count?cvid=${view}`)).body).toEqual({ count: 1 });
  });

  test("If-Modified-Since holds inclusively for changes and deletions", async () => {
    const [made] = await add({ Account_Name: "Fresh" });
    const since = { "if-modified-since": made.details.Modified_Time };
    expect((await list("fields=id", since)).body.data.map((row: Json) => row.id)).toContain(made.details.id);
    expect((await list("fields=id", { "if-modified-since": "2099-01-01T00:00:00Z" })).status).toBe(304);
    await crm.call("DELETE", `/crm/v8/Accounts/${made.details.id}`);
    const deleted = await crm.call("GET", "/crm/v8/Accounts/deleted?type=recycle", undefined, since);
    expect(deleted.body.data).toContainEqual(
      expect.objectContaining({
        id: made.details.id,
        display_name: "Fresh",
        type: "recycle",
        deleted_by: { name: "Ada Lovelace", id: crm.adminId },
      }),
    );
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

  test("someone else's private view is neither listed nor used, except by an administrator", async () => {
    const view = (
      await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
        custom_views: [{ name: "Private", access_type: "only_to_me" }],
      })
    ).body.custom_views[0].details.id;
    const as = {
      authorization: `Zoho-oauthtoken ${await crm.tokenFor(await crm.addUser("nosy@example.com", "Nosy"), "nosy@example.com")}`,
    };
    const views = await crm.call("GET", "/crm/v8/settings/custom_views?module=Accounts", undefined, as);
    expect(views.body.custom_views.map((one: Json) => one.id)).not.toContain(view);
    expect((await list(`fields=id&cvid=${view}`, as)).body).toMatchObject({ code: "INVALID_DATA" });
    expect(
      (await crm.call("DELETE", "/crm/v8/settings/custom_views/5725767000000012000?module=Accounts")).status,
    ).toBe(403);
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
