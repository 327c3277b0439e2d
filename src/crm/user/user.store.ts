import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import { fullName, type ListedUser } from "./caller.ts";
import "./user.table.ts";

/** Which users: one, those of a status, administrators only. */
export type UserFilter = {
  id?: string | undefined;
  status?: "active" | "inactive" | undefined;
  isAdmin?: boolean | undefined;
};

/** Users in the order of their making; times in the organization's zone. One more than `limit` says that there are more. */
export async function listUsers(
  tx: Tx,
  filter: UserFilter,
  offset: number,
  limit: number,
): Promise<ListedUser[]> {
  const { rows } = await sql<ListedUser>`
    select u.id, u.email, u.first_name, u.last_name, u.status, u.auth_user_id, to_json(u.created_time) #>> '{}' as created_time,
      to_json(u.modified_time) #>> '{}' as modified_time, jsonb_build_object('id', p.id::text, 'name', p.name) as profile,
      jsonb_build_object('id', r.id::text, 'name', r.name) as role, p.permissions ->> 'setup' = 'true' as is_admin
    from crm_user u
      join crm_profile p on p.organization_id = u.organization_id and p.id = u.profile_id
      join crm_role r on r.organization_id = u.organization_id and r.id = u.role_id
    where ${filter.id === undefined ? sql`true` : sql`u.id = ${filter.id}`}
      and ${filter.status === undefined ? sql`true` : sql`u.status = ${filter.status}`}
      and ${filter.isAdmin ? sql`p.permissions ->> 'setup' = 'true'` : sql`true`}
    order by u.id offset ${offset} limit ${limit}`.execute(tx);
  return rows;
}

/** The user with this e-mail address, in either case of letters. */
export async function findUserId(tx: Tx, email: string): Promise<string | undefined> {
  const row = await tx
    .selectFrom("crm_user")
    .select("id")
    .where((user) =>
      user(user.fn<string>("lower", ["email"]), "=", user.fn<string>("lower", [user.val(email)])),
    )
    .executeTakeFirst();
  return row?.id;
}

/** Names of all users by id. */
export async function userNames(tx: Tx): Promise<Map<string, string>> {
  const users = await tx.selectFrom("crm_user").select(["id", "first_name", "last_name"]).execute();
  return new Map(users.map((user) => [user.id, fullName(user)]));
}
