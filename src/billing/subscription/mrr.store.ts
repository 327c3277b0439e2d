import type { Insertable } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { MrrChangeRow, SubscriptionId } from "./subscription.table.ts";

/** What a subscription brought last, and since which day; undefined where it never brought anything. */
export async function findLastMrr(
  tx: Tx,
  id: SubscriptionId,
): Promise<{ after: bigint; on_day: string } | undefined> {
  const row = await tx
    .selectFrom("mrr_change")
    .select(["after", "on_day"])
    .where("subscription_id", "=", id)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && { ...row, after: BigInt(row.after) };
}

/** Adds a change. Rows are never changed: what was, was. */
export async function insertMrrChange(tx: Tx, row: Insertable<MrrChangeRow>): Promise<void> {
  await tx.insertInto("mrr_change").values(row).execute();
}
