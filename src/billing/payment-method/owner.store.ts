import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import "#billing/customer/customer.table.ts";

/** The customer that an id is now: the winner of one that was merged; undefined where there is none of it. */
export async function ownerOf(tx: Tx, id: CustomerId): Promise<CustomerId | undefined> {
  const row = await tx
    .selectFrom("customer")
    .select(["id", "merged_into"])
    .where("id", "=", id)
    .executeTakeFirst();
  return row?.merged_into ?? row?.id;
}
