import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrmWorld, openCrmWorld, type Json, type Reply } from "./support/crm-world.ts";

let crm: CrmWorld;
beforeAll(async () => {
  crm = await openCrmWorld();
  const fields = [
    { field_label: "Day", data_type: "date" },
    { field_label: "Moment", data_type: "datetime" },
    { field_label: "Ext ID", data_type: "text", external: { type: "org" } },
  ];
  expect((await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", { fields })).status).toBe(201);
});
afterAll(() => crm.stop());

const add = (row: object | string): Promise<Reply> =>
  crm.call("POST", "/crm/v8/Accounts", typeof row === "string" ? row : { data: [row] });
const get = async (id: string): Promise<Json> =>
  (await crm.call("GET", `/crm/v8/Accounts/${id}`)).body.data[0];

/** Every string, number and name that has broken a server somewhere. */
const texts = [
  "O'Hara; drop table crm_record; --",
  `"quoted" \\back\\slash\\`,
  "%_%",
  "${TODAY} ${EMPTY} $1 :name ?",
  "{{7*7}} <img src=x onerror=alert(1)>",
  "🏳️‍🌈 👩‍👩‍👧‍👦 e\u0301 é \u202Eevil\u202C",
  "ΟΔΟΣ İstanbul ẞ ǅ",
  "tab\tand\u0001control\u007F",
  "__proto__",
];

describe("texts", () => {
  test.each(texts)(
    "given %j as a name, it is kept as it is, found by search, view and COQL, and told apart",
    async (text) => {
      const made = await add({ Account_Name: text });
      expect(made.status).toBe(201);
      const { id } = made.body.data[0].details;
      expect((await get(id)).Account_Name).toBe(text);
      const escaped = text.replaceAll(/[(),\\]/g, String.raw`\$&`);
      const search = await crm.call(
        "GET",
        `/crm/v8/Accounts/search?fields=id&criteria=${encodeURIComponent(`(Account_Name:equals:${escaped})`)}`,
      );
      expect(search.body?.data.map((row: Json) => row.id)).toEqual([id]);
      const word = await crm.call(
        "GET",
        `/crm/v8/Accounts/search?fields=id&word=${encodeURIComponent(text)}`,
      );
      expect(word.body?.data.map((row: Json) => row.id)).toContain(id);
      const quoted = text.replaceAll(/['\\]/g, String.raw`\$&`);
      const coql = await crm.call("POST", "/crm/v8/coql", {
        select_query: `select Account_Name from Accounts where Account_Name = '${quoted}'`,
      });
      expect(coql.body?.data).toEqual([{ Account_Name: text, id }]);
      const view = await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
        custom_views: [
          { name: text, criteria: { comparator: "equal", field: { api_name: "Account_Name" }, value: text } },
        ],
      });
      const cvid: string = view.body.custom_views[0].details.id;
      const list = await crm.call("GET", `/crm/v8/Accounts?fields=id&cvid=${cvid}`);
      expect(list.body?.data).toEqual([{ id }]);
      const upserted = await crm.call("POST", "/crm/v8/Accounts/upsert", {
        data: [{ Account_Name: text, Phone: "1" }],
      });
      expect(upserted.body.data[0]).toMatchObject({ action: "update", details: { id } });
    },
  );

  test("given a name of 200 kB, the row is refused with what fits, and the answer stays small", async () => {
    const reply = await add({ Account_Name: "ö".repeat(200_000) });
    expect(reply.body.data[0]).toMatchObject({ code: "INVALID_DATA", details: { maximum_length: 100 } });
    expect(JSON.stringify(reply.body).length).toBeLessThan(1000);
  });

  test("given a description of 200 kB, the row is refused; one of 32,000 emoji is kept", async () => {
    expect((await add({ Account_Name: "Big", Description: "x".repeat(200_000) })).status).toBe(400);
    const fits = "🚀".repeat(32_000);
    const made = await add({ Account_Name: "Big", Description: fits });
    expect((await get(made.body.data[0].details.id)).Description).toBe(fits);
  });

  test.each([
    ["NUL", String.raw`\u0000`],
    ["a lone high surrogate", String.raw`\ud83d`],
    ["a lone low surrogate", String.raw`\udc00x`],
  ])(
    "fault 41 given %s in one row, that row is refused and the others are written",
    async (_name, escape) => {
      const reply = await add(
        `{"data":[{"Account_Name":"a${escape}b"},{"Account_Name":"Fine"},{"Account_Name":"Tagged","Tag":[{"name":"t${escape}"}]},{"Account_Name":"Ext","Ext_ID":"e${escape}"}]}`,
      );
      expect(reply.status).toBe(207);
      expect(reply.body.data.map((item: Json) => [item.code, item.details.api_name])).toEqual([
        ["INVALID_DATA", "Account_Name"],
        ["SUCCESS", undefined],
        ["INVALID_DATA", "Tag"],
        ["INVALID_DATA", "Ext_ID"],
      ]);
      expect(reply.body.data[2]).toMatchObject({
        message: expect.stringContaining("cannot be stored; remove it"),
        details: { json_path: "$.data[2].Tag[0].name" },
      });
      const named = await add(
        `{"data":[{"Account_Name":"By name","No${escape}field":1},{"Account_Name":"By name","Nothing":{"a":[{"b${escape}":1}]}}]}`,
      );
      expect([named.status, ...named.body.data.map((item: Json) => item.code)]).toEqual([
        400,
        "INVALID_DATA",
        "INVALID_DATA",
      ]);
      expect(named.body.data[0].details.api_name).toMatch(/^No\uFFFDx?field$/);
      expect(named.body.data[1].details.api_name).toBe("Nothing");
      const found = await crm.call("GET", "/crm/v8/Accounts/search?criteria=(Account_Name:equals:By%20name)");
      expect(found.status).toBe(204);
    },
  );

  test("fault 41 given NUL in one row of an upsert, or beside its rows, then nothing of it is written", async () => {
    const upsert = (body: string) => crm.call("POST", "/crm/v8/Accounts/upsert", body);
    const row = await upsert(String.raw`{"data":[{"Account_Name":"a\u0000"},{"Account_Name":"Beside NUL"}]}`);
    expect([row.status, row.body.data[0].details.api_name, row.body.data[1].code]).toEqual([
      207,
      "Account_Name",
      "SUCCESS",
    ]);
    const beside = await upsert(
      String.raw`{"data":[{"Account_Name":"Never"}],"duplicate_check_fields":["Email\u0000"]}`,
    );
    expect([beside.status, beside.body]).toMatchObject([
      400,
      {
        code: "INVALID_REQUEST",
        details: { api_name: "duplicate_check_fields", json_path: "$.duplicate_check_fields[0]" },
      },
    ]);
    const found = await crm.call("GET", "/crm/v8/Accounts/search?criteria=(Account_Name:equals:Never)");
    expect(found.status).toBe(204);
  });

  test.each([
    ["a view", "/settings/custom_views?module=Accounts", `{"custom_views":[{"name":"BAD"}]}`],
    [
      "a view's criteria",
      "/settings/custom_views?module=Accounts",
      `{"custom_views":[{"name":"x","criteria":{"comparator":"contains","field":{"api_name":"Phone"},"value":"BAD"}}]}`,
    ],
    [
      "a field",
      "/settings/fields?module=Accounts",
      `{"fields":[{"field_label":"x BAD","data_type":"text"}]}`,
    ],
    [
      "an option",
      "/settings/fields?module=Accounts",
      `{"fields":[{"field_label":"Opt","data_type":"picklist","pick_list_values":["BAD"]}]}`,
    ],
    ["a user", "/users", `{"users":[{"email":"a@example.com","last_name":"BAD"}]}`],
    ["a query", "/coql", `{"select_query":"select id from Accounts where Phone = 'BAD'"}`],
  ])(
    "fault 41 given NUL or a lone surrogate in %s, it is refused as a whole and its place named",
    async (_name, path, body) => {
      for (const bad of [String.raw`\u0000`, String.raw`\ud83d`]) {
        const reply = await crm.call("POST", `/crm/v8${path}`, body.replace("BAD", bad));
        expect([reply.status, reply.body]).toMatchObject([
          400,
          { code: "INVALID_REQUEST", message: expect.stringContaining("cannot be stored; remove it") },
        ]);
        expect(Object.keys(reply.body.details)).toEqual(["api_name", "json_path"]);
      }
    },
  );

  test("given a body that is not UTF-8, it is refused instead of being written with other letters", async () => {
    const response = await fetch(`${crm.url}/crm/v8/Accounts`, {
      method: "POST",
      headers: { authorization: `Zoho-oauthtoken ${crm.token}` },
      body: Buffer.concat([
        Buffer.from('{"data":[{"Account_Name":"M'),
        Buffer.from([0xfc]),
        Buffer.from('ller"}]}'),
      ]),
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { code: "INVALID_DATA", message: expect.stringContaining("UTF-8") },
    ]);
  });
});

describe("numbers, days and ids at their ends", () => {
  test.each<[object, string]>([
    [{ Day: "0000-01-01" }, "Day"],
    [{ Day: "2026-02-29" }, "Day"],
    [{ Moment: "0001-01-01T00:00:00+14:00" }, "Moment"],
    [{ Moment: "9999-12-31T23:59:59-14:00" }, "Moment"],
    [{ Moment: "2026-02-30T00:00:00Z" }, "Moment"],
    [{ Employees: 1e21 }, "Employees"],
    [{ Employees: -1_000_000_000 }, "Employees"],
    [{ Annual_Revenue: 1e300 }, "Annual_Revenue"],
    [{ Parent_Account: { id: "9999999999999999999" } }, "Parent_Account"],
    [{ Parent_Account: { id: 5 } }, "Parent_Account"],
    [{ Owner: { id: "9999999999999999999" } }, "Owner"],
    [{ Owner: "1'; --" }, "Owner"],
  ])("given %j, the row is refused and names the field", async (value, field) => {
    const reply = await add({ Account_Name: "Edge", ...value });
    expect(reply).toMatchObject({
      status: 400,
      body: { data: [{ code: "INVALID_DATA", details: { api_name: field } }] },
    });
  });

  test("given the first and last days there are, they are kept, listed and compared", async () => {
    const days = { Day: "0001-01-01", Moment: "9999-12-31T22:00:00Z" };
    const made = await add({ Account_Name: "Ends of time", ...days });
    expect(made.status).toBe(201);
    const search = (criteria: string): Promise<Reply> =>
      crm.call("GET", `/crm/v8/Accounts/search?fields=Day,Moment&criteria=${encodeURIComponent(criteria)}`);
    for (const criteria of [
      "(Day:equals:0001-01-01)",
      "(Day:less_than:0001-01-02)",
      "(Moment:greater_equal:9999-12-31)",
      "(Day:between:0001-01-01,9999-12-31)",
    ])
      expect((await search(criteria)).body?.data[0]).toMatchObject({ Day: "0001-01-01" });
    expect((await search("(Day:equals:0000-01-01)")).body).toMatchObject({ code: "INVALID_QUERY" });
  });

  test("given an id as a number that lost its last digits, nothing is changed", async () => {
    const made = await add({ Account_Name: "Exact" });
    const { id } = made.body.data[0].details;
    const reply = await crm.call("PUT", "/crm/v8/Accounts", `{"data":[{"id":${id},"Phone":"1"}]}`);
    expect(reply.body.data[0]).toMatchObject({ code: "INVALID_DATA", details: { api_name: "id" } });
  });
});

describe("addresses and parameters", () => {
  test.each<[number, string]>([
    [404, "/Accounts/%25"],
    [404, "/Accounts/%"],
    [404, "/Accounts/%ff"],
    [404, "/Accounts/..%2f..%2fetc"],
    [404, "/Accounts/1'%20or%20'1'='1"],
    [404, "/Accounts/9999999999999999999"],
    [404, "/Accounts/-1"],
    [400, "/constructor?fields=id"],
    [400, "/__proto__/1"],
    [400, "/Accounts?fields=id&sort_by=constructor"],
    [400, "/Accounts?fields=id&sort_by=__proto__"],
    [400, "/Accounts?fields=id&sort_order=up"],
    [400, "/Accounts?fields=id&cvid=constructor"],
    [400, "/Accounts?fields=id&cvid=9999999999999999999"],
    [400, "/Accounts?fields=id&ids=9999999999999999999"],
    [400, "/Accounts?fields=id&page=1e3"],
    [400, "/Accounts?fields=id&page=-1"],
    [400, "/Accounts?fields=id&per_page=201"],
    [400, "/Accounts?fields=id&page_token=%00"],
    [400, "/Accounts?fields=id&page_token=eyJ4Ijox"],
    [200, "/Accounts?fields=constructor,__proto__,toString"],
    [400, "/Accounts/deleted?type=constructor"],
    [204, "/Accounts/deleted?page=1000000"],
    [400, "/Accounts/deleted?page=1000001"],
    [400, "/Accounts/search?word=%00%00"],
    [204, "/Accounts/search?email=%ff%fe"],
    [400, "/Accounts/search?criteria=(Account_Name:constructor:x)"],
    [400, "/Accounts/search?criteria=(constructor:equals:x)"],
    [400, `/Accounts/search?criteria=${"(".repeat(5000)}`],
    [400, "/Accounts/search?word=xx&sort_by=constructor"],
    [400, "/Accounts/actions/count?cvid=0"],
    [400, "/users?type=constructor"],
    [204, "/users/constructor"],
    [400, "/settings/modules/constructor"],
    [400, "/settings/fields?module=__proto__"],
    [204, "/settings/fields/constructor?module=Accounts"],
    [204, "/settings/custom_views/constructor?module=Accounts"],
    [204, "/settings/custom_views/9999999999999999999?module=Accounts"],
    [400, "/settings/related_lists?module=toString"],
    [404, "/Accounts/1/constructor?fields=id"],
  ])("given a call that nobody makes, then it ends with %i as JSON: %s", async (status, path) => {
    const reply = await crm.call("GET", `/crm/v8${path}`);
    expect(reply.status).toBe(status);
    if (status >= 400) expect(reply.body).toMatchObject({ status: "error", code: expect.any(String) });
  });

  test.each<[string, string, unknown]>([
    ["POST", "/Accounts", "[".repeat(100_000)],
    ["POST", "/Accounts", '{"data":'],
    ["POST", "/Accounts", '{"__proto__":{"data":[{"Account_Name":"x"}]}}'],
    ["POST", "/Accounts", { data: [null] }],
    ["POST", "/Accounts", { data: [[]] }],
    ["PUT", "/Accounts", { data: [{ id: { $gt: "" } }] }],
    ["PUT", "/Accounts/constructor", { data: [{ Phone: "1" }] }],
    ["DELETE", "/Accounts?ids=1,x", undefined],
    ["DELETE", "/Accounts", undefined],
    ["POST", "/Accounts/upsert", { data: [{ Account_Name: "x" }], duplicate_check_fields: ["__proto__"] }],
    ["POST", "/coql", { select_query: "select constructor from Accounts where id is not null" }],
    ["POST", "/coql", { select_query: "select id from constructor where id is not null" }],
    ["POST", "/coql", { select_query: "select id from Accounts where id is not null order by __proto__" }],
    ["POST", "/coql", { select_query: "select Owner.constructor from Accounts where id is not null" }],
    ["POST", "/coql", { select_query: `select id from Accounts where ${"(".repeat(10_000)}` }],
    ["POST", "/coql", { select_query: `select id from Accounts where Phone = '${"x".repeat(200_000)}` }],
    ["POST", "/users", { users: [{ email: "x@example.com", last_name: "X", profile: "constructor" }] }],
    [
      "POST",
      "/users",
      { users: [{ email: "x@example.com", last_name: "X", profile: { id: "99999999999999999999" } }] },
    ],
    ["PUT", "/users/9999999999999999999", { users: [{ last_name: "X" }] }],
    ["POST", "/settings/custom_views?module=Accounts", { custom_views: [{ name: "x", criteria: [] }] }],
    [
      "POST",
      "/settings/custom_views?module=Accounts",
      { custom_views: [{ name: "x", fields: ["__proto__"] }] },
    ],
    ["POST", "/settings/fields?module=Accounts", { fields: [{ field_label: "漢字", data_type: "text" }] }],
    ["POST", "/settings/fields?module=Accounts", { fields: [{ field_label: "id", data_type: "text" }] }],
    [
      "POST",
      "/settings/fields?module=Accounts",
      { fields: [{ field_label: "X", data_type: "constructor" }] },
    ],
    ["DELETE", "/settings/fields/constructor?module=Accounts", undefined],
    ["POST", "/org/currencies", { currencies: [null] }],
    ["POST", "/org/currencies/actions/enable", { base_currency: { iso_code: "__proto__" } }],
  ])("given %s %s with what nobody sends, the answer is a refusal as JSON", async (method, path, body) => {
    const reply = await crm.call(method, `/crm/v8${path}`, body);
    expect([400, 404]).toContain(reply.status);
    expect(JSON.stringify(reply.body)).toContain('"status":"error"');
  });

  test("given names of the prototype as fields, views and options, they are plain names", async () => {
    for (const name of ["constructor", "toString", "hasOwnProperty"]) {
      const made = await crm.call("POST", "/crm/v8/settings/fields?module=Contacts", {
        fields: [{ field_label: name, data_type: "text" }],
      });
      expect(made.status).toBe(201);
    }
    const person = await crm.call("POST", "/crm/v8/Contacts", {
      data: [{ Last_Name: "Proto", constructor: "c", toString: "t", hasOwnProperty: "h" }],
    });
    const list = await crm.call("GET", "/crm/v8/Contacts?fields=constructor,toString,hasOwnProperty");
    expect(list.body.data).toEqual([
      { constructor: "c", toString: "t", hasOwnProperty: "h", id: person.body.data[0].details.id },
    ]);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test("given a body larger than ten megabytes, it is refused with the limit", async () => {
    const reply = await crm.call("POST", "/crm/v8/Accounts", `{"data":"${"x".repeat(11_000_000)}"}`);
    expect(reply).toMatchObject({ status: 413, body: { details: { limit_bytes: 10_000_000 } } });
  });
});
