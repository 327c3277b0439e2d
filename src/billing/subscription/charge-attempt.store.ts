import type { Selectable } from "kysely";
import type { InvoiceId, PaymentId } from "#kernel/id.ts";
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

/** The open try of an invoice, locked. */
export async function findPendingAttempt(tx: Tx, invoiceId: InvoiceId): Promise<ChargeAttempt | undefined> {
  const row = await tx
    .selectFrom("charge_attempt")
    .selectAll()
    .where("invoice_id", "=", invoiceId)
    .where("status", "=", "pending")
    .forUpdate()
    .executeTakeFirst();
  return row && { ...row, amount: BigInt(row.amount) };
}

/** Whether a try of a subscription waits for its outcome. */
export async function hasPendingAttempt(tx: Tx, id: SubscriptionId): Promise<boolean> {
  const row = await tx
    .selectFrom("charge_attempt")
    .select("id")
    .where("subscription_id", "=", id)
    .where("status", "=", "pending")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** All tries of a subscription, newest first. */
export async function listAttempts(tx: Tx, id: SubscriptionId): Promise<ChargeAttempt[]> {
  const rows = await tx
    .selectFrom("charge_attempt")
    .selectAll()
    .where("subscription_id", "=", id)
    .orderBy("id", "desc")
    .execute();
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount) }));
}

/** Notes how a try went. */
export async function settleAttempt(
  tx: Tx,
  act: Act,
  id: ChargeAttempt["id"],
  outcome: { payment_id: PaymentId } | { failure: string },
): Promise<void> {
  const values =
    "payment_id" in outcome
      ? { status: "succeeded" as const, payment_id: outcome.payment_id }
      : { status: "failed" as const, failure: outcome.failure };
  await tx
    .updateTable("charge_attempt")
    .set({ ...values, settled_at: act.now })
    .where("id", "=", id)
    .execute();
}
