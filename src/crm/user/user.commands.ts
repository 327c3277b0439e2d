import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import { addCrmUser } from "#crm/organization/organization.commands.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { auditSetup, type SetupContext } from "./audit.store.ts";
import { isLast } from "./last-administrator.ts";
import { findUserId, lockAdministrators } from "./user.store.ts";

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
  context: SetupContext,
  wanted: UserChange & { email: string; last_name: string },
): Promise<{ id: string } | UserRefusal> {
  const { tx, caller } = context;
  if (await findUserId(tx, wanted.email)) return "email_taken";
  const profile = await findProfile(tx, wanted.profile);
  if (!profile) return "profile_unknown";
  if (wanted.role !== undefined && !(await isRole(tx, wanted.role))) return "role_unknown";
  const { first_name = "", last_name, email } = wanted;
  const { id } = await addCrmUser(tx, {
    organizationId: caller.organization.organization_id,
    person: { userId: null, email, name: `${first_name} ${last_name}`.trim() },
    profile: profile.name,
  });
  await setUser(tx, id, { ...wanted, profile: undefined });
  await auditSetup(context, "crm.user_created", { kind: "crm_user", id }, { email, profile: profile.name });
  return { id };
}

/** Changes a seat. An inactive user's keys and tokens are dead at once. The last administrator stays one, and active. */
export async function changeUser(
  context: SetupContext,
  id: string,
  change: UserChange,
): Promise<UserRefusal | undefined> {
  const { tx } = context;
  const administrators = await lockAdministrators(tx);
  const user = isRecordId(id)
    ? await tx.selectFrom("crm_user").select("id").where("id", "=", id).forUpdate().executeTakeFirst()
    : undefined;
  if (!user) return "user_unknown";
  const profile = await findProfile(tx, change.profile);
  if (change.profile !== undefined && !profile) return "profile_unknown";
  if (change.role !== undefined && !(await isRole(tx, change.role))) return "role_unknown";
  const staysOne = change.status !== "inactive" && (!profile || profile.isAdministrator);
  if (!staysOne && isLast(administrators, (one) => one.id === id)) return "last_administrator";
  await setUser(tx, id, change);
  const { status, role } = change;
  const details = Object.fromEntries(
    Object.entries({ status, profile: profile?.name, role }).filter(([, value]) => value !== undefined),
  );
  await auditSetup(context, "crm.user_changed", { kind: "crm_user", id }, details);
  return undefined;
}

async function setUser(
  tx: Tx,
  id: string,
  { first_name, last_name, status, profile: profile_id, role: role_id }: UserChange,
): Promise<void> {
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
}

async function findProfile(
  tx: Tx,
  id: string | undefined,
): Promise<{ name: string; isAdministrator: boolean } | undefined> {
  if (id === undefined || !isRecordId(id)) return undefined;
  const row = await tx
    .selectFrom("crm_profile")
    .select(["name", "permissions"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row && { name: row.name, isAdministrator: row.permissions.setup };
}

async function isRole(tx: Tx, id: string): Promise<boolean> {
  if (!isRecordId(id)) return false;
  return (await tx.selectFrom("crm_role").select("id").where("id", "=", id).executeTakeFirst()) !== undefined;
}
