import type { CustomerId, Id } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import { documentOf, findDocumentForUpdate, updateDocument } from "#billing/document/document.store.ts";
import { findPaymentForUpdate, paymentOf, updatePayment } from "#billing/payment/payment.store.ts";
import type { Source, SourceColumns } from "./source.ts";

/** The source that a settlement names, locked until the transaction ends. */
export async function findSourceForUpdate(
  tx: Tx,
  { payment_id, credit_note_id }: SourceColumns,
): Promise<Source | undefined> {
  if (payment_id !== null) {
    const row = await findPaymentForUpdate(tx, payment_id);
    return row && { kind: "payment", row };
  }
  if (credit_note_id === null) return undefined;
  const row = await findDocumentForUpdate(tx, "credit_note", credit_note_id);
  return row && { kind: "credit_note", row: row as CustomerDocument };
}

/** All of a customer that has something left, locked in the order that everybody locks: credit notes, then payments. */
export async function findUnusedForUpdate(tx: Tx, customerId: CustomerId): Promise<Source[]> {
  const notes = await tx
    .selectFrom("document")
    .selectAll()
    .where("customer_id", "=", customerId)
    .where("kind", "=", "credit_note")
    .where("status", "=", "open")
    .where("balance", ">", "0")
    .orderBy("id")
    .forUpdate()
    .execute();
  const payments = await tx
    .selectFrom("payment")
    .selectAll()
    .where("customer_id", "=", customerId)
    .where("unused", ">", "0")
    .orderBy("id")
    .forUpdate()
    .execute();
  return [
    ...notes.map((row): Source => ({ kind: "credit_note", row: documentOf(row) as CustomerDocument })),
    ...payments.map((row): Source => ({ kind: "payment", row: paymentOf(row) })),
  ];
}

/** Those of the customers who have something to their credit. */
export async function findCredited(tx: Tx, customerIds: readonly CustomerId[]): Promise<Set<CustomerId>> {
  const rows = await tx
    .selectFrom("document")
    .select("customer_id")
    .where("customer_id", "=", anyOf(customerIds))
    .where("kind", "=", "credit_note")
    .where("status", "=", "open")
    .where("balance", ">", "0")
    .union(
      tx
        .selectFrom("payment")
        .select("customer_id")
        .where("customer_id", "=", anyOf(customerIds))
        .where("unused", ">", "0"),
    )
    .execute();
  return new Set(rows.map(({ customer_id }) => customer_id as CustomerId));
}

/** Writes a source that is locked. */
export async function updateSource(tx: Tx, { kind, row }: Source): Promise<void> {
  await (kind === "payment" ? updatePayment(tx, row) : updateDocument(tx, row));
}

/** What the ledger says a posting of a source is about. */
export function aboutSource({ kind, row }: Source): {
  document_id?: string;
  payment_id?: Id<"pay">;
  customer_id: CustomerId;
} {
  const { customer_id } = row;
  return kind === "payment" ? { payment_id: row.id, customer_id } : { document_id: row.id, customer_id };
}
