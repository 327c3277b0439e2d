import { type RawBuilder, sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import { asSystem, listMembers } from "#platform/auth/member.store.ts";
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
    where ${meets(filter)}
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

/** An active administrator, the profile that makes them one, and whose seat it is. */
export type Administrator = { id: string; profileId: string; authUserId: string | null; email: string };

/**
 * The active administrators who can do the set-up: those who are members of the organization, or all of them where none
 * is (seats that only keys use). Changes of users, profiles and members wait for each other here, so that two at once
 * cannot take the last two away: the lock is taken first, and the look comes after it.
 */
export async function lockAdministrators(tx: Tx): Promise<Administrator[]> {
  const { rows: organizations } = await sql<{ id: OrganizationId }>`
    select organization_id as id from crm_organization for update`.execute(tx);
  const { rows } = await sql<Administrator>`
    select u.id, u.profile_id as "profileId", u.auth_user_id as "authUserId", u.email
    from crm_user u join crm_profile p on p.organization_id = u.organization_id and p.id = u.profile_id
    where u.status = 'active' and p.permissions ->> 'setup' = 'true' order by u.id`.execute(tx);
  const members = await asSystem(tx, async () =>
    Promise.all(organizations.map(({ id }) => listMembers(tx, id))),
  );
  const comeIn = rows.filter((seat) => members.flat().some((member) => isSeatOf(seat, member)));
  return comeIn.length > 0 ? comeIn : rows;
}

/** Whether a seat is the person's, as `findCaller` knows them: by sign-in, or by e-mail address where it has no sign-in yet. */
export function isSeatOf(
  { authUserId, email }: Pick<Administrator, "authUserId" | "email">,
  person: { user_id: string; email: string },
): boolean {
  return authUserId === null
    ? email.toLowerCase() === person.email.toLowerCase()
    : authUserId === person.user_id;
}

/** How many users there are. */
export async function countUsers(tx: Tx, filter: UserFilter): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from crm_user u
      join crm_profile p on p.organization_id = u.organization_id and p.id = u.profile_id where ${meets(filter)}`.execute(
    tx,
  );
  return rows[0]?.count ?? 0;
}

/** Names of all users by id. */
export async function userNames(tx: Tx): Promise<Map<string, string>> {
  const users = await tx.selectFrom("crm_user").select(["id", "first_name", "last_name"]).execute();
  return new Map(users.map((user) => [user.id, fullName(user)]));
}

function meets({ id, status, isAdmin }: UserFilter): RawBuilder<boolean> {
  return sql<boolean>`${id === undefined ? sql`true` : sql`u.id = ${id}`}
    and ${status === undefined ? sql`true` : sql`u.status = ${status}`}
    and ${isAdmin ? sql`p.permissions ->> 'setup' = 'true'` : sql`true`}`;
}
