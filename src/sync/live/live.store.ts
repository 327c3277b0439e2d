import { sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Tx } from "#platform/db/db.ts";
import type { SyncLiveRow } from "./live.table.ts";

export type Live = SyncLiveRow;

export async function findLive(tx: Tx, connection: ConnectionId): Promise<Live | undefined> {
  return tx.selectFrom("sync_live").selectAll().where("connection_id", "=", connection).executeTakeFirst();
}

/** Notes that something changed. One that waits already stands for this one too. */
export async function addHint(tx: Tx, connection: ConnectionId, now: Instant): Promise<void> {
  await sql`
    insert into sync_live as l (organization_id, connection_id, hinted_at) values (current_organization(), ${connection}, ${now})
    on conflict (organization_id, connection_id) do update set hinted_at = excluded.hinted_at where l.hinted_at is null`.execute(
    tx,
  );
}

/**
 * Takes the hint for a run that is put into the queue in this transaction: it reads all that changed before. A hint that
 * comes later stays for the next run.
 */
export async function takeHint(tx: Tx, connection: ConnectionId, restsUntil: Instant): Promise<void> {
  await tx
    .updateTable("sync_live")
    .set({ hinted_at: null, rests_until: restsUntil })
    .where("connection_id", "=", connection)
    .execute();
}

/** Lets hints wait. */
export async function rest(tx: Tx, connection: ConnectionId, until: Instant): Promise<void> {
  await tx
    .updateTable("sync_live")
    .set({ rests_until: until })
    .where("connection_id", "=", connection)
    .execute();
}

/** Lets a run begin now that what kept runs from their work is gone: what they were to bring is still to be brought. */
export async function wake(tx: Tx, connection: ConnectionId, now: Instant): Promise<void> {
  await sql`
    insert into sync_live as l (organization_id, connection_id, hinted_at) values (current_organization(), ${connection}, ${now})
    on conflict (organization_id, connection_id)
    do update set hinted_at = coalesce(l.hinted_at, excluded.hinted_at), rests_until = null`.execute(tx);
}

/** Makes the marks of billing's changes a hint, each once. */
export async function hearMarks(tx: Tx, connection: ConnectionId, now: Instant): Promise<void> {
  const { numUpdatedRows } = await tx
    .updateTable("sync_mark")
    .set({ heard: true })
    .where("connection_id", "=", connection)
    .where("heard", "=", false)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await addHint(tx, connection, now);
}

type Channel = Pick<Live, "token" | "expires_at" | "renews_at" | "problem">;

/** Notes how it stands with the CRM's channel. */
export async function saveChannel(
  tx: Tx,
  connection: ConnectionId,
  { token, expires_at, renews_at, problem }: Channel,
): Promise<void> {
  await sql`
    insert into sync_live (organization_id, connection_id, token, expires_at, renews_at, problem)
    values (current_organization(), ${connection}, ${token}, ${expires_at}, ${renews_at}, ${problem})
    on conflict (organization_id, connection_id) do update
       set token = excluded.token, expires_at = excluded.expires_at, renews_at = excluded.renews_at, problem = excluded.problem`.execute(
    tx,
  );
}

/** Lets the next run say the channel anew: with another user of the CRM it is another one, with other modules it tells of others. */
export async function renewSoon(tx: Tx, connection: ConnectionId): Promise<void> {
  await tx
    .updateTable("sync_live")
    .set({ renews_at: null })
    .where("connection_id", "=", connection)
    .execute();
}
