import { sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import { type Page, pageOf } from "#kernel/page.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { DealEntity } from "./deal.ts";
import type { DealLogRow, DealTriggerRow, FollowedDealRow } from "./deal.table.ts";

export type DealTrigger = DealTriggerRow;
export type FollowedDeal = FollowedDealRow;

/** What a connection makes of deals; undefined where it makes nothing. */
export async function findDealTrigger(tx: Tx, connection: ConnectionId): Promise<DealTrigger | undefined> {
  return tx.selectFrom("deal_trigger").selectAll().where("connection_id", "=", connection).executeTakeFirst();
}

/** Whether the trigger is still the one that is followed; it is held, so that deals are followed one worker at a time. */
export async function holdDealTrigger(
  tx: Tx,
  { connection_id, entity, since }: DealTrigger,
): Promise<boolean> {
  const row = await tx
    .selectFrom("deal_trigger")
    .select("entity")
    .where("connection_id", "=", connection_id)
    .where("entity", "=", entity)
    .where("since", "=", since)
    .forUpdate()
    .executeTakeFirst();
  return row !== undefined;
}

/** Sets it anew: only deals from then on count. */
export async function saveDealTrigger(tx: Tx, row: DealTrigger): Promise<void> {
  await deleteDealTrigger(tx, row.connection_id);
  await tx.insertInto("deal_trigger").values(row).execute();
}

export async function deleteDealTrigger(tx: Tx, connection: ConnectionId): Promise<void> {
  await tx.deleteFrom("deal_trigger").where("connection_id", "=", connection).execute();
}

/** Notes how the last reading of deals ended, unless the trigger was set anew meanwhile. */
export async function noteDealsRead(
  tx: Tx,
  { connection_id, entity, since }: DealTrigger,
  next: Partial<Pick<DealTrigger, "watermark" | "read_at" | "problem">>,
): Promise<void> {
  await tx
    .updateTable("deal_trigger")
    .set(next)
    .where("connection_id", "=", connection_id)
    .where("entity", "=", entity)
    .where("since", "=", since)
    .execute();
}

/** How deals were followed before, by their ids. */
export async function findFollowed(
  tx: Tx,
  { connection_id, entity }: Pick<DealTrigger, "connection_id" | "entity">,
  ids: readonly string[],
): Promise<Map<string, FollowedDeal>> {
  const rows = await tx
    .selectFrom("followed_deal")
    .selectAll()
    .where("connection_id", "=", connection_id)
    .where("entity", "=", entity)
    .where("crm_id", "=", anyOf(ids))
    .execute();
  return new Map(rows.map((row) => [row.crm_id, row]));
}

/** Deals of which something is to be made, and could not be yet; those that waited longest first. */
export async function findWaiting(
  tx: Tx,
  { connection_id, entity }: Pick<DealTrigger, "connection_id" | "entity">,
  limit: number,
): Promise<string[]> {
  const rows = await tx
    .selectFrom("followed_deal")
    .select("crm_id")
    .where("connection_id", "=", connection_id)
    .where("entity", "=", entity)
    .where("state", "=", "waiting")
    .orderBy("updated_at")
    .limit(limit)
    .execute();
  return rows.map(({ crm_id }) => crm_id);
}

/** Notes how a deal was followed. */
export async function saveFollowed(tx: Tx, row: FollowedDeal): Promise<void> {
  const { organization_id: _org, connection_id: _con, crm_id: _deal, entity: _entity, ...changed } = row;
  await tx
    .insertInto("followed_deal")
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(["organization_id", "connection_id", "crm_id", "entity"]).doUpdateSet(changed),
    )
    .execute();
}

/** Deals that are gone wait for nothing. */
export async function forgetDeals(
  tx: Tx,
  { connection_id, entity }: Pick<DealTrigger, "connection_id" | "entity">,
  ids: readonly string[],
): Promise<void> {
  await tx
    .deleteFrom("followed_deal")
    .where("connection_id", "=", connection_id)
    .where("entity", "=", entity)
    .where("state", "=", "waiting")
    .where("crm_id", "=", anyOf(ids))
    .execute();
}

export type DealLogEntry = Omit<DealLogRow, "details"> & { details: Record<string, unknown> };

export async function insertDealLog(tx: Tx, entry: DealLogEntry): Promise<void> {
  await tx
    .insertInto("deal_log")
    .values({ ...entry, details: JSON.stringify(entry.details) })
    .execute();
}

type LogFilter = {
  outcome?: DealLogRow["outcome"] | undefined;
  deal?: string | undefined;
  after?: string | undefined;
  limit: number;
};

/** What was done of deals, the newest first. */
export async function listDealLog(
  tx: Tx,
  connection: ConnectionId,
  { outcome, deal, after, limit }: LogFilter,
): Promise<Page<DealLogEntry>> {
  let query = tx
    .selectFrom("deal_log")
    .selectAll()
    .where("connection_id", "=", connection)
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (outcome !== undefined) query = query.where("outcome", "=", outcome);
  if (deal !== undefined) query = query.where("crm_id", "=", deal);
  if (after !== undefined) query = query.where(sql<boolean>`id < ${after}`);
  return pageOf(
    await query.execute(),
    limit,
    ({ id }) => ({ value: null, id }),
    (row) => row,
  );
}

/** How many deals wait, and for how many something was made. */
export async function countFollowed(
  tx: Tx,
  connection: ConnectionId,
  entity: DealEntity,
): Promise<{ waiting: number; followed: number }> {
  const { rows } = await sql<{ waiting: number; followed: number }>`
    select count(*) filter (where state = 'waiting')::int as waiting,
      count(*) filter (where document_id is not null)::int as followed
    from followed_deal where connection_id = ${connection} and entity = ${entity}`.execute(tx);
  return rows[0] ?? { waiting: 0, followed: 0 };
}
