import type { Insertable } from "kysely";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { MrrChangeRow, SubscriptionId } from "./subscription.table.ts";

/** What a subscription brought last, and since which day. */
export type LastMrr = { after: bigint; on_day: string };

/** What subscriptions brought last; without those that never brought anything. */
export async function findLastMrr(
  tx: Tx,
  ids: readonly SubscriptionId[],
): Promise<Map<SubscriptionId, LastMrr>> {
  const rows = await tx
    .selectFrom("mrr_change")
    .distinctOn("subscription_id")
    .select(["subscription_id", "after", "on_day"])
    .where("subscription_id", "=", anyOf(ids))
    .orderBy("subscription_id")
    .orderBy("id", "desc")
    .execute();
  return new Map(
    rows.map(({ subscription_id, after, on_day }) => [subscription_id, { on_day, after: BigInt(after) }]),
  );
}

/** Adds a change. Rows are never changed: what was, was. */
export async function insertMrrChange(tx: Tx, row: Insertable<MrrChangeRow>): Promise<void> {
  await tx.insertInto("mrr_change").values(row).execute();
}
