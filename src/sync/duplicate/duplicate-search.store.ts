import type { Insertable, Updateable } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { DuplicateSearch, DuplicateSearchId, DuplicateSearchRow } from "./duplicate.table.ts";

const active: DuplicateSearch["status"][] = ["waiting", "running"];

/** Adds a search; false where one is active. */
export async function insertSearch(tx: Tx, row: Insertable<DuplicateSearchRow>): Promise<boolean> {
  const added = await tx
    .insertInto("duplicate_search")
    .values(row)
    .onConflict((on) => on.columns(["organization_id"]).where("status", "in", active).doNothing())
    .returning("id")
    .executeTakeFirst();
  return added !== undefined;
}

/** The last search of the organization. */
export async function findLastSearch(tx: Tx): Promise<DuplicateSearch | undefined> {
  return tx.selectFrom("duplicate_search").selectAll().orderBy("id", "desc").limit(1).executeTakeFirst();
}

/** The search that waits or is at work, locked. */
export async function findActiveSearch(tx: Tx): Promise<DuplicateSearch | undefined> {
  return tx
    .selectFrom("duplicate_search")
    .selectAll()
    .where("status", "in", active)
    .forUpdate()
    .executeTakeFirst();
}

/** Writes to a search that is active; false where it was cancelled meanwhile. */
export async function updateActiveSearch(
  tx: Tx,
  id: DuplicateSearchId,
  change: Updateable<DuplicateSearchRow>,
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("duplicate_search")
    .set(change)
    .where("id", "=", id)
    .where("status", "in", active)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}
