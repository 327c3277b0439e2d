import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { inModule } from "./list.store.ts";
import { freeValues } from "./unique.store.ts";
import { type Sight, visibleAnySql, visibleSql } from "./visible-sql.ts";

/** A record by its id, and when something was done to it, as the database wrote it down. */
export type Touched = { id: string; at: string };

/** Who deletes or restores records of which module. */
type By = { caller: Pick<CrmCaller, "user"> & Sight; module: ModuleName };

/**
 * Deletes live records that a caller may see, into the recycle bin or for good, and frees their unique values; returns
 * those that were there.
 */
export async function deleteRecords(
  tx: Tx,
  { caller, module }: By,
  { ids, type }: { ids: readonly string[]; type: DeletedRecord["type"] },
): Promise<Touched[]> {
  const { rows } = await sql<Touched>`
    update crm_record r set deleted_time = date_trunc('second', clock_timestamp()), deleted_by = ${caller.user.id}, deleted_type = ${type}
    where ${inModule(caller, module)} and r.id = any (${ids}::bigint[])
    returning r.id, to_json(r.deleted_time) #>> '{}' as at`.execute(tx);
  await freeValues(
    tx,
    rows.map(({ id }) => id),
  );
  return rows;
}

/** Records in the recycle bin that a caller may see, by id, locked in the order of their ids, with the values that they held. */
export async function lockDeleted(
  tx: Tx,
  { caller, module }: { caller: Sight; module: ModuleName },
  ids: readonly string[],
): Promise<{ id: string; values: Record<string, unknown> }[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom("crm_record")
    .select(["id", "values"])
    .where("id", "in", [...ids])
    .where("module", "=", module)
    .where("deleted_type", "=", "recycle")
    .where(visibleSql(caller, module, sql`crm_record`))
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** Which of these records are in the recycle bin for a caller to see, and of which module each is. */
export async function findDeletedModules(
  tx: Tx,
  caller: Sight,
  ids: readonly string[],
): Promise<Map<string, ModuleName>> {
  const rows = await tx
    .selectFrom("crm_record")
    .select(["id", "module"])
    .where("id", "in", [...ids])
    .where("deleted_type", "=", "recycle")
    .where(visibleAnySql(caller, sql`crm_record`))
    .execute();
  return new Map(rows.map(({ id, module }) => [id, module]));
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
  caller: Sight;
  module: ModuleName;
  type: "all" | "recycle" | "permanent";
  since: string | undefined;
  offset: number;
  limit: number;
};

/** Deleted records, the last first; one more than `limit` says that there are more. Times in the organization's zone. */
export async function listDeleted(
  tx: Tx,
  { caller, module, type, since, offset, limit }: DeletedQuery,
): Promise<DeletedRecord[]> {
  const person = (
    id: ReturnType<typeof sql>,
  ) => sql`(select jsonb_build_object('name', btrim(u.first_name || ' ' || u.last_name), 'id', u.id::text)
    from crm_user u where u.organization_id = r.organization_id and u.id = ${id})`;
  const { rows } = await sql<DeletedRecord>`
    select r.id, r.name as display_name, r.deleted_type as type, to_json(r.deleted_time) #>> '{}' as deleted_time,
      ${person(sql`r.deleted_by`)} as deleted_by, ${person(sql`r.created_by`)} as created_by
    from crm_record r
    where r.organization_id = current_organization() and r.module = ${module} and r.deleted_time is not null and ${visibleSql(caller, module)}
      and ${type === "all" ? sql`true` : sql`r.deleted_type = ${type}`} and ${since === undefined ? sql`true` : sql`r.deleted_time >= ${since}::timestamptz`}
    order by r.deleted_time desc, r.id desc offset ${offset} limit ${limit}`.execute(tx);
  return rows;
}

/** Brings records back from the recycle bin. The caller has taken their unique values again. */
export async function restoreRecords(
  tx: Tx,
  module: ModuleName,
  userId: string,
  ids: readonly string[],
): Promise<Touched[]> {
  const { rows } = await sql<Touched>`
    update crm_record set deleted_time = null, deleted_by = null, deleted_type = null, modified_by = ${userId},
      modified_time = greatest(modified_time, date_trunc('second', clock_timestamp()))
    where organization_id = current_organization() and module = ${module} and id = any (${ids}::bigint[]) and deleted_type = 'recycle'
    returning id, to_json(modified_time) #>> '{}' as at`.execute(tx);
  return rows;
}
