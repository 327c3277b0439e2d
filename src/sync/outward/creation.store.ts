import type { Selectable } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
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

/** What is being made of these billing records; ids tell customers from contact persons. */
export async function findCreations(
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
    .orderBy("record_id")
    .execute();
}

/** Counts a try before it is made: from then on its record may be there. */
export async function countTry(tx: Tx, connection: ConnectionId, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .updateTable("crm_creation")
    .set((row) => ({ tries: row("tries", "+", 1) }))
    .where("connection_id", "=", connection)
    .where("record_id", "=", anyOf(ids))
    .execute();
}

/** Forgets what was made, or what the CRM refused for good. */
export async function deleteCreations(
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
