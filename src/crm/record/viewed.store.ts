import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import "./record.table.ts";

/** Notes that the caller has opened a record: it is read now, and among the recently viewed. */
export async function noteViewed(tx: Tx, caller: CrmCaller, recordId: string): Promise<void> {
  await sql`insert into crm_record_view (organization_id, user_id, record_id, viewed_time)
    values (${caller.organization.organization_id}, ${caller.user.id}, ${recordId}, clock_timestamp())
    on conflict (organization_id, user_id, record_id) do update set viewed_time = excluded.viewed_time`.execute(
    tx,
  );
}
