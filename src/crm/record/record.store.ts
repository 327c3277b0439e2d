import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { Existing, Stamps } from "./draft.ts";
import { type Sight, visibleAnySql, visibleSql } from "./visible-sql.ts";
import "./record.table.ts";

export type RowToWrite = { id: string; name: string; values: Record<string, unknown>; owner_id: string };

const stamps = sql`r.id, to_json(r.created_time) #>> '{}' as created_time, to_json(r.modified_time) #>> '{}' as modified_time, r.created_by, r.modified_by`;

/** So many new ids, ascending. */
export async function takeIds(tx: Tx, count: number): Promise<string[]> {
  const { rows } = await sql<{
    id: string;
  }>`select nextval('crm_id') as id from generate_series(1, ${count}::int)`.execute(tx);
  return rows.map((row) => row.id);
}

/** Writes new records in one statement. Times are the database's, cut to the second as Zoho CRM's are. */
export async function insertRecords(
  tx: Tx,
  module: ModuleName,
  userId: string,
  rows: readonly RowToWrite[],
): Promise<Stamps[]> {
  if (rows.length === 0) return [];
  const written = await sql<Stamps>`
    insert into crm_record as r (organization_id, id, module, name, values, owner_id, created_by, modified_by, created_time, modified_time, last_activity_time)
    select current_organization(), x.id, ${module}, x.name, x.values, x.owner_id, ${userId}, ${userId}, t.now, t.now, t.now
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id bigint, name text, values jsonb, owner_id bigint),
      (select date_trunc('second', clock_timestamp()) as now) t
    returning ${stamps}`.execute(tx);
  return written.rows;
}

/** Replaces the values of records in one statement. The time of change never goes back. */
export async function updateRecords(tx: Tx, userId: string, rows: readonly RowToWrite[]): Promise<Stamps[]> {
  if (rows.length === 0) return [];
  const written = await sql<Stamps>`
    update crm_record r set name = x.name, values = x.values, owner_id = x.owner_id, modified_by = ${userId},
      modified_time = greatest(r.modified_time, t.now), last_activity_time = t.now
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id bigint, name text, values jsonb, owner_id bigint),
      (select date_trunc('second', clock_timestamp()) as now) t
    where r.organization_id = current_organization() and r.id = x.id
    returning ${stamps}`.execute(tx);
  return written.rows;
}

/** When and by whom records were made and last changed, by id in ascending order. */
export async function readStamps(tx: Tx, ids: readonly string[]): Promise<Stamps[]> {
  const { rows } = await sql<Stamps>`
    select ${stamps} from crm_record r where r.organization_id = current_organization() and r.id = any (${ids}::bigint[])
    order by r.id`.execute(tx);
  return rows;
}

/** Live records that a caller may see, by id, locked in the order of their ids, so that two writers never wait for each other. */
export async function lockRecords(
  tx: Tx,
  { caller, module }: { caller: Sight; module: ModuleName },
  ids: readonly string[],
): Promise<Map<string, Existing>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom("crm_record")
    .select(["id", "values", "owner_id", "modified_time"])
    .where("id", "in", [...ids])
    .where("module", "=", module)
    .where("deleted_time", "is", null)
    .where(visibleSql(caller, module, sql`crm_record`))
    .orderBy("id")
    .forUpdate()
    .execute();
  return new Map(rows.map((row) => [row.id, row]));
}

/** Which of these live records exist, as `module id`; and which of them a caller may see. */
export async function existingRecords(
  tx: Tx,
  caller: Sight,
  ids: readonly string[],
): Promise<{ existing: Set<string>; visible: Set<string> }> {
  if (ids.length === 0) return { existing: new Set(), visible: new Set() };
  const { rows } = await sql<{ name: string; visible: boolean }>`
    select r.module || ' ' || r.id as name, ${visibleAnySql(caller)} as visible from crm_record r
    where r.organization_id = current_organization() and r.id = any (${ids}::bigint[]) and r.deleted_time is null`.execute(
    tx,
  );
  const visible = rows.filter((row) => row.visible);
  return {
    existing: new Set(rows.map(({ name }) => name)),
    visible: new Set(visible.map(({ name }) => name)),
  };
}

/** Those of the ids whose records, live or not, a caller may see. */
export async function visibleIds(
  tx: Tx,
  { caller, module }: { caller: Sight; module: ModuleName },
  ids: readonly string[],
): Promise<Set<string>> {
  if (caller.sees[module] === undefined || ids.length === 0) return new Set(ids);
  const { rows } = await sql<{ id: string }>`
    select r.id from crm_record r where r.organization_id = current_organization() and r.module = ${module}
      and r.id = any (${ids}::bigint[]) and ${visibleSql(caller, module)}`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** Which of these users exist and are active. */
export async function existingUsers(tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx
    .selectFrom("crm_user")
    .select("id")
    .where("id", "in", [...ids])
    .where("status", "=", "active")
    .execute();
  return new Set(rows.map((row) => `user ${row.id}`));
}
