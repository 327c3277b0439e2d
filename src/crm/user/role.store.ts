import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Role, RoleTexts } from "./role.ts";
import "./user.table.ts";

/** Roles in the order of their making, each with the one above it. */
export async function listRoles(tx: Tx): Promise<Role[]> {
  const person = (id: ReturnType<typeof sql>): ReturnType<typeof sql> =>
    sql`(select jsonb_build_object('id', u.id::text, 'name', btrim(u.first_name || ' ' || u.last_name)) from crm_user u where u.id = ${id})`;
  const { rows } = await sql<Role>`
    select r.id, r.name, r.description, r.reports_to, above.name as superior, r.share_with_peers,
      to_json(r.created_time) #>> '{}' as created_time, to_json(r.modified_time) #>> '{}' as modified_time,
      ${person(sql`r.created_by`)} as created_by, ${person(sql`r.modified_by`)} as modified_by
    from crm_role r left join crm_role above on above.organization_id = r.organization_id and above.id = r.reports_to
    order by r.id`.execute(tx);
  return rows;
}

/** Changes of the tree wait for each other here, so that two at once cannot close a circle. */
export async function lockRoles(tx: Tx): Promise<void> {
  await sql`select from crm_organization for update`.execute(tx);
}

export async function insertRole(
  tx: Tx,
  { organizationId, userId }: { organizationId: OrganizationId; userId: string },
  role: RoleTexts & { name: string; reports_to: string },
): Promise<string> {
  const row = { ...given(role), name: role.name, reports_to: role.reports_to };
  const made = { organization_id: organizationId, created_by: userId, modified_by: userId };
  return (
    await tx
      .insertInto("crm_role")
      .values({ ...row, ...made })
      .returning("id")
      .executeTakeFirstOrThrow()
  ).id;
}

export async function updateRole(tx: Tx, id: string, change: RoleTexts, userId: string): Promise<void> {
  await tx
    .updateTable("crm_role")
    .set({
      ...given(change),
      modified_by: userId,
      modified_time: sql<string>`date_trunc('second', clock_timestamp())`,
    })
    .where("id", "=", id)
    .execute();
}

/** Deletes a role: its users get another one, what is below it moves up, and views that were shared with it follow the users. */
export async function deleteRoleRow(
  tx: Tx,
  { id, reportsTo, to }: { id: string; reportsTo: string; to: string },
): Promise<number> {
  const modified_time = sql<string>`date_trunc('second', clock_timestamp())`;
  const { numUpdatedRows } = await tx
    .updateTable("crm_user")
    .set({ role_id: to, modified_time })
    .where("role_id", "=", id)
    .executeTakeFirst();
  await tx.updateTable("crm_role").set({ reports_to: reportsTo }).where("reports_to", "=", id).execute();
  await sql`
    update crm_view v set shared_to = (
      select jsonb_agg(distinct case when s = ${shared(id)} then ${shared(to)} else s end) from jsonb_array_elements(v.shared_to) s)
    where v.shared_to @> jsonb_build_array(${shared(id)})`.execute(tx);
  await tx.deleteFrom("crm_role").where("id", "=", id).execute();
  return Number(numUpdatedRows);
}

/** A role as the views' lists of whom they are shared with name it. */
function shared(id: string): ReturnType<typeof sql> {
  return sql`jsonb_build_object('type', 'roles', 'id', ${id}::text)`;
}

function given(role: RoleTexts): RoleTexts {
  return Object.fromEntries(Object.entries(role).filter(([, value]) => value !== undefined));
}
