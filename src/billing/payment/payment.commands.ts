import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { CustomerId, Id, PaymentId } from "#kernel/id.ts";
import { amountText, minorOf } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { rateGiven } from "#billing/currency/rate.commands.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import { moneyDayProblem } from "#billing/document/day.ts";
import { numberFor } from "#billing/document/number-series.commands.ts";
import { dayOf, payerOf } from "#billing/document/party.commands.ts";
import { findAttemptOfPayment } from "#billing/collection/charge-attempt.store.ts";
import { post } from "#billing/ledger/ledger.store.ts";
import { reversed } from "#billing/ledger/posting.ts";
import { refuseField } from "#billing/refuse-field.ts";
import {
  type Application,
  applySource,
  unapplyAll,
  unapplySource,
} from "#billing/settlement/apply.commands.ts";
import { givenAmount } from "#billing/settlement/given-amount.ts";
import { type GivenRefund, refundSource } from "#billing/settlement/refund.commands.ts";
import { paymentPosting } from "#billing/settlement/settlement-posting.ts";
import type { Source } from "#billing/settlement/source.ts";
import { type Payment, voided } from "./payment.ts";
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
  /** The number that it had elsewhere; the next one of the series where not given. */
  number?: string | undefined;
};

/** A payment, locked until the transaction ends; refuses with `payment.not_found`. */
async function lockPayment(tx: Tx, id: PaymentId): Promise<Source> {
  const row = await findPaymentForUpdate(tx, id);
  if (row === undefined) throw new AppError("payment.not_found", { payment: id });
  return { kind: "payment", row };
}

/** Records money that somebody says came in; refuses a day to come. */
export async function receivePayment(tx: Tx, act: Act, given: GivenPayment): Promise<Payment> {
  const { date: today } = await dayOf(tx, act);
  refuseField(moneyDayProblem(given.date ?? today, today));
  return recordPayment(tx, act, given);
}

/** Records money that came in, and settles the invoices named. All of it happens, or nothing. */
export async function recordPayment(tx: Tx, act: Act, given: GivenPayment): Promise<Payment> {
  const { customer, organization } = await payerOf(tx, given.customer_id);
  const on = { ...(await dayOf(tx, act)), ...(given.date === undefined ? {} : { date: given.date }) };
  const currency = customer.currency_code;
  const amount = givenAmount(given.amount, currency, "amount");
  refuseMoreThanPaid(given.invoices, amount, currency);
  const payment: Payment = {
    organization_id: act.organizationId,
    id: act.ids("pay"),
    number: await numberFor(tx, act, "payment", given.number),
    customer_id: customer.id,
    date: on.date,
    mode: given.mode,
    reference_number: given.reference_number ?? null,
    description: given.description ?? null,
    currency_code: currency,
    exchange_rate: await rateGiven(
      tx,
      { base: organization.base_currency, currency, day: on.date },
      given.exchange_rate,
    ),
    amount,
    applied: 0n,
    refunded: 0n,
    unused: amount,
    voided_at: null,
    void_reason: null,
    version: 1,
    created_at: act.now,
    updated_at: act.now,
  };
  await insertPayment(tx, payment);
  const { id, customer_id, number } = payment;
  await post(tx, act, [paymentPosting(payment, on.base)], { payment_id: id, customer_id });
  const note = `${number}: ${amountText(amount, currency)} ${currency}`;
  await tellOfCustomer(tx, act, { customerId: customer_id, kind: "payment_received", note });
  if (given.invoices.length === 0) return payment;
  // Nobody else sees it yet.
  const lock = async (): Promise<Source> => ({ kind: "payment", row: payment });
  return (await applySource(tx, act, { lock, applications: given.invoices, on })).row as Payment;
}

/** What a new payment settles is told against its amount: it has no number yet by which it could be named. */
function refuseMoreThanPaid(invoices: readonly Application[], amount: bigint, currency: string): void {
  let applied = 0n;
  for (const [at, one] of invoices.entries()) {
    applied += minorOf(one.amount, currency) ?? 0n;
    if (applied <= amount) continue;
    const paid = amountText(amount, currency);
    throw new AppError("payment.exceeds_amount", {
      message: `${amountText(applied, currency)} ${currency} is more than the ${paid} of the payment`,
      remedy: "Apply at most its amount, or correct the amount.",
      fields: [
        { path: `invoices.${at}.amount`, problem: `is more than what is left of ${paid} ${currency}` },
      ],
    });
  }
}

/** Settles invoices with what a payment has left. */
export async function applyPayment(
  tx: Tx,
  act: Act,
  id: PaymentId,
  applications: Application[],
): Promise<void> {
  await applySource(tx, act, { lock: () => lockPayment(tx, id), applications, on: await dayOf(tx, act) });
}

/** Takes back what a payment settles of an invoice; the amount is the customer's credit then. */
export async function unapplyPayment(tx: Tx, act: Act, id: PaymentId, settlement: Id<"stl">): Promise<void> {
  await unapplySource(tx, act, { payment_id: id }, settlement);
}

/** Gives back so much of what a payment has left. */
export async function refundPayment(tx: Tx, act: Act, id: PaymentId, given: GivenRefund): Promise<Id<"rfd">> {
  return refundSource(tx, act, await lockPayment(tx, id), given);
}

/**
 * Voids a payment that was recorded by mistake: what it settled is open again, nothing of it is the customer's credit,
 * and the ledger takes back today what it said. Refuses what was charged by a gateway or given back: money did move.
 */
export async function voidPayment(tx: Tx, act: Act, id: PaymentId, reason: string | null): Promise<void> {
  const on = await dayOf(tx, act);
  const isCharged = (await findAttemptOfPayment(tx, id)) !== undefined;
  await unapplyAll(tx, act, { payment_id: id }, on);
  const { row } = await lockPayment(tx, id);
  const payment = decided(voided(row as Payment, { reason, now: act.now, isCharged }));
  await updatePayment(tx, payment);
  const { number, customer_id, amount, currency_code: currency } = payment;
  await post(tx, act, [reversed(paymentPosting(payment, on.base), "payment", on.date)], {
    payment_id: id,
    customer_id,
  });
  const why = reason === null ? "" : `: ${reason}`;
  const note = `${number}: ${amountText(amount, currency)} ${currency}${why}`;
  await tellOfCustomer(tx, act, { customerId: customer_id, kind: "payment_voided", note });
}
