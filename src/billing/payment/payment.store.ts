import type { Selectable } from "kysely";
import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { type Payment, paymentMinors } from "./payment.ts";
import type { PaymentRow } from "./payment.table.ts";

/** A payment, or undefined where the organization has none of this id. */
export async function findPayment(tx: Tx, id: Id<"pay">): Promise<Payment | undefined> {
  const row = await tx.selectFrom("payment").selectAll().where("id", "=", id).executeTakeFirst();
  return row && paymentOf(row);
}

/** The same, locked until the transaction ends. */
export async function findPaymentForUpdate(tx: Tx, id: Id<"pay">): Promise<Payment | undefined> {
  const row = await tx.selectFrom("payment").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  return row && paymentOf(row);
}

/** Adds a payment. */
export async function insertPayment(tx: Tx, { unused: _unused, ...payment }: Payment): Promise<void> {
  await tx.insertInto("payment").values(payment).execute();
}

/** Writes a payment that is locked; its version must follow the one that was read. */
export async function updatePayment(tx: Tx, { unused: _unused, ...payment }: Payment): Promise<void> {
  const result = await tx
    .updateTable("payment")
    .set(payment)
    .where("id", "=", payment.id)
    .where("version", "=", payment.version - 1)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new Error(`${payment.id} was written without its lock`);
}

/** Payments, newest first; `before` is the id of the last one seen. */
export async function listPayments(
  tx: Tx,
  {
    customer_id,
    before,
    limit,
  }: { customer_id?: CustomerId | undefined; before?: string | undefined; limit: number },
): Promise<Payment[]> {
  let query = tx.selectFrom("payment").selectAll().orderBy("id", "desc").limit(limit);
  if (customer_id !== undefined) query = query.where("customer_id", "=", customer_id);
  if (before !== undefined) query = query.where("id", "<", before as Id<"pay">);
  return (await query.execute()).map(paymentOf);
}

/** A row as rules see it. */
export function paymentOf(row: Selectable<PaymentRow>): Payment {
  const minors = Object.fromEntries(paymentMinors.map((column) => [column, BigInt(row[column])]));
  return { ...row, ...(minors as Pick<Payment, (typeof paymentMinors)[number]>) };
}
