import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { CustomerId, Id, PaymentId } from "#kernel/id.ts";
import { amountText, minorOf } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { rateOn } from "#billing/currency/rate.commands.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import { findDocumentsForUpdate } from "#billing/document/document.store.ts";
import { takeNumber } from "#billing/document/number-series.store.ts";
import { dayOf, payerOf } from "#billing/document/party.commands.ts";
import { post } from "#billing/ledger/ledger.store.ts";
import { insertRefund } from "#billing/settlement/refund.store.ts";
import { type On, settleByPayment, unsettle } from "#billing/settlement/settle.commands.ts";
import { listSettlements } from "#billing/settlement/settlement.store.ts";
import { paymentPosting, refundPosting } from "#billing/settlement/settlement-posting.ts";
import { recoverAfterPayment } from "#billing/subscription/recover.commands.ts";
import { type Payment, refunded } from "./payment.ts";
import type { PaymentMode } from "./payment-mode.ts";
import { findPaymentForUpdate, insertPayment, updatePayment } from "./payment.store.ts";

/** Money as somebody received it; `invoices` says what it settles, the rest is the customer's credit. */
export type GivenPayment = {
  customer_id: CustomerId;
  amount: string;
  date?: string | undefined;
  mode: PaymentMode;
  reference_number?: string | null | undefined;
  description?: string | null | undefined;
  exchange_rate?: string | undefined;
  invoices: Application[];
};

/** So much of a payment for an invoice. */
export type Application = { invoice_id: Id<"inv">; amount: string };

/** A payment, locked until the transaction ends; refuses with `payment.not_found`. */
export async function getPaymentForUpdate(tx: Tx, id: PaymentId): Promise<Payment> {
  const payment = await findPaymentForUpdate(tx, id);
  if (payment === undefined) throw new AppError("payment.not_found", { payment: id });
  return payment;
}

/** Records money that came in, and settles the invoices named. All of it happens, or nothing. */
export async function recordPayment(tx: Tx, act: Act, given: GivenPayment): Promise<Payment> {
  const { customer, organization } = await payerOf(tx, given.customer_id);
  const on = { ...(await dayOf(tx, act)), ...(given.date === undefined ? {} : { date: given.date }) };
  const currency = customer.currency_code;
  const amount = amountOf(given.amount, currency, "amount");
  const payment: Payment = {
    organization_id: act.organizationId,
    id: act.ids("pay"),
    number: await takeNumber(tx, act.organizationId, "payment"),
    customer_id: customer.id,
    date: on.date,
    mode: given.mode,
    reference_number: given.reference_number ?? null,
    description: given.description ?? null,
    currency_code: currency,
    exchange_rate:
      given.exchange_rate ?? (await rateOn(tx, { base: organization.base_currency, currency, day: on.date })),
    amount,
    applied: 0n,
    refunded: 0n,
    unused: amount,
    version: 1,
    created_at: act.now,
    updated_at: act.now,
  };
  await insertPayment(tx, payment);
  await post(tx, act, paymentPosting(payment, on.base), about(payment));
  await tell(tx, act, payment, "payment_received", amount);
  return applyTo(tx, act, { payment, applications: given.invoices, on });
}

/** Settles invoices with what a payment has left. */
export async function applyPayment(
  tx: Tx,
  act: Act,
  id: PaymentId,
  applications: Application[],
): Promise<Payment> {
  const on = await dayOf(tx, act);
  // Invoices are locked before payments everywhere, so that nobody waits for each other.
  const invoices = await lockInvoices(tx, applications);
  const payment = await getPaymentForUpdate(tx, id);
  return apply(tx, act, { payment, applications, invoices, on });
}

type Applying = { payment: Payment; applications: Application[]; on: On };

async function applyTo(tx: Tx, act: Act, applying: Applying): Promise<Payment> {
  return apply(tx, act, { ...applying, invoices: await lockInvoices(tx, applying.applications) });
}

