import { type RawBuilder, sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { Field, ModuleName } from "#crm/field/field.ts";
import type { Position, Sort, SortColumn } from "./position.ts";
import { recordJson, recordPeople } from "./record-json.ts";
import { type Sight, visibleSql } from "./visible-sql.ts";
import "./record.table.ts";

export type RecordQuery = {
  /** Who asks: they get what they may see. */
  caller: Sight;
  module: ModuleName;
  fields: readonly Field[];
  conditions: readonly RawBuilder<boolean>[];
  sort: Sort;
  /** The page after this position, or else the page at this offset. */
  after?: Position | undefined;
  offset?: number;
  limit: number;
};

export type RecordPage = { documents: string[]; last: Position | undefined; hasMore: boolean };

const columns: Record<SortColumn, RawBuilder<unknown>> = {
  id: sql`r.id`,
  created_time: sql`r.created_time`,
  modified_time: sql`r.modified_time`,
  name: sql`r.name_key collate "C"`,
};

type Row = { id: string; value: string; document: string };

/** A page of records as JSON texts, never parsed here. Deleted records are not among them. */
export async function listRecords(tx: Tx, query: RecordQuery): Promise<RecordPage> {
  const { limit } = query;
  const { rows } = await listQuery(query).execute(tx);
  const shown = rows.length > limit ? rows.slice(0, limit) : rows;
  const end = shown.at(-1);
  return {
    documents: shown.map((row) => row.document),
    last: end && { value: end.value, id: end.id },
    hasMore: rows.length > limit,
  };
}

/** The query of a page, with one record more than it shows. */
export function listQuery(query: RecordQuery): RawBuilder<Row> {
  const { sort, after, limit } = query;
  const column = columns[sort.by];
  const direction = sort.order === "asc" ? sql`asc` : sql`desc`;
  const order = sort.by === "id" ? sql`r.id ${direction}` : sql`${column} ${direction}, r.id ${direction}`;
  const conditions = [...query.conditions, ...(after ? [beyond(sort, after)] : [])];
  return sql<Row>`
    select r.id, ${sort.by === "id" ? sql`''` : sql`(${column})::text`} as value, ${recordJson(query.fields)} as document
    from crm_record r ${recordPeople(query.fields)}
    where ${inModule(query.caller, query.module)} ${and(conditions)}
    order by ${order} offset ${query.offset ?? 0} limit ${limit + 1}`;
}

/** How many records meet the conditions. */
export async function countRecords(
  tx: Tx,
  { caller, module }: Pick<RecordQuery, "caller" | "module">,
  conditions: readonly RawBuilder<boolean>[],
): Promise<number> {
  const { rows } = await sql<{
    count: string;
  }>`select count(*) from crm_record r where ${inModule(caller, module)} ${and(conditions)}`.execute(tx);
  return Number(rows[0]?.count ?? 0);
}

/** The live records of a module that a caller may see. */
export function inModule(caller: Sight, module: ModuleName): RawBuilder<boolean> {
  return sql<boolean>`r.organization_id = current_organization() and r.module = ${module} and r.deleted_time is null and ${visibleSql(caller, module)}`;
}

/** Further conditions behind a first one. */
export function and(conditions: readonly RawBuilder<boolean>[]): RawBuilder<boolean> {
  return sql.join(
    conditions.map((condition) => sql`and (${condition})`),
    sql` `,
  ) as RawBuilder<boolean>;
}

function beyond(sort: Sort, after: Position): RawBuilder<boolean> {
  const sign = sort.order === "asc" ? sql`>` : sql`<`;
  if (sort.by === "id") return sql<boolean>`r.id ${sign} ${after.id}`;
  const value = sort.by === "name" ? sql`${after.value}` : sql`${after.value}::timestamptz`;
  return sql<boolean>`(${columns[sort.by]}, r.id) ${sign} (${value}, ${after.id})`;
}
