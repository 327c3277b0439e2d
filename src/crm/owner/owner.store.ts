import { type RawBuilder, type Selectable, sql, type Updateable } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import { and, inModule } from "#crm/record/list.store.ts";
import type { Sight } from "#crm/record/visible-sql.ts";
import type { Permissions } from "#crm/user/permissions.ts";
import type { CrmOwnerJobRow } from "./owner.table.ts";
import "#crm/user/user.table.ts";

/** How long it is told what became of a job. Source: Zoho CRM v8, "Mass change owner". */
const keptFor = sql`interval '60 days'`;

export type OwnerJob = Selectable<CrmOwnerJobRow>;

/** A user, active or not, with what their profile allows. */
export async function findUser(
  tx: Tx,
  id: string,
): Promise<{ isActive: boolean; permissions: Permissions } | undefined> {
  const { rows } = await sql<{ isActive: boolean; permissions: Permissions }>`
    select u.status = 'active' as "isActive", p.permissions from crm_user u
      join crm_profile p on p.organization_id = u.organization_id and p.id = u.profile_id
    where u.id = ${id}`.execute(tx);
  return rows[0];
}

/** Records of a module that look up one of these by a field, of another owner, as far as the caller sees them. */
export async function relatedIds(
  tx: Tx,
  related: { caller: Sight; module: ModuleName; field: string },
  { ids, ownerId, most }: { ids: readonly string[]; ownerId: string; most: number },
): Promise<string[]> {
  const { caller, module, field } = related;
  const { rows } = await sql<{ id: string }>`
    select distinct found.id from unnest(${ids}::text[]) looked_up, lateral (
      select r.id from crm_record r where ${inModule(caller, module)} and r.owner_id <> ${ownerId}
        and r.values @> jsonb_build_object(${field}::text, looked_up) limit ${most}) found
    order by found.id limit ${most}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The next records that meet the conditions, in the order of their ids. */
export async function nextIds(
  tx: Tx,
  { caller, module, conditions }: { caller: Sight; module: ModuleName; conditions: RawBuilder<boolean>[] },
  { after, before, limit }: { after: string | null; before: string; limit: number },
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from crm_record r where ${inModule(caller, module)} ${and(conditions)}
      and r.id > ${after ?? "0"} and r.id < ${before} order by r.id limit ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
}

export async function insertOwnerJob(
  tx: Tx,
  organizationId: OrganizationId,
  job: Pick<OwnerJob, "module" | "cvid" | "criteria" | "owner_id" | "user_id" | "total">,
): Promise<string> {
  const criteria = job.criteria && JSON.stringify(job.criteria);
  const row = { ...job, criteria, organization_id: organizationId };
  return (await tx.insertInto("crm_owner_job").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

export async function findOwnerJob(tx: Tx, id: string): Promise<OwnerJob | undefined> {
  return tx.selectFrom("crm_owner_job").selectAll().where("id", "=", id).executeTakeFirst();
}

/** A job that has not ended, locked. */
export async function lockOwnerJob(tx: Tx, id: string): Promise<OwnerJob | undefined> {
  return tx
    .selectFrom("crm_owner_job")
    .selectAll()
    .where("id", "=", id)
    .where("status", "in", ["SCHEDULED", "RUNNING"])
    .forUpdate()
    .executeTakeFirst();
}

export async function updateOwnerJob(tx: Tx, id: string, change: Updateable<CrmOwnerJobRow>): Promise<void> {
  await tx.updateTable("crm_owner_job").set(change).where("id", "=", id).execute();
}

/** Ends a job that has not ended. What it went through counts; the rest is as it was. */
export async function endOwnerJob(
  tx: Tx,
  id: string,
  end: { status: "COMPLETED" } | { status: "FAILED"; error: string },
): Promise<void> {
  const total = end.status === "COMPLETED" ? { total: sql<number>`updated + failed` } : {};
  await tx
    .updateTable("crm_owner_job")
    .set({ ...end, ...total, completed_time: sql<string>`clock_timestamp()` })
    .where("id", "=", id)
    .where("status", "in", ["SCHEDULED", "RUNNING"])
    .execute();
}

export async function purgeOwnerJobs(tx: Tx): Promise<void> {
  await tx
    .deleteFrom("crm_owner_job")
    .where("created_time", "<", sql<string>`clock_timestamp() - ${keptFor}`)
    .execute();
}
