import { type Selectable, sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Target } from "#sync/mapping/incoming.ts";
import type { CreationRow } from "./creation.table.ts";

export type Creation = Selectable<CreationRow>;
type NewCreation = Omit<Creation, "tries">;

/** Notes what is going to be made, before anything is sent. What an earlier run noted stays as it was. */
export async function insertCreations(tx: Tx, rows: readonly NewCreation[]): Promise<void> {
  if (rows.length === 0) return;
  await tx
    .insertInto("crm_creation")
    .values([...rows])
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The records being made of these billing records. */
export async function findCreations(
  tx: Tx,
  connection: ConnectionId,
  target: Target,
  ids: readonly string[],
): Promise<Creation[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom("crm_creation")
    .selectAll()
    .where("connection_id", "=", connection)
    .where("target", "=", target)
    .where("record_id", "=", anyOf(ids))
    .orderBy("record_id")
    .execute();
}

/** Counts a try before it is made: from then on its record may be there. */
export async function countTry(tx: Tx, rows: readonly Creation[]): Promise<void> {
  await changeAll(tx, rows, sql`update crm_creation c set tries = c.tries + 1 from`);
}

/** Forgets what was made, or what the CRM refused for good. */
export async function deleteCreations(tx: Tx, rows: readonly Creation[]): Promise<void> {
  await changeAll(tx, rows, sql`delete from crm_creation c using`);
}

/** Forgets the creations of billing records, whatever their kind: their ids tell them apart. */
export async function deleteCreationsOf(
  tx: Tx,
  connection: ConnectionId,
  ids: readonly string[],
): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .deleteFrom("crm_creation")
    .where("connection_id", "=", connection)
    .where("record_id", "=", anyOf(ids))
    .execute();
}

/** By billing record, the values that it is being made of in the CRM. */
export async function findValuesInCreation(
  tx: Tx,
  connection: ConnectionId,
  ids: readonly string[],
): Promise<Creation[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom("crm_creation")
    .selectAll()
    .where("connection_id", "=", connection)
    .where("record_id", "=", anyOf(ids))
    .execute();
}

async function changeAll(
  tx: Tx,
  rows: readonly Creation[],
  statement: ReturnType<typeof sql>,
): Promise<void> {
  if (rows.length === 0) return;
  await sql`
    ${statement} unnest(${rows.map((row) => row.connection_id)}::text[], ${rows.map((row) => row.target)}::text[], ${rows.map((row) => row.record_id)}::text[])
       as one (connection_id, target, record_id)
     where c.connection_id = one.connection_id and c.target = one.target and c.record_id = one.record_id`.execute(
    tx,
  );
}
