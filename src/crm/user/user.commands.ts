import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import { addCrmUser } from "#crm/organization/organization.commands.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import type { CrmCaller } from "./caller.ts";
import { findUserId } from "./user.store.ts";

export type UserRefusal =
  | "email_taken"
  | "profile_unknown"
  | "role_unknown"
  | "user_unknown"
  | "last_administrator";

/** What a user's seat is to be; what is left out stays. */
export type UserChange = {
  first_name?: string | undefined;
  last_name?: string | undefined;
  status?: "active" | "inactive" | undefined;
  profile?: string | undefined;
  role?: string | undefined;
};

/** Gives somebody a seat. Whether they can sign in is the organization's to say; a seat alone holds keys and owns records. */
export async function createUser(
  tx: Tx,
  caller: Pick<CrmCaller, "organization">,
  wanted: UserChange & { email: string; last_name: string },
): Promise<{ id: string } | UserRefusal> {
  if (await findUserId(tx, wanted.email)) return "email_taken";
  const profile = await findNamed(tx, "crm_profile", wanted.profile ?? "");
  if (!profile) return "profile_unknown";
  const person = {
    userId: null,
    email: wanted.email,
    name: `${wanted.first_name ?? ""} ${wanted.last_name}`.trim(),
  };
  const { id } = await addCrmUser(tx, {
    organizationId: caller.organization.organization_id,
    person,
    profile: profile.name,
  });
  return (await changeUser(tx, id, { ...wanted, profile: undefined })) ?? { id };
}

/** Changes a seat. An inactive user's keys and tokens are dead at once. The last administrator stays one, and active. */
export async function changeUser(tx: Tx, id: string, change: UserChange): Promise<UserRefusal | undefined> {
  const user = await tx
    .selectFrom("crm_user")
    .select("id")
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  if (!user) return "user_unknown";
  if (change.profile !== undefined && !(await findNamed(tx, "crm_profile", change.profile)))
    return "profile_unknown";
  if (change.role !== undefined && !(await findNamed(tx, "crm_role", change.role))) return "role_unknown";
  const { first_name, last_name, status, profile: profile_id, role: role_id } = change;
  const set = Object.fromEntries(
    Object.entries({ first_name, last_name, status, profile_id, role_id }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  await tx
    .updateTable("crm_user")
    .set({ ...set, modified_time: sql<string>`date_trunc('second', clock_timestamp())` })
    .where("id", "=", id)
    .execute();
  const { rows } = await sql<{ count: number }>`select count(*)::int as count from crm_user u
    join crm_profile p on p.organization_id = u.organization_id and p.id = u.profile_id where u.status = 'active' and p.permissions ->> 'setup' = 'true'`.execute(
    tx,
  );
  return rows[0]?.count === 0 ? "last_administrator" : undefined;
}

async function findNamed(
  tx: Tx,
  table: "crm_profile" | "crm_role",
  id: string,
): Promise<{ name: string } | undefined> {
  return isRecordId(id)
    ? tx.selectFrom(table).select("name").where("id", "=", id).executeTakeFirst()
    : undefined;
}
