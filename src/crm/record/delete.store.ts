import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import { freeValues } from "./unique.store.ts";

/** Puts live records into the recycle bin and frees their unique values; returns the ids of those that were there. */
export async function deleteRecords(
  tx: Tx,
  module: ModuleName,
  userId: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    update crm_record set deleted_time = date_trunc('second', clock_timestamp()), deleted_by = ${userId}, deleted_type = 'recycle'
    where organization_id = current_organization() and module = ${module} and id = any (${ids}::bigint[]) and deleted_time is null
    returning id`.execute(tx);
  const deleted = rows.map(({ id }) => id);
  await freeValues(tx, deleted);
  return new Set(deleted);
}

/** Records in the recycle bin by id, locked in the order of their ids, with the values that they held. */
export async function lockDeleted(
  tx: Tx,
  module: ModuleName,
  ids: readonly string[],
): Promise<{ id: string; values: Record<string, unknown> }[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom("crm_record")
    .select(["id", "values"])
    .where("id", "in", [...ids])
    .where("module", "=", module)
    .where("deleted_type", "=", "recycle")
    .orderBy("id")
    .forUpdate()
    .execute();
}

export type DeletedRecord = {
  id: string;
  display_name: string;
  type: "recycle" | "permanent";
  deleted_time: string;
  deleted_by: { name: string; id: string } | null;
  created_by: { name: string; id: string } | null;
};

export type DeletedQuery = {
  module: ModuleName;
  type: "all" | "recycle" | "permanent";
  since: string | undefined;
  offset: number;
  limit: number;
};

/** Deleted records, the last first; one more than `limit` says that there are more. Times in the organization's zone. */
export async function listDeleted(
  tx: Tx,
  { module, type, since, offset, limit }: DeletedQuery,
): Promise<DeletedRecord[]> {
  const person = (
    id: ReturnType<typeof sql>,
  ) => sql`(select jsonb_build_object('name', btrim(u.first_name || ' ' || u.last_name), 'id', u.id::text)
    from crm_user u where u.organization_id = r.organization_id and u.id = ${id})`;
  const { rows } = await sql<DeletedRecord>`
    select r.id, r.name as display_name, r.deleted_type as type, to_json(r.deleted_time) #>> '{}' as deleted_time,
      ${person(sql`r.deleted_by`)} as deleted_by, ${person(sql`r.created_by`)} as created_by
    from crm_record r
    where r.organization_id = current_organization() and r.module = ${module} and r.deleted_time is not null
      and ${type === "all" ? sql`true` : sql`r.deleted_type = ${type}`} and ${since === undefined ? sql`true` : sql`r.deleted_time >= ${since}::timestamptz`}
    order by r.deleted_time desc, r.id desc offset ${offset} limit ${limit}`.execute(tx);
  return rows;
}

/** Brings records back from the recycle bin; their ids. The caller has taken their unique values again. */
export async function restoreRecords(
  tx: Tx,
  module: ModuleName,
  userId: string,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update crm_record set deleted_time = null, deleted_by = null, deleted_type = null, modified_by = ${userId},
      modified_time = greatest(modified_time, date_trunc('second', clock_timestamp()))
    where organization_id = current_organization() and module = ${module} and id = any (${ids}::bigint[]) and deleted_type = 'recycle'
    returning id`.execute(tx);
  return rows.map(({ id }) => id);
}
