import { sql } from "kysely";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Db } from "#platform/db/db.ts";

export type Due = { organization_id: OrganizationId; id: ConnectionId };

/** Connections whose auto-sync is due, of all organizations, the longest waiting first. Runs as concord_system. */
export async function findDue(system: Db, now: Instant, limit: number): Promise<Due[]> {
  return system
    .selectFrom("connection")
    .select(["organization_id", "id"])
    .where("state", "=", "active")
    .where("next_run_at", "<=", now)
    .orderBy("next_run_at")
    .limit(limit)
    .execute();
}

/**
 * Connections with a run that no living worker holds: its worker died or froze, or its job was lost. One that nobody
 * began may just be waiting for a free worker, which is given 20 s. By the database's clock.
 */
export async function findAbandoned(system: Db, limit: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select c.organization_id, c.id from connection c
     where (c.lease_expires_at is null or c.lease_expires_at < now())
       and exists (select from sync_run r where r.organization_id = c.organization_id and r.connection_id = c.id
                    and (r.status = 'running'
                         or (r.status = 'queued' and r.queued_at < now() - interval '20 seconds')))
     limit ${limit}`.execute(system);
  return rows;
}
