import { sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { settleApart } from "#sync/conflict/conflict.store.ts";

/** Closes links: their CRM records are known from now on, and neither linked nor made again unless somebody asks. */
export async function closeLinks(
  tx: Tx,
  connectionId: ConnectionId,
  crmIds: readonly string[],
  now: Instant,
): Promise<void> {
  if (crmIds.length === 0) return;
  await sql`
    update link set state = 'closed', intent = null, issues = null, updated_at = ${now}
     where connection_id = ${connectionId} and crm_id = ${anyOf(crmIds)}`.execute(tx);
  await settleApart(tx, connectionId, crmIds, now);
}
