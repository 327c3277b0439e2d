import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { Permissions } from "./permissions.ts";
import type { Profile } from "./profile.ts";
import "./user.table.ts";

/** Profiles in the order of their making, or one of them. */
export async function listProfiles(tx: Tx, id?: string): Promise<Profile[]> {
  const { rows } = await sql<Profile>`
    select p.id, p.name, p.description, p.predefined, p.permissions, to_json(p.created_time) #>> '{}' as created_time,
      to_json(p.modified_time) #>> '{}' as modified_time, ${person(sql`p.created_by`)} as created_by, ${person(sql`p.modified_by`)} as modified_by
    from crm_profile p where ${id === undefined ? sql`true` : sql`p.id = ${id}`} order by p.id`.execute(tx);
  return rows;
}

function person(id: ReturnType<typeof sql>): ReturnType<typeof sql> {
  return sql`(select jsonb_build_object('id', u.id::text, 'name', btrim(u.first_name || ' ' || u.last_name)) from crm_user u where u.id = ${id})`;
}

/** A profile, locked until the transaction ends. */
export async function lockProfile(
  tx: Tx,
  id: string,
): Promise<Pick<Profile, "name" | "predefined" | "permissions"> | undefined> {
  return tx
    .selectFrom("crm_profile")
    .select(["name", "predefined", "permissions"])
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
}

/** The profile of this name, in any case of letters. */
export async function findProfileId(tx: Tx, name: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select id from crm_profile where lower(name) = lower(${name}) limit 1`.execute(tx);
  return rows[0]?.id;
}

/** A new profile that allows all that another one does; its id. */
export async function copyProfile(
  tx: Tx,
  from: string,
  wanted: { name: string; description: string; userId: string },
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into crm_profile (organization_id, name, description, permissions, created_by, modified_by)
    select p.organization_id, ${wanted.name}, ${wanted.description}, p.permissions, ${wanted.userId}::bigint, ${wanted.userId}::bigint
    from crm_profile p where p.id = ${from} returning id`.execute(tx);
  const [made] = rows;
  if (!made) throw new Error(`no profile ${from}`);
  return made.id;
}

/** Changes what is given of a profile. */
export async function updateProfile(
  tx: Tx,
  id: string,
  change: {
    name?: string | undefined;
    description?: string | undefined;
    permissions?: Permissions | undefined;
  },
  userId: string,
): Promise<void> {
  const { permissions, ...texts } = change;
  const set = Object.fromEntries(Object.entries(texts).filter(([, value]) => value !== undefined));
  await tx
    .updateTable("crm_profile")
    .set({
      ...set,
      ...(permissions ? { permissions: JSON.stringify(permissions) } : {}),
      modified_by: userId,
      modified_time: sql<string>`date_trunc('second', clock_timestamp())`,
    })
    .where("id", "=", id)
    .execute();
}

/** Moves all users of one profile to another; how many there were. */
export async function moveUsers(tx: Tx, { from, to }: { from: string; to: string }): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable("crm_user")
    .set({ profile_id: to, modified_time: sql<string>`date_trunc('second', clock_timestamp())` })
    .where("profile_id", "=", from)
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export async function deleteProfileRow(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("crm_profile").where("id", "=", id).execute();
}

/** How many profiles there are. */
export async function countProfiles(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from crm_profile`.execute(tx);
  return rows[0]?.count ?? 0;
}
