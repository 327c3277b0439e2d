import type { Selectable } from "kysely";
import type { CustomerId, Id } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Merged } from "./customer-merge.ts";
import type { CustomerMergeRow } from "./customer.table.ts";

/** A merge as it is stored. */
export type CustomerMerge = Omit<Selectable<CustomerMergeRow>, "moved"> & { moved: Merged };

/** Adds a merge. */
export async function insertMerge(tx: Tx, merge: CustomerMerge): Promise<void> {
  await tx
    .insertInto("customer_merge")
    .values({ ...merge, moved: JSON.stringify(merge.moved) })
    .execute();
}

/** A merge, locked; undefined where the organization has none of this id. */
export async function findMergeForUpdate(tx: Tx, id: Id<"mrg">): Promise<CustomerMerge | undefined> {
  const row = await tx
    .selectFrom("customer_merge")
    .selectAll()
    .where("id", "=", id)
    .forUpdate()
    .executeTakeFirst();
  return row as CustomerMerge | undefined;
}

/** Of these customers those that were merged away, each with the one that it was merged into. */
export async function findMergedInto(
  tx: Tx,
  ids: readonly CustomerId[],
): Promise<{ id: CustomerId; merged_into: CustomerId }[]> {
  return tx
    .selectFrom("customer")
    .select(["id", "merged_into"])
    .where("id", "=", anyOf(ids))
    .where("merged_into", "is not", null)
    .$narrowType<{ merged_into: CustomerId }>()
    .execute();
}

/** Notes that a merge was taken back. */
export async function markMergeUndone(tx: Tx, id: Id<"mrg">, undoneBy: string, now: Instant): Promise<void> {
  await tx
    .updateTable("customer_merge")
    .set({ undone_at: now, undone_by: undoneBy })
    .where("id", "=", id)
    .execute();
}

/** Merges in which a customer won or lost, newest first, with the names of both. */
export async function listMergesOf(
  tx: Tx,
  customerId: CustomerId,
): Promise<(CustomerMerge & { survivor_name: string; loser_name: string })[]> {
  const rows = await tx
    .selectFrom("customer_merge as m")
    .innerJoin("customer as s", (join) =>
      join.onRef("s.organization_id", "=", "m.organization_id").onRef("s.id", "=", "m.survivor_id"),
    )
    .innerJoin("customer as l", (join) =>
      join.onRef("l.organization_id", "=", "m.organization_id").onRef("l.id", "=", "m.loser_id"),
    )
    .selectAll("m")
    .select(["s.display_name as survivor_name", "l.display_name as loser_name"])
    .where((row) => row.or([row("m.survivor_id", "=", customerId), row("m.loser_id", "=", customerId)]))
    .orderBy("m.id", "desc")
    .execute();
  return rows as (CustomerMerge & { survivor_name: string; loser_name: string })[];
}

/** Merges of a customer that have not been undone. */
export async function openMergesOf(tx: Tx, customerId: CustomerId): Promise<CustomerMerge[]> {
  const rows = await tx
    .selectFrom("customer_merge")
    .selectAll()
    .where((row) => row.or([row("survivor_id", "=", customerId), row("loser_id", "=", customerId)]))
    .where("undone_at", "is", null)
    .execute();
  return rows as CustomerMerge[];
}
