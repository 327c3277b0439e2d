import { sql } from "kysely";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import { type Instant, plusMs } from "#kernel/time.ts";
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

/** Connections that may start a run by a hint: the schedule may start one, and none is active. */
const mayStart = sql`c.state = 'active' and c.next_run_at is not null
       and not exists (select from sync_run r where r.organization_id = c.organization_id and r.connection_id = c.id
                        and r.status in ('queued', 'running'))`;

/**
 * How old a hint must be: what somebody changes in one go is one run, and who presses "Instant sync" right after a
 * change finds it there to be synced, not under way.
 */
const ripeAfterMs = 800;

/** Connections with a hint that waits for a run. Runs as concord_system. */
export async function findHinted(system: Db, now: Instant, limit: number): Promise<Due[]> {
  const ripe = plusMs(now, -ripeAfterMs);
  const { rows } = await sql<Due>`
    select c.organization_id, c.id from sync_live l
      join connection c on c.organization_id = l.organization_id and c.id = l.connection_id
     where l.hinted_at <= ${ripe} and (l.rests_until is null or l.rests_until <= ${now}) and ${mayStart}
     order by l.hinted_at limit ${limit}`.execute(system);
  return rows;
}

/** Connections for which billing changed since it was last looked. Runs as concord_system. */
export async function findUnheard(system: Db, limit: number): Promise<Due[]> {
  const { rows } = await sql<Due>`
    select c.organization_id, c.id from connection c
     where exists (select from sync_mark m where m.organization_id = c.organization_id and m.connection_id = c.id and not m.heard)
       and ${mayStart}
     limit ${limit}`.execute(system);
  return rows;
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
