import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import { type MemberRole, memberRoles } from "./actor.ts";
import "./sign-in.table.ts";

/** A member of an organization, with what signing in knows of the person. */
export type MemberView = {
  id: string;
  user_id: string;
  name: string;
  email: string;
  role: MemberRole;
  since: string;
};

/** The role that a stored text names; one that is unknown here may only look (better-auth has a role "member"). */
export function roleOf(text: string): MemberRole {
  return memberRoles.find((role) => role === text) ?? "read_only";
}

/**
 * Runs a part of a tenant's transaction as concord_system, which alone may read and write the tables of sign-in. Where
 * the part fails, the whole transaction does, and the role ends with it.
 */
export async function asSystem<Value>(tx: Tx, work: () => Promise<Value>): Promise<Value> {
  await sql`set local role concord_system`.execute(tx);
  const value = await work();
  await sql`set local role concord_app`.execute(tx);
  return value;
}

/** All members, owners first, then by name. Runs as concord_system, which alone sees the tables of sign-in. */
export async function listMembers(system: Db | Tx, organizationId: OrganizationId): Promise<MemberView[]> {
  const rows = await system
    .selectFrom("auth.member as member")
    .innerJoin("auth.user as person", "person.id", "member.userId")
    .select([
      "member.id",
      "person.id as user_id",
      "person.name",
      "person.email",
      "member.role",
      "member.createdAt as since",
    ])
    .where("member.organizationId", "=", organizationId)
    .execute();
  const members = rows.map((row) => ({ ...row, role: roleOf(row.role) }));
  const rank = (member: MemberView): number => memberRoles.indexOf(member.role);
  return members.toSorted(
    (a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name, "en") || a.id.localeCompare(b.id),
  );
}

/**
 * Holds the organization's list of members until the transaction ends, so that two owners who remove each other at
 * the same time do so one after the other.
 */
export async function lockMembers(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await tx
    .selectFrom("auth.organization")
    .select("id")
    .where("id", "=", organizationId)
    .forUpdate()
    .execute();
}

/** The name under which its people choose an organization. */
export async function renameOrganization(tx: Tx, id: OrganizationId, name: string): Promise<void> {
  await tx.updateTable("auth.organization").set({ name }).where("id", "=", id).execute();
}

export async function insertMember(
  tx: Tx,
  row: { id: string; organizationId: OrganizationId; userId: string; role: MemberRole; createdAt: string },
): Promise<void> {
  await tx.insertInto("auth.member").values(row).execute();
}

export async function setMemberRole(
  tx: Tx,
  organizationId: OrganizationId,
  id: string,
  role: MemberRole,
): Promise<void> {
  await tx
    .updateTable("auth.member")
    .set({ role })
    .where("organizationId", "=", organizationId)
    .where("id", "=", id)
    .execute();
}

export async function deleteMember(tx: Tx, organizationId: OrganizationId, id: string): Promise<void> {
  await tx
    .deleteFrom("auth.member")
    .where("organizationId", "=", organizationId)
    .where("id", "=", id)
    .execute();
}

/** The account with an e-mail address, which sign-in keeps in lower case. */
export async function findPerson(
  system: Db,
  email: string,
): Promise<{ id: string; name: string } | undefined> {
  return system.selectFrom("auth.user").select(["id", "name"]).where("email", "=", email).executeTakeFirst();
}
