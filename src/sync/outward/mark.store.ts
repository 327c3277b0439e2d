import { sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Target } from "#sync/mapping/incoming.ts";
import type { Mark } from "./mark.ts";
import "./mark.table.ts";

/** Marks in the order of their numbers, behind `after` and up to `upTo`. */
export async function listMarks(
  tx: Tx,
  connection: ConnectionId,
  target: Target,
  { after, upTo, limit }: { after: string; upTo: string; limit: number },
): Promise<Mark[]> {
  const rows = await tx
    .selectFrom("sync_mark")
    .select(["record_id", "mark"])
    .where("connection_id", "=", connection)
    .where("target", "=", target)
    .where("mark", ">", after)
    .where("mark", "<=", upTo)
    .orderBy("mark")
    .limit(limit)
    .execute();
  return rows.map((row) => ({ recordId: row.record_id, number: row.mark }));
}

/** The newest mark and how many there are; undefined where nothing is marked. */
export async function summarizeMarks(
  tx: Tx,
  connection: ConnectionId,
  target: Target,
): Promise<{ newest: string; count: number } | undefined> {
  const row = await tx
    .selectFrom("sync_mark")
    .select((of) => [of.fn.max("mark").as("newest"), of.fn.countAll<string>().as("count")])
    .where("connection_id", "=", connection)
    .where("target", "=", target)
    .executeTakeFirst();
  return row?.newest ? { newest: row.newest, count: Number(row.count) } : undefined;
}

/** Takes marks away, those excepted that have grown since they were taken. */
export async function dropMarks(
  tx: Tx,
  connection: ConnectionId,
  target: Target,
  marks: readonly Mark[],
): Promise<void> {
  if (marks.length === 0) return;
  await sql`
    delete from sync_mark m using unnest(${marks.map((one) => one.recordId)}::text[], ${marks.map((one) => one.number)}::bigint[]) as taken (id, number)
     where m.connection_id = ${connection} and m.target = ${target} and m.record_id = taken.id and m.mark = taken.number`.execute(
    tx,
  );
}

/**
 * Marks records as changed, as the database does itself when a user changes them. By a run that goes on to send them
 * they are marked as heard, so that no further run begins for them.
 */
export async function markRecords(
  tx: Tx,
  connection: ConnectionId,
  target: Target,
  ids: readonly string[],
  { heard }: { heard: boolean } = { heard: true },
): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    insert into sync_mark as m (organization_id, connection_id, target, record_id, heard)
    select current_organization(), ${connection}, ${target}, id, ${heard}::boolean from (select distinct unnest(${[...ids]}::text[]) as id) t order by id
    on conflict (organization_id, connection_id, target, record_id) do update
       set mark = excluded.mark, marked_at = excluded.marked_at, heard = m.heard and excluded.heard`.execute(
    tx,
  );
}

/** Marks the contact persons of customers: they can be made in the CRM once their customer is there. */
export async function markPersonsOf(
  tx: Tx,
  connection: ConnectionId,
  customers: readonly string[],
): Promise<void> {
  if (customers.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    select id from contact_person where customer_id = any (${[...customers]}::text[])`.execute(tx);
  await markRecords(
    tx,
    connection,
    "contact_person",
    rows.map((row) => row.id),
  );
}

/**
 * What this transaction writes leaves no mark for the connection: it comes from its CRM, which need not hear of it.
 * Where no other connection wants to either, the trigger is not even called (migrations/0007_two_way.sql).
 */
export async function leaveUnmarked(
  tx: Tx,
  { connectionId, isOverheard }: { connectionId: ConnectionId; isOverheard: boolean },
): Promise<void> {
  await sql`select set_config('concord.origin', ${connectionId}, true),
                   set_config('concord.unmarked', ${isOverheard ? "" : "yes"}, true)`.execute(tx);
}
