import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Criteria } from "#crm/criteria/criteria.ts";
import { predefinedViews } from "#crm/view/predefined-views.ts";
import type { CrmWorld } from "./support/crm-world.ts";
import { explain, is, openLargeCrm } from "./support/large-crm.ts";

/** More than a chain of page tokens reaches, by two pages. */
const size = 100_400;

let crm: CrmWorld;
let parent: string;

beforeAll(async () => {
  ({ crm, parent } = await openLargeCrm(size));
});
afterAll(() => crm.stop());

describe("F91 the first page of a view over a large table is found by an index", () => {
  test.each(predefinedViews.filter(({ module }) => module === "Accounts").map(({ name, id }) => [name, id]))(
    "%s",
    async (_name, cvid) => {
      const went = await explain(crm, {}, { cvid });
      expect(went.walked).not.toContain("crm_record");
      expect(went.lookedAt).toBeLessThan(5_000);
    },
  );

  test.each<[string, Criteria, string]>([
    ["a check box that few have ticked", is("Sync_to_billing", true), "crm_record_values"],
    ["a rare value of a pick list", is("Segment", "Rare"), "crm_record_values"],
    ["one of two rare values", is("Segment", ["Rare", "None"], "in"), "crm_record_values"],
    ["a value that half of them have", is("Segment", "Large"), "crm_record_pkey"],
    ["the name", is("Account_Name", "ACCOUNT 5000"), "crm_record_name"],
    ["several names", is("Account_Name", ["Account 7", "account 8"], "in"), "crm_record_name"],
    ["an external id", is("Ext_ID", "EXT-1"), "crm_unique_value_pkey"],
    [
      "a rare value and a number",
      { operator: "AND", group: [is("Segment", "Rare"), is("Employees", 1)] },
      "crm_record_values",
    ],
    [
      "either of two rare things",
      { operator: "OR", group: [is("Segment", "Rare"), is("Sync_to_billing", true)] },
      "crm_record_values",
    ],
    ["a day of creation", is("Created_Time", "${YESTERDAY}"), "crm_record_created"],
  ])("%s", async (_name, criteria, index) => {
    const went = await explain(crm, {}, { criteria });
    expect(went.walked).not.toContain("crm_record");
    expect(went.indexes).toContain(index);
    expect(went.lookedAt).toBeLessThan(5_000);
  });

  test("the records of a related list", async () => {
    const went = await explain(crm, {}, { criteria: is("Parent_Account", parent) });
    expect(went.indexes).toContain("crm_record_values");
    expect(went.lookedAt).toBeLessThan(5_000);
  });

  test("what was modified since, in its order", async () => {
    const since = new Date(Date.now() - 2 * 86_400_000).toISOString();
    const went = await explain(crm, {
      sort: { by: "modified_time", order: "asc" },
      conditions: [sql<boolean>`r.modified_time >= ${since}::timestamptz`],
    });
    expect(went.indexes).toContain("crm_record_modified");
    expect(went.lookedAt).toBeLessThan(5_000);
  });
});

describe("F91 the first page of a private module is found by an index", () => {
  /** Owners by how many of the records are theirs: a few old ones, one in a hundred, one in ten. */
  const owners = { few: "5725767000000000101", some: "5725767000000000102", many: "5725767000000000103" };
  beforeAll(async () => {
    const client = new pg.Client({ connectionString: crm.databaseUrl });
    await client.connect();
    await client.query(
      `update crm_record r set owner_id = case when o.at <= 500 then $1::bigint when o.at % 100 = 0 then $2::bigint else $3::bigint end
       from (select id, row_number() over (order by id) as at from crm_record) o
       where r.id = o.id and (o.at <= 500 or o.at % 10 = 0)`,
      [owners.few, owners.some, owners.many],
    );
    await client.query("vacuum analyze crm_record");
    await client.end();
  });

  test.each<[string, readonly string[]]>([
    ["of one who owns a few old records", [owners.few]],
    ["of one who owns one in a hundred", [owners.some]],
    ["of one who owns one in ten", [owners.many]],
    ["of one above all these", Object.values(owners)],
    ["of one above a few old records and one in a hundred", [owners.few, owners.some]],
    ["of one who owns none", ["5725767000000000104"]],
  ])("%s", async (_name, sees) => {
    // "My Accounts" are the administrator's here, who sees none of these.
    const views = predefinedViews.filter(
      ({ module, name }) => module === "Accounts" && name !== "My Accounts",
    );
    for (const { name, id } of views) {
      const went = await explain(crm, { caller: { sees: { Accounts: sees } } }, { cvid: id });
      expect({ name, walked: went.walked }).toEqual({
        name,
        walked: expect.not.arrayContaining(["crm_record"]),
      });
      expect({ name, few: went.lookedAt < 25_000, lookedAt: went.lookedAt }).toMatchObject({
        name,
        few: true,
      });
    }
  });
});

describe("F91 pages of 200", () => {
  test("by page 2,000 records are reached, by tokens 100,000, and each record once", async () => {
    const list = (query: string): ReturnType<CrmWorld["call"]> =>
      crm.call("GET", `/crm/v8/Accounts?fields=id&per_page=200${query}`);
    expect((await list("&page=10")).body.info).toMatchObject({ count: 200, more_records: true });
    expect((await list("&page=11")).body).toMatchObject({
      code: "DISCRETE_PAGINATION_LIMIT_EXCEEDED",
      details: { limit: 2000 },
    });
    const seen = new Set<string>();
    let token = "";
    let last = await list("");
    for (let pages = 1; ; pages += 1) {
      for (const { id } of last.body.data as { id: string }[]) seen.add(id);
      expect(seen.size).toBe(pages * 200);
      token = last.body.info.next_page_token as string;
      last = await list(`&page_token=${token}`);
      if (last.status !== 200) break;
    }
    expect(seen.size).toBe(100_000);
    expect(last).toMatchObject({
      status: 400,
      body: { code: "PAGINATION_LIMIT_EXCEEDED", details: { param_name: "page_token" } },
    });
  });
});
