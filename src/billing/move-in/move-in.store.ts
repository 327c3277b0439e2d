import { type Insertable, sql, type Updateable } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import { type Keyset, type Page, pageOf } from "#kernel/page.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import { type Counts, type MoveIn, noCounts } from "./move-in.ts";
import type { MoveInId, MoveInRow } from "./move-in.table.ts";

export async function insertMoveIn(tx: Tx, row: Insertable<MoveInRow>): Promise<void> {
  await tx.insertInto("move_in").values(row).execute();
}

/** An import; undefined where the organization has none of this id. */
export async function findMoveIn(
  tx: Tx,
  id: MoveInId,
  { lock = false }: { lock?: boolean } = {},
): Promise<MoveIn | undefined> {
  const query = tx.selectFrom("move_in").selectAll().where("id", "=", id);
  return (lock ? query.forUpdate() : query).executeTakeFirst();
}

export async function updateMoveIn(tx: Tx, id: MoveInId, change: Updateable<MoveInRow>): Promise<void> {
  await tx.updateTable("move_in").set(change).where("id", "=", id).execute();
}

export async function removeMoveIn(tx: Tx, id: MoveInId): Promise<void> {
  await tx.deleteFrom("move_in").where("id", "=", id).execute();
}

/** Imports, the newest first. */
export async function listMoveIns(tx: Tx, after: Keyset | undefined, limit: number): Promise<Page<MoveIn>> {
  let query = tx
    .selectFrom("move_in")
    .selectAll()
    .orderBy("id", "desc")
    .limit(limit + 1);
  if (after !== undefined) query = query.where("id", "<", after.id as MoveInId);
  return pageOf(
    await query.execute(),
    limit,
    ({ id }) => ({ value: null, id }),
    (row) => row,
  );
}

/** The oldest import that a worker is to go on with, locked; one that another worker is at is passed over. */
export async function takeMoveIn(tx: Tx): Promise<MoveIn | undefined> {
  return tx
    .selectFrom("move_in")
    .selectAll()
    .where("status", "in", ["previewing", "running", "undoing"])
    .orderBy("id")
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** Organizations in which an import waits for a worker. Runs as concord_system. */
export async function findOrganizationsMovingIn(system: Db): Promise<OrganizationId[]> {
  const rows = await system
    .selectFrom("move_in")
    .select("organization_id")
    .distinct()
    .where("status", "in", ["previewing", "running", "undoing"])
    .execute();
  return rows.map(({ organization_id }) => organization_id);
}

/** What became of the records of each import named. */
export async function countOutcomes(tx: Tx, ids: readonly MoveInId[]): Promise<Map<MoveInId, Counts>> {
  const found = new Map<MoveInId, Counts>(ids.map((id) => [id, noCounts]));
  if (ids.length === 0) return found;
  const rows = await tx
    .selectFrom("move_in_row")
    .select(["move_in_id", "outcome"])
    .select(sql<number>`count(*)::int`.as("count"))
    .where("move_in_id", "in", ids)
    .where("outcome", "is not", null)
    .whereRef("row", "=", "record")
    .groupBy(["move_in_id", "outcome"])
    .execute();
  for (const { move_in_id: id, outcome, count } of rows)
    if (outcome !== null) found.set(id, { ...(found.get(id) ?? noCounts), [outcome]: count });
  return found;
}
