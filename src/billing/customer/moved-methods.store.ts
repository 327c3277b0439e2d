import type { CustomerId, Id } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { MovedMethods } from "./customer-merge.ts";

/** Gives what a customer pays with to another one. The other's own default stays; where it has none, it takes this one. */
export async function moveMethods(tx: Tx, from: CustomerId, to: CustomerId): Promise<MovedMethods> {
  const was = await defaultOf(tx, from);
  const isTaken = (await defaultOf(tx, to)) !== null;
  const rows = await tx
    .updateTable("payment_method")
    .set({ customer_id: to, ...(isTaken ? { is_default: false } : {}) })
    .where("customer_id", "=", from)
    .returning("id")
    .execute();
  return { ids: rows.map(({ id }) => id), default: was };
}

/** Gives back what a merge had moved, but for what was deleted since. */
export async function returnMethods(tx: Tx, moved: MovedMethods, to: CustomerId): Promise<void> {
  await tx
    .updateTable("payment_method")
    .set({ customer_id: to, is_default: false })
    .where("id", "=", anyOf(moved.ids))
    .execute();
  if (moved.default === null) return;
  await tx.updateTable("payment_method").set({ is_default: true }).where("id", "=", moved.default).execute();
}

async function defaultOf(tx: Tx, customerId: CustomerId): Promise<Id<"pmt"> | null> {
  const row = await tx
    .selectFrom("payment_method")
    .select("id")
    .where("customer_id", "=", customerId)
    .where("is_default", "=", true)
    .executeTakeFirst();
  return row?.id ?? null;
}
