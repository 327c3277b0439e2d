import { type RawBuilder, sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { Field, FieldMap, ModuleName } from "#crm/field/field.ts";
import { valueSql } from "#crm/record/field-sql.ts";
import { and, inModule } from "#crm/record/list.store.ts";
import { type Sight, visibleAnySql } from "#crm/record/visible-sql.ts";
import { fieldJson } from "#crm/record/record-json.ts";

/** A column of a query: a field of the module, a field of the record it looks up, or a fact of a user it names. */
export type CoqlColumn = { name: string; field: Field; of?: Field | "first_name" | "last_name" | "email" };

export type CoqlPlan = {
  caller: Sight;
  module: ModuleName;
  columns: readonly CoqlColumn[];
  condition: RawBuilder<boolean>;
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
  const order = plan.orderBy.map(({ field, order: direction }) => {
    // Columns are never null, and only this plain form is served by their index.
    if (field.column) return direction === "asc" ? sql`${valueSql(field)} asc` : sql`${valueSql(field)} desc`;
    return direction === "asc"
      ? sql`${valueSql(field)} asc nulls first`
      : sql`${valueSql(field)} desc nulls last`;
  });
  const isById = plan.orderBy.some(({ field }) => field.column === "id");
  const columns = sql.join(
    plan.columns.map((column) => sql`${`,"${column.name}":`}::text || ${columnJson(plan.caller, column)}`),
    sql` || `,
  );
  const { rows } = await sql<{ document: string }>`
    select '{' || substr(${columns}, 2) || '}' as document from crm_record r
    where ${inModule(plan.caller, plan.module)} ${and([plan.condition])}
    order by ${sql.join([...order, ...(isById ? [] : [sql`r.id`])])} limit ${plan.limit + 1} offset ${plan.offset}`.execute(
    tx,
  );
  return {
    documents: rows.slice(0, plan.limit).map((row) => row.document),
    hasMore: rows.length > plan.limit,
  };
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
