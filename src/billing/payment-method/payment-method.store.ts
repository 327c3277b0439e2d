import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import "./payment-method.table.ts";

/** Whether a customer's money can be collected without asking. */
export async function hasPaymentMethod(tx: Tx, customerId: CustomerId): Promise<boolean> {
  const row = await tx
    .selectFrom("payment_method")
    .select("id")
    .where("customer_id", "=", customerId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
