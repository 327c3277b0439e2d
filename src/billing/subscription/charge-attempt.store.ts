import type { Selectable } from "kysely";
import type { InvoiceId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import type { ChargeAttemptRow, SubscriptionId } from "./subscription.table.ts";
import type { Subscription } from "./subscription.ts";

/** A try to collect an invoice. */
export type ChargeAttempt = Omit<Selectable<ChargeAttemptRow>, "amount"> & { amount: bigint };

/** Puts down that an invoice is to be collected. Of an invoice there is one open try at a time; a second is a bug. */
export async function insertChargeAttempt(
  tx: Tx,
  act: Act,
  {
    subscription,
    invoice,
    kind,
    on,
  }: { subscription: Subscription; invoice: CustomerDocument; kind: ChargeAttempt["kind"]; on: string },
): Promise<void> {
  await tx
    .insertInto("charge_attempt")
    .values({
      organization_id: act.organizationId,
      id: act.ids("chg"),
      invoice_id: invoice.id as InvoiceId,
      subscription_id: subscription.id,
      kind,
      amount: invoice.balance,
      on_day: on,
      status: "pending",
      failure: null,
      payment_id: null,
      created_at: act.now,
      settled_at: null,
    })
    .execute();
}

/** The try of a subscription that waits for its outcome, locked; there is one at most. */
export async function findPendingAttempt(tx: Tx, id: SubscriptionId): Promise<ChargeAttempt | undefined> {
  const row = await tx
    .selectFrom("charge_attempt")
    .selectAll()
    .where("subscription_id", "=", id)
    .where("status", "=", "pending")
    .orderBy("id")
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, amount: BigInt(row.amount) };
}

/** Notes that a try brought nothing. */
export async function settleAttempt(
  tx: Tx,
  act: Act,
  id: ChargeAttempt["id"],
  { failure }: { failure: string },
): Promise<void> {
  await tx
    .updateTable("charge_attempt")
    .set({ status: "failed", failure, settled_at: act.now })
    .where("id", "=", id)
    .execute();
}
