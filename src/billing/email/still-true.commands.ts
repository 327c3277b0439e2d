import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import { getDocument } from "#billing/document/document.commands.ts";
import type { Document } from "#billing/document/document.ts";
import { notOpen } from "#billing/invoice/invoice.ts";
import { findPayment } from "#billing/payment/payment.store.ts";
import type { NamedEmail } from "./email.table.ts";

type About = Pick<NamedEmail, "kind" | "document_id" | "document_kind" | "payment_id">;

/**
 * Refuses an e-mail that says what holds no longer: its document or payment is void, or what it asks for has been paid.
 * Asked before each attempt, for what waits for its next one may be overtaken meanwhile.
 */
export async function refuseOvertaken(
  tx: Tx,
  { kind, document_id, document_kind, payment_id }: About,
): Promise<void> {
  if (payment_id !== null) {
    const payment = await findPayment(tx, payment_id);
    if (payment !== undefined && payment.voided_at !== null)
      throw new AppError("payment.void", { payment: payment_id, message: `${payment.number} is void` });
  }
  if (document_id === null || document_kind === null) return;
  const { document } = await getDocument(tx, { kind: document_kind, id: document_id });
  refuseVoid(document);
  if ((kind === "invoice_reminder" || kind === "payment_failed") && document.balance === 0n)
    throw new AppError("invoice.not_open", notOpen(document));
}

/** Refuses a document that is not in force. */
export function refuseVoid({ id, status, number }: Pick<Document, "id" | "status" | "number">): void {
  if (status !== "void" && status !== "cancelled") return;
  const message = `${number ?? "This draft"} is ${status}: it is not e-mailed`;
  throw new AppError("email.document_void", { document: id, status, message });
}
