import { sql } from "kysely";
import type { Db, Tx } from "#platform/db/db.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { eventOf, type Interest, type Notice, restMs } from "./watch.ts";
import "./watch.table.ts";

/** What a process that delivers listens to: the payload is the organization. */
export const noticeChannel = "crm_notice";

/**
 * Writes a notice where somebody watches, in the transaction of the change, and wakes those who deliver when it
 * commits. One statement; where nobody watches it writes nothing and wakes nobody.
 */
export async function addNotice(tx: Tx, notice: Notice): Promise<void> {
  await sql`
    with added as (
      insert into crm_notice (organization_id, module, operation, records)
      select current_organization(), ${notice.module}, ${notice.operation}, ${JSON.stringify(notice.records)}::jsonb
      where exists (select from crm_channel c where c.organization_id = current_organization()
        and ${eventOf(notice)} = any (c.events) and ${isListening})
      returning 1)
    select pg_notify(${noticeChannel}, current_organization()) from added`.execute(tx);
}

/** Neither ended nor resting. */
const isListening = sql<boolean>`c.expires_at > clock_timestamp() and (c.rests_until is null or c.rests_until <= clock_timestamp())`;

/** A channel that notices go to. */
export type Receiver = Interest & {
  user_id: string;
  channel_id: string;
  notify_url: string;
  token: string | null;
};

/** Takes some notices away, the oldest first, with those who may be told; another process takes others. */
export async function takeNotices(
  tx: Tx,
  limit: number,
): Promise<{ notices: Notice[]; receivers: Receiver[] }> {
  const taken = await sql<Notice & { id: string }>`
    delete from crm_notice n using (
      select id from crm_notice where organization_id = current_organization() order by id limit ${limit} for update skip locked) due
    where n.organization_id = current_organization() and n.id = due.id
    returning n.id, n.module, n.operation, n.records`.execute(tx);
  if (taken.rows.length === 0) return { notices: [], receivers: [] };
  const receivers = await sql<Receiver>`
    select c.user_id, c.channel_id, c.events, c.conditions, c.notify_url, c.token from crm_channel c
    join crm_user u on u.organization_id = c.organization_id and u.id = c.user_id and u.status = 'active'
    where c.organization_id = current_organization() and ${isListening}`.execute(tx);
  const notices = taken.rows.toSorted((a, b) => (BigInt(a.id) < BigInt(b.id) ? -1 : 1));
  return { notices, receivers: receivers.rows };
}

/** Organizations with notices that nobody has taken yet. */
export async function findWaiting(system: Db): Promise<OrganizationId[]> {
  const rows = await system.selectFrom("crm_notice").select("organization_id").distinct().execute();
  return rows.map((row) => row.organization_id);
}

/** What became of the notices to one channel. `problem` is undefined where they arrived. */
export type Delivery = Pick<Receiver, "user_id" | "channel_id"> & { problem: string | undefined };

/** Notes for each channel whether notices arrived; one that they did not reach rests, longer each time. */
export async function noteDelivery(tx: Tx, { user_id, channel_id, problem }: Delivery): Promise<void> {
  const where = sql`where organization_id = current_organization() and user_id = ${user_id} and channel_id = ${channel_id}`;
  if (problem === undefined) {
    await sql`update crm_channel set failures = 0, rests_until = null, problem = null, sent_at = clock_timestamp() ${where}`.execute(
      tx,
    );
    return;
  }
  const { rows } = await sql<{ failures: number }>`
    update crm_channel set failures = failures + 1, problem = ${problem}, failed_at = clock_timestamp() ${where} returning failures`.execute(
    tx,
  );
  const failures = rows[0]?.failures;
  if (failures !== undefined)
    await sql`update crm_channel set rests_until = clock_timestamp() + ${restMs(failures)}::integer * interval '1 millisecond' ${where}`.execute(
      tx,
    );
}
