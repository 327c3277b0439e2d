import { type RawBuilder, sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { Field, FieldMap, ModuleName } from "#crm/field/field.ts";
import type { Probe } from "#crm/criteria/probe.ts";
import { valueSql } from "#crm/record/field-sql.ts";
import { and, inModule } from "#crm/record/list.store.ts";
import { findByProbe } from "#crm/record/probe.store.ts";
import { type Sight, visibleAnySql } from "#crm/record/visible-sql.ts";
import { fieldJson } from "#crm/record/record-json.ts";

/** A column of a query: a field of the module, a field of the record it looks up, or a fact of a user it names. */
export type CoqlColumn = { name: string; field: Field; of?: Field | "first_name" | "last_name" | "email" };

export type CoqlPlan = {
  caller: Sight;
  module: ModuleName;
  columns: readonly CoqlColumn[];
  condition: RawBuilder<boolean>;
  /** The part of the condition that says from where to where in the order of the records. */
  place?: RawBuilder<boolean> | undefined;
  /** Among which records those are that meet the rest of the condition, where an index can tell. */
  probe?: Probe | undefined;
  orderBy: readonly { field: Field; order: "asc" | "desc" }[];
  limit: number;
  offset: number;
};

/** What a column name means, or undefined. `Owner.last_name`, `Account_Name.Phone`; `.id` and `.name` are the reference itself. */
export function findColumn(
  fields: Record<ModuleName, FieldMap>,
  module: ModuleName,
  name: string,
): CoqlColumn | undefined {
  const [first = "", second] = name.split(".");
  const field = fields[module].get(first);
  if (!field || second === undefined) return field && { name, field };
  const target = field.lookup ? fields[field.lookup.module].get(second) : undefined;
  if (target) return { name, field, of: target };
  const isUser = field.type === "ownerlookup" || field.type === "userlookup";
  return isUser && (second === "first_name" || second === "last_name" || second === "email")
    ? { name, field, of: second }
    : undefined;
}

/** The records of a query as JSON texts. */
export async function runCoql(tx: Tx, plan: CoqlPlan): Promise<{ documents: string[]; hasMore: boolean }> {
  const documents = await documentsOf(tx, plan);
  return { documents: documents.slice(0, plan.limit), hasMore: documents.length > plan.limit };
}

/**
 * How many records, from the place on, are looked at before an index is asked who meets the query (docs/adr/0030): so many
 * that what every fifth record meets fills the answer; none where that would be too many. Bound to 20,000, since what
 * hardly any record meets is looked for in vain.
 */
function firstLook({ limit, offset }: CoqlPlan): number {
  const look = 2_000 + 4 * (limit + offset);
  return look <= 20_000 ? look : 0;
}

async function documentsOf(tx: Tx, plan: CoqlPlan): Promise<string[]> {
  const { probe, module, limit } = plan;
  const texts = async (narrowing?: Narrowing): Promise<string[]> => {
    const { rows } = await coqlQuery(plan, narrowing).execute(tx);
    return rows.map(({ document }) => document);
  };
  if (!probe) return texts();
  // By any other order all who meet the query are sorted before the first is known.
  const isInOrder = plan.orderBy.every(
    ({ field }) => field.column !== undefined && inOrder.has(field.column),
  );
  const look = isInOrder ? firstLook(plan) : 0;
  if (look > 0) {
    const found = await texts({ look });
    if (found.length > limit || !(await isFurther(tx, plan, look))) return found;
  }
  const ids = await findByProbe(tx, module, probe);
  return ids?.length === 0 ? [] : texts({ ids });
}

/** Columns in whose order an index keeps the records. */
const inOrder: ReadonlySet<string> = new Set(["id", "created_time", "modified_time"]);

/** Whether there are records from the place on that were not looked at. */
async function isFurther(tx: Tx, plan: CoqlPlan, look: number): Promise<boolean> {
  const { rows } = await sql`
    select 1 from crm_record r where ${placed(plan)} order by ${orderOf(plan)} limit 1 offset ${look}`.execute(
    tx,
  );
  return rows.length > 0;
}

/** What a query is narrowed to: so many records in their order, or these. */
type Narrowing = { look?: number; ids?: string[] | undefined };

function coqlQuery(plan: CoqlPlan, { look, ids }: Narrowing = {}): RawBuilder<{ document: string }> {
  const columns = sql.join(
    plan.columns.map((column) => sql`${`,"${column.name}":`}::text || ${columnJson(plan.caller, column)}`),
    sql` || `,
  );
  const order = orderOf(plan);
  const records = look
    ? sql`(select * from crm_record r where ${placed(plan)} order by ${order} limit ${look}) r`
    : sql`crm_record r`;
  const among = ids ? [sql<boolean>`r.id = any (${ids}::bigint[])`] : [];
  return sql<{ document: string }>`
    select '{' || substr(${columns}, 2) || '}' as document from ${records}
    where ${inModule(plan.caller, plan.module)} ${and([...among, plan.condition])}
    order by ${order} limit ${plan.limit + 1} offset ${plan.offset}`;
}

/** The records of the module from the place on. */
function placed({ caller, module, place }: CoqlPlan): RawBuilder<boolean> {
  return sql<boolean>`${inModule(caller, module)} ${and(place ? [place] : [])}`;
}

function orderOf(plan: CoqlPlan): RawBuilder<unknown> {
  const order = plan.orderBy.map(({ field, order: direction }) => {
    // Columns are never null, and only this plain form is served by their index.
    if (field.column) return direction === "asc" ? sql`${valueSql(field)} asc` : sql`${valueSql(field)} desc`;
    return direction === "asc"
      ? sql`${valueSql(field)} asc nulls first`
      : sql`${valueSql(field)} desc nulls last`;
  });
  const isById = plan.orderBy.some(({ field }) => field.column === "id");
  return sql.join([...order, ...(isById ? [] : [sql`r.id`])]);
}

/** The inner `r` of a dotted column is the record that the outer one looks up, as far as the caller may see it. */
function columnJson(caller: Sight, { field, of }: CoqlColumn): RawBuilder<string> {
  if (of === undefined) return fieldJson(field);
  if (typeof of === "string") {
    return sql<string>`coalesce((select to_json(u.${sql.ref(of)})::text from crm_user u where u.organization_id = r.organization_id and u.id = ${valueSql(field)}), 'null')`;
  }
  return sql<string>`coalesce((select (select ${fieldJson(of)} from crm_record r where r.organization_id = current_organization()
    and r.id = x.looked_up and r.deleted_time is null and ${visibleAnySql(caller)}) from (select ${valueSql(field)} as looked_up) x), 'null')`;
}