async function lockInvoices(tx: Tx, applications: Application[]): Promise<Map<string, CustomerDocument>> {
  const ids = applications.map(({ invoice_id }) => invoice_id);
  const invoices = await findDocumentsForUpdate(tx, "invoice", ids);
  return new Map(invoices.map((invoice) => [invoice.id, invoice as CustomerDocument]));
}

async function apply(
  tx: Tx,
  act: Act,
  { payment, applications, invoices, on }: Applying & { invoices: Map<string, CustomerDocument> },
): Promise<Payment> {
  let left = payment;
  const open = new Map(invoices);
  for (const [at, { invoice_id, amount: text }] of applications.entries()) {
    const invoice = open.get(invoice_id);
    if (invoice === undefined) throw new AppError("invoice.not_found", { invoice: invoice_id });
    const amount = amountOf(text, payment.currency_code, `invoices.${at}.amount`);
    const moved = await settleByPayment(tx, act, { invoice, payment: left, amount }, on);
    open.set(invoice_id, moved.invoice);
    left = moved.payment;
    if (moved.invoice.balance === 0n) await recoverAfterPayment(tx, act, invoice_id);
  }
  return left;
}

/** Takes back what a payment settles of an invoice; the amount is the customer's credit then. */
export async function unapplyPayment(
  tx: Tx,
  act: Act,
  id: PaymentId,
  settlementId: Id<"stl">,
): Promise<void> {
  const settlements = await listSettlements(tx, { payment_id: id });
  const settlement = settlements.find((one) => one.id === settlementId);
  if (settlement === undefined) throw new AppError("settlement.not_found", { settlement: settlementId });
  const [invoice] = await findDocumentsForUpdate(tx, "invoice", [settlement.invoice_id]);
  if (invoice === undefined) throw new Error(`${settlementId} has no invoice`);
  await unsettle(tx, act, invoice as CustomerDocument, await dayOf(tx, act), settlementId);
}

/** Gives back so much of what a payment has left. */
export async function refundPayment(
  tx: Tx,
  act: Act,
  id: PaymentId,
  given: Omit<GivenPayment, "customer_id" | "invoices" | "exchange_rate">,
): Promise<Payment> {
  const today = await dayOf(tx, act);
  const payment = await getPaymentForUpdate(tx, id);
  const amount = amountOf(given.amount, payment.currency_code, "amount");
  const date = given.date ?? today.date;
  const next = decided(refunded(payment, amount, act.now));
  await updatePayment(tx, next);
  await insertRefund(tx, {
    organization_id: act.organizationId,
    id: act.ids("rfd"),
    payment_id: id,
    credit_note_id: null,
    amount,
    date,
    mode: given.mode,
    reference_number: given.reference_number ?? null,
    description: given.description ?? null,
    created_at: act.now,
  });
  const source = { ...payment, used: payment.applied + payment.refunded };
  await post(tx, act, refundPosting(source, { amount, date, base: today.base }), about(payment));
  await tell(tx, act, payment, "payment_refunded", amount);
  return next;
}

function amountOf(text: string, currency: string, path: string): bigint {
  const amount = minorOf(text, currency);
  const problem =
    amount === undefined
      ? `has more decimal places than ${currency}; round it`
      : amount <= 0n
        ? "must be more than 0"
        : undefined;
  if (problem !== undefined)
    throw new AppError("request.invalid", { part: "body", fields: [{ path, problem }] });
  return amount ?? 0n;
}

function about({ id, customer_id }: Payment) {
  return { payment_id: id, customer_id };
}

async function tell(tx: Tx, act: Act, payment: Payment, kind: string, amount: bigint): Promise<void> {
  const { customer_id: customerId, currency_code: currency, number } = payment;
  await tellOfCustomer(tx, act, {
    customerId,
    kind,
    note: `${number}: ${amountText(amount, currency)} ${currency}`,
  });
}
