import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import { updateDocument } from "#billing/document/document.store.ts";
import { settledBy } from "#billing/invoice/invoice.ts";
import { post } from "#billing/ledger/ledger.store.ts";
import { applied, type Payment } from "#billing/payment/payment.ts";
import { findPaymentForUpdate, updatePayment } from "#billing/payment/payment.store.ts";
import { settlementPosting } from "./settlement-posting.ts";
import {
  insertSettlement,
  listSettlements,
  markSettlementUndone,
  type Settlement,
} from "./settlement.store.ts";

/** On which day something is settled, and in which currency the organization reckons. */
export type On = { date: string; base: string };

/** Settles so much of an invoice by a payment, both locked. Answers both as they are then. */
export async function settleByPayment(
  tx: Tx,
  act: Act,
  { invoice, payment, amount }: { invoice: CustomerDocument; payment: Payment; amount: bigint },
  on: On,
): Promise<{ invoice: CustomerDocument; payment: Payment }> {
  if (invoice.customer_id !== payment.customer_id)
    throw new AppError("payment.other_customer", { invoice: invoice.id, customer: payment.customer_id });
  const moved = await move(tx, act, { invoice, payment, amount }, on);
  await insertSettlement(tx, {
    organization_id: act.organizationId,
    id: act.ids("stl"),
    invoice_id: invoice.id as Id<"inv">,
    payment_id: payment.id,
    credit_note_id: null,
    amount,
    date: on.date,
    created_at: act.now,
    undone_at: null,
  });
  return moved;
}

/** Takes back a settlement by a payment: its amount is open on the invoice, and unused of the payment, again. */
async function unsettlePayment(
  tx: Tx,
  act: Act,
  {
    invoice,
    settlement,
    paymentId,
  }: { invoice: CustomerDocument; settlement: Settlement; paymentId: Id<"pay"> },
  on: On,
): Promise<CustomerDocument> {
  const payment = await findPaymentForUpdate(tx, paymentId);
  if (payment === undefined) throw new Error(`${settlement.id} has no payment`);
  const moved = await move(tx, act, { invoice, payment, amount: -settlement.amount }, on);
  await markSettlementUndone(tx, settlement.id, act.now);
  return moved.invoice;
}

/** Takes back what settles an invoice: all of it, or one settlement. Answers the invoice as it is then. */
export async function unsettle(
  tx: Tx,
  act: Act,
  invoice: CustomerDocument,
  on: On,
  only?: Id<"stl">,
): Promise<CustomerDocument> {
  const settlements = await listSettlements(tx, { invoice_id: invoice.id as Id<"inv"> });
  const wanted = only === undefined ? settlements : settlements.filter(({ id }) => id === only);
  if (only !== undefined && wanted.length === 0)
    throw new AppError("settlement.not_found", { settlement: only });
  let open = invoice;
  for (const settlement of wanted)
    if (settlement.payment_id !== null)
      open = await unsettlePayment(
        tx,
        act,
        { invoice: open, settlement, paymentId: settlement.payment_id },
        on,
      );
  return open;
}

async function move(
  tx: Tx,
  act: Act,
  { invoice, payment, amount }: { invoice: CustomerDocument; payment: Payment; amount: bigint },
  on: On,
): Promise<{ invoice: CustomerDocument; payment: Payment }> {
  const used = payment.applied + payment.refunded;
  const posting = settlementPosting(invoice, { ...payment, used }, { amount, ...on });
  const nextPayment = decided(applied(payment, amount, act.now));
  const nextInvoice = decided(settledBy(invoice, "paid", amount, act.now));
  await updatePayment(tx, nextPayment);
  await updateDocument(tx, nextInvoice);
  await post(tx, act, posting, {
    document_id: invoice.id,
    payment_id: payment.id,
    customer_id: invoice.customer_id,
  });
  return { invoice: nextInvoice, payment: nextPayment };
}
