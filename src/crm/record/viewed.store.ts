import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { inModule } from "./list.store.ts";
import type { Sight } from "./visible-sql.ts";
import "./record.table.ts";

/** Notes that the caller has opened a record: it is read now, and among the recently viewed. */
export async function noteViewed(tx: Tx, caller: CrmCaller, recordId: string): Promise<void> {
  await sql`insert into crm_record_view (organization_id, user_id, record_id, viewed_time)
    values (${caller.organization.organization_id}, ${caller.user.id}, ${recordId}, clock_timestamp())
    on conflict (organization_id, user_id, record_id) do update set viewed_time = excluded.viewed_time`.execute(
    tx,
  );
}

/** Whose reading it is, and of which module. */
type Reader = { caller: Pick<CrmCaller, "user"> & Sight; module: ModuleName };

/** Those of the records that the caller sees and has not read. */
export async function unreadIds(
  tx: Tx,
  { caller, module }: Reader,
  ids: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from crm_record r where ${inModule(caller, module)} and r.id = any (${ids}::bigint[])
      and not exists (select from crm_record_view v
        where v.organization_id = r.organization_id and v.user_id = ${caller.user.id} and v.record_id = r.id)
    order by r.id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Marks records as read by the caller; how many there are. */
export async function noteAllViewed(
  tx: Tx,
  { caller, module }: Reader,
  ids: readonly string[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    insert into crm_record_view (organization_id, user_id, record_id, viewed_time)
    select r.organization_id, ${caller.user.id}::bigint, r.id, clock_timestamp() from crm_record r
    where ${inModule(caller, module)} and r.id = any (${ids}::bigint[]) order by r.id
    on conflict (organization_id, user_id, record_id) do update set viewed_time = excluded.viewed_time`.execute(
    tx,
  );
  return Number(numAffectedRows ?? 0n);
}

/** Marks records as not read by the caller, who has not viewed them lately then; how many were read. */
export async function forgetViewed(
  tx: Tx,
  { caller, module }: Reader,
  ids: readonly string[],
): Promise<number> {
  const { numAffectedRows } = await sql`
    delete from crm_record_view v using crm_record r
    where v.organization_id = current_organization() and v.user_id = ${caller.user.id} and v.record_id = r.id
      and ${inModule(caller, module)} and r.id = any (${ids}::bigint[])`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
