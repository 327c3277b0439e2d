import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { Id, PaymentId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import { findDocumentsForUpdate } from "#billing/document/document.store.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { isPaymentEmailed } from "#billing/email/email.store.ts";
import { post } from "#billing/ledger/ledger.store.ts";
import { reversed } from "#billing/ledger/posting.ts";
import type { Payment } from "#billing/payment/payment.ts";
import { deletePayment, findPayment } from "#billing/payment/payment.store.ts";
import { deleteRefund, listRefunds, type Refund } from "#billing/settlement/refund.store.ts";
import { unsettle } from "#billing/settlement/settle.commands.ts";
import { paymentPosting, refundPosting } from "#billing/settlement/settlement-posting.ts";
import { deleteSettlements, listSettlements } from "#billing/settlement/settlement.store.ts";
import { type Source, spent, usedOf } from "#billing/settlement/source.ts";
import { aboutSource, findSourceForUpdate, updateSource } from "#billing/settlement/source.store.ts";

/** Which source: a payment or a credit note. */
type Which = { payment_id: PaymentId } | { credit_note_id: Id<"crn"> };

/**
 * Takes a payment that came in back, with what it settled and what was given back of it then: its invoices are open
 * again, and the ledger takes back what it said, on the same days.
 */
export async function undoPayment(tx: Tx, act: Act, id: PaymentId): Promise<void> {
  if ((await findPayment(tx, id)) === undefined) return;
  if (await isPaymentEmailed(tx, id))
    refuse("A receipt of it was e-mailed", "Keep it, or refund it on its page.");
  const payment = (await released(tx, act, { payment_id: id })).row as Payment;
  const { base } = await dayOf(tx, act);
  const { customer_id, number, amount, currency_code: currency } = payment;
  const back = reversed(paymentPosting(payment, base), "payment", payment.date);
  // Of one that is void the ledger says nothing any more.
  if (payment.voided_at === null) await post(tx, act, [back], { payment_id: id, customer_id });
  await deleteSettlements(tx, id);
  await deletePayment(tx, id);
  const note = `${number}: ${amountText(amount, currency)} ${currency}`;
  await tellOfCustomer(tx, act, { customerId: customer_id, kind: "payment_taken_back", note });
}

/** Takes back what of a credit note settled something, or was given back, as it came in. It is all open then. */
export async function releaseNote(tx: Tx, act: Act, id: Id<"crn">): Promise<void> {
  await released(tx, act, { credit_note_id: id });
}

/** A source of which nothing is used. Refuses where it was used after it came in: that builds on it. */
async function released(tx: Tx, act: Act, of: Which): Promise<Source> {
  const settlements = await listSettlements(tx, of);
  // Invoices are locked before what settles them, everywhere.
  const ids = settlements.map(({ invoice_id }) => invoice_id);
  const locked = await findDocumentsForUpdate(tx, "invoice", ids);
  const invoices = new Map(locked.map((invoice) => [invoice.id, invoice as CustomerDocument]));
  const source = await lockSource(tx, of);
  const refunds = await listRefunds(tx, of);
  const cameIn = source.row.created_at;
  const later = settlements.find(({ created_at }) => created_at !== cameIn);
  if (later !== undefined) refuse(`It was applied to ${later.invoice_number} after it was imported`);
  if (refunds.some(({ created_at, status }) => created_at !== cameIn && status !== "failed"))
    refuse("Some of it was given back after it was imported", "Keep it.");
  const { base } = await dayOf(tx, act);
  for (const { id, invoice_id, date } of settlements.toReversed()) {
    const invoice = invoices.get(invoice_id);
    if (invoice === undefined) throw new Error(`${id} settles no invoice`);
    if (invoice.written_off > 0n)
      refuse(
        `The rest of ${invoice.number} was written off`,
        "Cancel the write-off on its page, then undo once more.",
      );
    invoices.set(invoice_id, await unsettle(tx, act, invoice, { date, base }, id));
  }
  let open = await lockSource(tx, of);
  for (const refund of refunds.toReversed())
    open = await takeBackRefund(tx, act, { source: open, refund, base });
  return open;
}

async function lockSource(tx: Tx, of: Which): Promise<Source> {
  const source = await findSourceForUpdate(tx, { payment_id: null, credit_note_id: null, ...of });
  if (source === undefined) throw new Error(`${JSON.stringify(of)} is gone`);
  return source;
}

type GivenBack = { source: Source; refund: Refund; base: string };

/** One that failed took nothing from its source. */
async function takeBackRefund(tx: Tx, act: Act, { source, refund, base }: GivenBack): Promise<Source> {
  await deleteRefund(tx, refund.id);
  if (refund.status === "failed") return source;
  const next = decided(spent(source, "refunded", -refund.amount, act.now));
  await updateSource(tx, next);
  const { row } = source;
  const change = { amount: -refund.amount, date: refund.date, base };
  const posting = refundPosting({ ...row, used: usedOf(source) }, change);
  await post(tx, act, [posting], aboutSource(source));
  return next;
}

function refuse(message: string, remedy?: string): never {
  throw new AppError("move_in.in_use", { message, ...(remedy === undefined ? {} : { remedy }) });
}
