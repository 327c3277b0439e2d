import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrmWorld, movableClock, openCrmWorld, type Reply, type Json } from "./support/crm-world.ts";

const clock = movableClock();
let crm: CrmWorld;

beforeAll(async () => {
  crm = await openCrmWorld({ clock });
});
afterAll(() => crm.stop());

const add = async (...rows: object[]): Promise<Json[]> =>
  (await crm.call("POST", "/crm/v8/Accounts", { data: rows })).body.data;
const list = (query: string, headers: Record<string, string> = {}): Promise<Reply> =>
  crm.call("GET", `/crm/v8/Accounts?${query}`, undefined, headers);

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

describe("F91 limits", () => {
  const ids = (count: number): string =>
    Array.from({ length: count }, (_, at) => String(5725767000000000000n + BigInt(at))).join(",");

  test("given a hundred ids, they are read or deleted in one call; one more is refused with the limit", async () => {
    expect((await list(`fields=id&ids=${ids(100)}`)).status).toBe(204);
    expect((await crm.call("DELETE", `/crm/v8/Accounts?ids=${ids(100)}`)).body.data).toHaveLength(100);
    const limit = { code: "LIMIT_EXCEEDED", details: { limit: 100, param_name: "ids" } };
    expect(await list(`fields=id&ids=${ids(101)}`)).toMatchObject({ status: 400, body: limit });
    expect(await crm.call("DELETE", `/crm/v8/Accounts?ids=${ids(101)}`)).toMatchObject({
      status: 400,
      body: limit,
    });
  });

  test("given a hundred records, each write takes them; with one more nothing is written", async () => {
    const rows = (count: number): object[] =>
      Array.from({ length: count }, (_, at) => ({ Account_Name: `Limit ${at}` }));
    const count = async (): Promise<number> =>
      (await crm.call("GET", "/crm/v8/Accounts/actions/count?word=Limit")).body.count;
    expect(await add(...rows(100))).toHaveLength(100);
    for (const path of ["/crm/v8/Accounts", "/crm/v8/Accounts/upsert"])
      expect(await crm.call("POST", path, { data: rows(101) })).toMatchObject({
        status: 400,
        body: { code: "LIMIT_EXCEEDED", details: { maximum_length: 100, api_name: "data" } },
      });
    expect(await count()).toBe(100);
  });

  test("given fifty fields, a list gives them; one more is refused, and a query is bound alike", async () => {
    const { fields } = (await crm.call("GET", "/crm/v8/settings/fields?module=Accounts")).body;
    const names: string[] = fields.map((field: Json) => field.api_name);
    const wanted = (count: number): string =>
      Array.from({ length: count }, (_, at) => names[at] ?? `Unknown_${at}`).join(",");
    expect((await list(`fields=${wanted(50)}&per_page=1`)).status).toBe(200);
    expect((await list(`fields=${wanted(51)}`)).body).toMatchObject({
      code: "LIMIT_EXCEEDED",
      details: { limit: 50, param_name: "fields" },
    });
    const coql = await crm.call("POST", "/crm/v8/coql", {
      select_query: `select ${wanted(51)} from Accounts where id is not null`,
    });
    expect(coql.body).toMatchObject({ code: "LIMIT_EXCEEDED", details: { clause: "select", limit: 50 } });
  });
});
