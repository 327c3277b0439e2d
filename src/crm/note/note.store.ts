import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import { type Sight, visibleAnySql } from "#crm/record/visible-sql.ts";
import type { Note, NoteTexts } from "./note.ts";
import "./note.table.ts";

/** Which notes: of a record, by their ids, of records of these modules. */
export type NoteFilter = {
  caller: Sight;
  modules: readonly ModuleName[];
  recordId?: string | undefined;
  ids?: readonly string[] | undefined;
};

/** Notes of live records that a caller may see, the newest first; one more than `limit` says that there are more. */
export async function listNotes(
  tx: Tx,
  { caller, modules, recordId, ids }: NoteFilter,
  { offset, limit }: { offset: number; limit: number },
): Promise<Note[]> {
  const person = (id: ReturnType<typeof sql>): ReturnType<typeof sql> =>
    sql`(select jsonb_build_object('id', u.id::text, 'name', btrim(u.first_name || ' ' || u.last_name)) from crm_user u
      where u.organization_id = n.organization_id and u.id = ${id})`;
  const { rows } = await sql<Note>`
    select n.id, n.title, n.content, jsonb_build_object('id', r.id::text, 'name', r.name, 'module', r.module) as record,
      ${person(sql`n.created_by`)} as created_by, ${person(sql`n.modified_by`)} as modified_by,
      to_json(n.created_time) #>> '{}' as created_time, to_json(n.modified_time) #>> '{}' as modified_time
    from crm_note n join crm_record r on r.organization_id = n.organization_id and r.id = n.record_id
    where n.organization_id = current_organization() and r.deleted_time is null and r.module = any (${modules}::text[])
      and ${visibleAnySql(caller)} and ${recordId === undefined ? sql`true` : sql`n.record_id = ${recordId}`}
      and ${ids === undefined ? sql`true` : sql`n.id = any (${ids}::bigint[])`}
    order by n.id desc offset ${offset} limit ${limit}`.execute(tx);
  return rows;
}

/** Writes a note down; its record had some activity just now, which is no change of it. */
export async function insertNote(
  tx: Tx,
  { organizationId, recordId, userId }: { organizationId: OrganizationId; recordId: string; userId: string },
  { title = "", content = "" }: NoteTexts,
): Promise<string> {
  const by = { created_by: userId, modified_by: userId };
  const { id } = await tx
    .insertInto("crm_note")
    .values({ organization_id: organizationId, record_id: recordId, title, content, ...by })
    .returning("id")
    .executeTakeFirstOrThrow();
  await tx
    .updateTable("crm_record")
    .set({ last_activity_time: sql<string>`date_trunc('second', clock_timestamp())` })
    .where("id", "=", recordId)
    .execute();
  return id;
}

export async function updateNote(tx: Tx, id: string, texts: NoteTexts, userId: string): Promise<void> {
  const modified_time = sql<string>`date_trunc('second', clock_timestamp())`;
  await tx
    .updateTable("crm_note")
    .set({ ...texts, modified_by: userId, modified_time })
    .where("id", "=", id)
    .execute();
}

export async function deleteNote(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("crm_note").where("id", "=", id).execute();
}

/** What was written about some records is about another one now, which took them in. */
export async function moveNotes(tx: Tx, from: readonly string[], to: string): Promise<void> {
  await tx
    .updateTable("crm_note")
    .set({ record_id: to })
    .where("record_id", "in", [...from])
    .execute();
}
