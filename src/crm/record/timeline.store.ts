import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { RecordEvent, Source, TimelineAction, ValueChange } from "./timeline.ts";
import { type Sight, visibleSql } from "./visible-sql.ts";
import "./timeline.table.ts";

export type EntryKind = { action: TimelineAction; source: Source; userId: string };

/** Writes one entry a record, all in one statement. */
export async function addEntries(
  tx: Tx,
  { action, source, userId }: EntryKind,
  events: readonly RecordEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map(({ changes, ...event }) => ({
    ...event,
    changes: changes.length === 0 ? null : changes,
  }));
  await sql`
    insert into crm_timeline (organization_id, record_id, at, action, source, user_id, changes, related_id)
    select current_organization(), x.id, x.at, ${action}, ${source}, ${userId}, nullif(x.changes, 'null'), x.related
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id bigint, at timestamptz, changes jsonb, related bigint)`.execute(
    tx,
  );
}

/** An entry with the names that its answer shows; times in the organization's zone. */
export type Entry = {
  id: string;
  audited_time: string;
  action: TimelineAction;
  source: Source;
  user_id: string;
  user_name: string;
  record_name: string;
  changes: ValueChange[] | null;
  /** The other record of a merge, which is of the same module. */
  related: { name: string; id: string } | null;
};

export type EntryQuery = {
  caller: Sight;
  module: ModuleName;
  recordId: string;
  order: "asc" | "desc";
  /** The page after this entry, or else the page at this offset. */
  after: string | undefined;
  offset: number;
  limit: number;
};

/** Entries of a record, which may be in the recycle bin; one more than `limit` says that there are more. */
export async function listEntries(tx: Tx, query: EntryQuery): Promise<Entry[]> {
  const isForward = query.order === "asc";
  const beyond =
    query.after === undefined ? sql`true` : sql`e.id ${isForward ? sql`>` : sql`<`} ${query.after}`;
  const { rows } = await sql<Entry>`
    select e.id, to_json(e.at) #>> '{}' as audited_time, e.action, e.source, e.user_id,
      btrim(u.first_name || ' ' || u.last_name) as user_name, r.name as record_name, e.changes,
      (select jsonb_build_object('name', o.name, 'id', o.id::text) from crm_record o
        where o.organization_id = e.organization_id and o.id = e.related_id and ${visibleSql(query.caller, query.module, sql`o`)}) as related
    from crm_timeline e
      join crm_record r on r.organization_id = e.organization_id and r.id = e.record_id
      join crm_user u on u.organization_id = e.organization_id and u.id = e.user_id
    where e.organization_id = current_organization() and e.record_id = ${query.recordId} and r.module = ${query.module} and ${visibleSql(query.caller, query.module)} and ${beyond}
    order by e.id ${isForward ? sql`asc` : sql`desc`} offset ${query.offset} limit ${query.limit}`.execute(
    tx,
  );
  return rows;
}

/** The present names of records and users, by id. */
export async function namesOf(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select r.id, r.name from crm_record r where r.organization_id = current_organization() and r.id = any (${ids}::bigint[])
    union all
    select u.id, btrim(u.first_name || ' ' || u.last_name) from crm_user u
    where u.organization_id = current_organization() and u.id = any (${ids}::bigint[])`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}
