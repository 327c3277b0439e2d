import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Channel } from "./watch-json.ts";
import type { Condition, WatchEvent } from "./watch.ts";
import "./watch.table.ts";

/** A channel as it is to be; its token sealed. */
export type ChannelRow = {
  organization_id: OrganizationId;
  user_id: string;
  channel_id: string;
  events: WatchEvent[];
  notify_url: string;
  token: string | null;
  conditions: Condition[] | null;
  on_related: boolean;
  expires_at: string;
};

/** Writes a channel, in place of one of that number. What became of earlier notices is forgotten: it begins anew. */
export async function putChannel(tx: Tx, row: ChannelRow): Promise<void> {
  const { organization_id, user_id, channel_id, ...rest } = row;
  const conditions = rest.conditions && JSON.stringify(rest.conditions);
  const fresh = { failures: 0, rests_until: null, sent_at: null, failed_at: null, problem: null };
  await tx
    .insertInto("crm_channel")
    .values({ organization_id, user_id, channel_id, ...rest, ...fresh, conditions })
    .onConflict((conflict) =>
      conflict
        .columns(["organization_id", "user_id", "channel_id"])
        .doUpdateSet({ ...rest, ...fresh, conditions }),
    )
    .execute();
}

/** A user's channels, or one of them, with their sealed tokens. Locked, so that two changes of one follow each other. */
export async function findChannels(
  tx: Tx,
  userId: string,
  channelId?: string,
): Promise<(Channel & { token: string | null; expires_at: string })[]> {
  const time = (column: string): ReturnType<typeof sql> =>
    sql`to_json(date_trunc('second', c.${sql.ref(column)})) #>> '{}'`;
  const { rows } = await sql<Channel & { token: string | null; expires_at: string }>`
    select c.channel_id, c.events, c.notify_url, c.token, c.conditions, c.on_related, c.failures, c.problem, c.expires_at,
      ${time("expires_at")} as channel_expiry, c.expires_at <= clock_timestamp() as is_expired,
      ${time("rests_until")} as rests_until, ${time("sent_at")} as sent_at, ${time("failed_at")} as failed_at
    from crm_channel c
    where c.organization_id = current_organization() and c.user_id = ${userId}
      and ${channelId === undefined ? sql`true` : sql`c.channel_id = ${channelId}`}
    order by c.channel_id::numeric for update`.execute(tx);
  return rows;
}

/** Takes channels away; those that were there, with their events. */
export async function deleteChannels(
  tx: Tx,
  userId: string,
  channelIds: readonly string[],
): Promise<{ channel_id: string; events: WatchEvent[] }[]> {
  return tx
    .deleteFrom("crm_channel")
    .where("user_id", "=", userId)
    .where("channel_id", "in", [...channelIds])
    .returning(["channel_id", "events"])
    .execute();
}

/** Takes away what ended more than a week ago, and counts what is left of a user's channels. */
export async function countChannels(tx: Tx, userId: string): Promise<number> {
  await sql`delete from crm_channel where organization_id = current_organization() and user_id = ${userId}
    and expires_at < clock_timestamp() - interval '7 days'`.execute(tx);
  const { count } = await tx
    .selectFrom("crm_channel")
    .select(({ fn }) => fn.countAll<string>().as("count"))
    .where("user_id", "=", userId)
    .executeTakeFirstOrThrow();
  return Number(count);
}
