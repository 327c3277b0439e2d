import { sql } from "kysely";
import pg from "pg";
import { inOrganization } from "#platform/db/db.ts";
import type { Criteria, Criterion } from "#crm/criteria/criteria.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { probeOf } from "#crm/criteria/probe.ts";
import { criteriaContext, recordFilter } from "#crm/record/filter.store.ts";
import { listQuery, type RecordQuery } from "#crm/record/list.store.ts";
import { findByProbe } from "#crm/record/probe.store.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { type CrmWorld, openCrmWorld } from "./crm-world.ts";

/** A CRM of many accounts: `parent` is that of one in 20,000. */
export type LargeCrm = { crm: CrmWorld; parent: string };

/** Opens a CRM and fills it with `size` accounts. */
export async function openLargeCrm(size: number): Promise<LargeCrm> {
  const crm = await openCrmWorld();
  const fields = [
    { field_label: "Sync to billing", data_type: "boolean" },
    { field_label: "Segment", data_type: "picklist", pick_list_values: ["Small", "Large", "Rare"] },
    { field_label: "Ext ID", data_type: "text", external: { type: "org" } },
  ];
  await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", { fields });
  const made = await crm.call("POST", "/crm/v8/Accounts", {
    data: [{ Account_Name: "The parent", Ext_ID: "ext-1" }],
  });
  const parent = made.body.data[0].details.id as string;
  await fill(crm, size, parent);
  return { crm, parent };
}

/** Accounts as many as are asked for: one in a thousand ticked, one in two Large, one in a thousand Rare, made over three years. */
async function fill(crm: CrmWorld, size: number, parent: string): Promise<void> {
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
export async function explain(
  crm: CrmWorld,
  { caller: sight, ...query }: Partial<RecordQuery>,
  view: { criteria?: Criteria; cvid?: string; probed?: boolean } = {},
): Promise<{ indexes: string[]; walked: string[]; lookedAt: number }> {
  return inOrganization(crm.system.deps.db, crm.organizationId, async (tx) => {
    const found = await findCaller(tx, { userId: crm.adminId });
    if (!found) throw new Error("no administrator");
    const caller = { ...found, scope: undefined, isPerson: false };
    const about = { tx, caller, module: "Accounts" as const };
    const filter = await recordFilter(about, { cvid: view.cvid ?? null });
    if (typeof filter === "string") throw new Error(`the view cannot be used: ${filter}`);
    const compiled = view.criteria && criteriaSql(view.criteria, criteriaContext(about));
    const probe = view.probed && view.criteria && probeOf(view.criteria, criteriaContext(about));
    const ids = probe ? await findByProbe(tx, "Accounts", probe) : undefined;
    const asked: RecordQuery = {
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
    };
    const page = listQuery(asked, { ids });
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

/** One comparison. */
export const is = (
  field: string,
  value: unknown,
  comparator: Criterion["comparator"] = "equal",
): Criteria => ({
  field,
  comparator,
  value,
});
