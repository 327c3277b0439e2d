import { sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrganization } from "#platform/db/db.ts";
import type { Criteria } from "#crm/criteria/criteria.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { criteriaContext, recordFilter } from "#crm/record/filter.store.ts";
import { listQuery, type RecordQuery } from "#crm/record/list.store.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { predefinedViews } from "#crm/view/predefined-views.ts";
import { type CrmWorld, openCrmWorld } from "./support/crm-world.ts";

/** More than a chain of page tokens reaches, by two pages. */
const size = 100_400;

let crm: CrmWorld;
let parent: string;

beforeAll(async () => {
  crm = await openCrmWorld();
  const fields = [
    { field_label: "Sync to billing", data_type: "boolean" },
    { field_label: "Segment", data_type: "picklist", pick_list_values: ["Small", "Large", "Rare"] },
    { field_label: "Ext ID", data_type: "text", external: { type: "org" } },
  ];
  await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", { fields });
  const made = await crm.call("POST", "/crm/v8/Accounts", {
    data: [{ Account_Name: "The parent", Ext_ID: "ext-1" }],
  });
  parent = made.body.data[0].details.id;
  await fill();
});
afterAll(() => crm.stop());

/** Accounts as many as `size`: one in a thousand ticked, one in two Large, one in a thousand Rare, made over three years. */
async function fill(): Promise<void> {
  const client = new pg.Client({ connectionString: crm.databaseUrl });
  await client.connect();
  await client.query(
    `insert into crm_record (organization_id, module, name, values, owner_id, created_by, modified_by, created_time, modified_time)
     select $1, 'Accounts', 'Account ' || n, jsonb_strip_nulls(jsonb_build_object('Account_Name', 'Account ' || n, 'Phone', '+1 ' || n,
         'Sync_to_billing', case when n % 1000 = 0 then true end, 'Employees', n % 5000,
         'Segment', case when n % 1000 = 1 then 'Rare' when n % 2 = 0 then 'Large' else 'Small' end,
         'Parent_Account', case when n % 20000 = 0 then $3::text end)),
       $2::bigint, $2::bigint, $2::bigint, now() - (n % 1000) * interval '1 day', now() - (n % 1000) * interval '1 day'
     from generate_series(2, $4) n`,
    [crm.organizationId, crm.adminId, parent, size],
  );
  // A vacuum also files what the index of values has only put aside; until one comes by itself, the planner shuns it.
  await client.query("vacuum analyze crm_record");
  await client.end();
}

type Plan = { "Node Type": string; "Relation Name"?: string; "Index Name"?: string; Plans?: Plan[] } & Record<
  string,
  unknown
>;

const nodesOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodesOf)];

/** Runs a page's query and says how it went: the indexes it used, whether it walked a table, records it looked at. */
async function explain(
  { caller: sight, ...query }: Partial<RecordQuery>,
  view: { criteria?: Criteria; cvid?: string } = {},
): Promise<{ indexes: string[]; walked: string[]; lookedAt: number }> {
  return inOrganization(crm.system.deps.db, crm.organizationId, async (tx) => {
    const found = await findCaller(tx, { userId: crm.adminId });
    if (!found) throw new Error("no administrator");
    const caller = { ...found, scope: undefined, isPerson: false };
    const about = { tx, caller, module: "Accounts" as const };
    const filter = await recordFilter(about, { cvid: view.cvid ?? null });
    if (typeof filter === "string") throw new Error(`the view cannot be used: ${filter}`);
    const compiled = view.criteria && criteriaSql(view.criteria, criteriaContext(about));
    const page = listQuery({
      caller: sight ?? caller,
      module: "Accounts",
      fields: [...caller.fields.Accounts.values()].filter(({ type }) => type !== "lookup"),
      sort: filter.sort ?? { by: "id", order: "desc" },
      limit: 200,
      ...query,
      conditions: [
        ...filter.conditions,
        ...(compiled?.ok ? [compiled.value] : []),
        ...(query.conditions ?? []),
      ],
    });
    const { rows } = await sql<{
      "QUERY PLAN": { Plan: Plan }[];
    }>`explain (analyze, format json) ${page}`.execute(tx);
    const nodes = rows.flatMap((row) => row["QUERY PLAN"].flatMap(({ Plan: plan }) => nodesOf(plan)));
    const number = (node: Plan, name: string): number => Number(node[name] ?? 0);
    const ofRecords = nodes.filter((node) => node["Relation Name"] === "crm_record");
    return {
      indexes: nodes.flatMap((node) => node["Index Name"] ?? []),
      walked: nodes
        .filter((node) => node["Node Type"] === "Seq Scan")
        .map((node) => String(node["Relation Name"])),
      lookedAt: ofRecords.reduce(
        (sum, node) =>
          sum +
          (number(node, "Actual Rows") +
            number(node, "Rows Removed by Filter") +
            number(node, "Rows Removed by Index Recheck")) *
            number(node, "Actual Loops"),
        0,
      ),
    };
  });
}

const is = (field: string, value: unknown, comparator: "equal" | "in" = "equal"): Criteria => ({
  field,
  comparator,
  value,
});

describe("F91 the first page of a view over a large table is found by an index", () => {
  test.each(predefinedViews.filter(({ module }) => module === "Accounts").map(({ name, id }) => [name, id]))(
    "%s",
    async (_name, cvid) => {
      const went = await explain({}, { cvid });
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
    const went = await explain({}, { criteria });
    expect(went.walked).not.toContain("crm_record");
    expect(went.indexes).toContain(index);
    expect(went.lookedAt).toBeLessThan(5_000);
  });

  test("the records of a related list", async () => {
    const went = await explain({}, { criteria: is("Parent_Account", parent) });
    expect(went.indexes).toContain("crm_record_values");
    expect(went.lookedAt).toBeLessThan(5_000);
  });

  test("what was modified since, in its order", async () => {
    const since = new Date(Date.now() - 2 * 86_400_000).toISOString();
    const went = await explain({
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
      const went = await explain({ caller: { sees: { Accounts: sees } } }, { cvid: id });
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
