import { type RawBuilder, sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import { kept } from "#platform/db/kept.ts";
import type { Field, ModuleName } from "#crm/field/field.ts";
import type { Probe } from "#crm/criteria/probe.ts";
import type { Position, Sort, SortColumn } from "./position.ts";
import { findByProbe } from "./probe.store.ts";
import { recordJson, recordPeople } from "./record-json.ts";
import { type Sight, visibleSql } from "./visible-sql.ts";
import "./record.table.ts";

export type RecordQuery = {
  /** Who asks: they get what they may see. */
  caller: Sight;
  module: ModuleName;
  fields: readonly Field[];
  conditions: readonly RawBuilder<boolean>[];
  /** Among which records those are that meet the conditions, where an index can tell. */
  probe?: Probe | undefined;
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
  const rows = await rowsOf(tx, query);
  const shown = rows.length > limit ? rows.slice(0, limit) : rows;
  const end = shown.at(-1);
  return {
    documents: shown.map((row) => row.document),
    last: end && { value: end.value, id: end.id },
    hasMore: rows.length > limit,
  };
}

/** Where so many records hold no full page, hardly any meet the conditions, and an index is asked who does. */
const firstLook = 2_000;

async function rowsOf(tx: Tx, query: RecordQuery): Promise<Row[]> {
  const { probe, module, limit } = query;
  if (!probe) return (await kept(listQuery(query)).execute(tx)).rows;
  const { rows } = await listQuery(query, { look: firstLook }).execute(tx);
  if (rows.length > limit) return rows;
  const ids = await findByProbe(tx, module, probe);
  if (ids?.length === 0) return [];
  return (await listQuery(query, { ids }).execute(tx)).rows;
}

/** What a query is narrowed to: so many records in their order, or these. */
type Narrowing = { look?: number; ids?: string[] | undefined };

/** The query of a page, with one record more than it shows. */
export function listQuery(query: RecordQuery, { look, ids }: Narrowing = {}): RawBuilder<Row> {
  const { sort, after, limit } = query;
  const column = columns[sort.by];
  const direction = sort.order === "asc" ? sql`asc` : sql`desc`;
  const order = sort.by === "id" ? sql`r.id ${direction}` : sql`${column} ${direction}, r.id ${direction}`;
  const place = [
    ...(after ? [beyond(sort, after)] : []),
    ...(ids ? [sql<boolean>`r.id = any (${ids}::bigint[])`] : []),
  ];
  const within = sql`where ${inModule(query.caller, query.module)} ${and(place)}`;
  const records = look
    ? sql`(select * from crm_record r ${within} order by ${order} limit ${look}) r`
    : sql`crm_record r`;
  return sql<Row>`
    select r.id, ${sort.by === "id" ? sql`''` : sql`(${column})::text`} as value, ${recordJson(query.fields)} as document
    from ${records} ${recordPeople(query.fields)}
    ${look ? sql`where true` : within} ${and(query.conditions)}
    order by ${order} ${query.offset ? sql`offset ${query.offset}` : sql``} limit ${sql.lit(limit + 1)}`;
}

/** How many records meet the conditions. */
export async function countRecords(
  tx: Tx,
  { caller, module, conditions, probe }: Pick<RecordQuery, "caller" | "module" | "conditions" | "probe">,
): Promise<number> {
  const ids = probe && (await findByProbe(tx, module, probe));
  const among = ids ? [sql<boolean>`r.id = any (${ids}::bigint[])`] : [];
  const { rows } = await sql<{ count: string }>`
    select count(*) from crm_record r where ${inModule(caller, module)} ${and([...among, ...conditions])}`.execute(
    tx,
  );
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
