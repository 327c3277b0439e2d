import type { InvoiceId, PaymentId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getCustomerForUpdate } from "#billing/customer/customer.commands.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import type { ChargeOutcome } from "#billing/gateway/gateway.ts";
import { chargeable } from "#billing/gateway/stripe-amount.ts";
import { tellOfPayment } from "#billing/email/tell-customer.commands.ts";
import { getInvoice, getInvoiceForUpdate } from "#billing/invoice/invoice.commands.ts";
import { applyPayment, recordPayment } from "#billing/payment/payment.commands.ts";
import { advance } from "#billing/subscription/advance.commands.ts";
import { contextOf, tellOfSubscription } from "#billing/subscription/context.commands.ts";
import { failCollection } from "#billing/subscription/dunning.commands.ts";
import { findTestClock } from "#billing/subscription/due.store.ts";
import { recoverAfterPayment } from "#billing/subscription/recover.commands.ts";
import { findSubscriptionForUpdate } from "#billing/subscription/subscription.store.ts";
import type { Subscription } from "#billing/subscription/subscription.ts";
import {
  type ChargeAttempt,
  findAttempt,
  findAttemptForUpdate,
  updateAttempt,
} from "./charge-attempt.store.ts";

/** What became of a try: what the gateway says; or `moot`, for there was nothing to collect any more and it was not asked. */
export type Settling = ChargeOutcome | { kind: "moot"; reason: string };

type Locked = { attempt: ChargeAttempt; invoice: CustomerDocument; subscription: Subscription | undefined };

/**
 * Writes what became of a try, once: told again, or by several at once, nothing more happens. Money that came although
 * a try had failed, for somebody took it up at the gateway, is recorded all the same.
 */
export async function settleCharge(
  tx: Tx,
  act: Act,
  id: ChargeAttempt["id"],
  outcome: Settling,
): Promise<void> {
  const locked = await lock(tx, id);
  if (locked === undefined || locked.attempt.status === "succeeded") return;
  if (outcome.kind === "succeeded") return succeed(tx, act, locked, outcome.payment);
  if (locked.attempt.status === "failed") return;
  if (outcome.kind === "declined" || outcome.kind === "moot") return fail(tx, act, locked, outcome);
  return updateAttempt(tx, id, { status: "pending", failure: outcome.reason, failure_code: outcome.kind });
}

/** Locks in the order of everybody who pays an invoice: customer, invoice, subscription, and then the try. */
async function lock(tx: Tx, id: ChargeAttempt["id"]): Promise<Locked | undefined> {
  const seen = await findAttempt(tx, id);
  if (seen === undefined) return undefined;
  await getCustomerForUpdate(tx, (await getInvoice(tx, seen.invoice_id)).document.customer_id);
  const invoice = await getInvoiceForUpdate(tx, seen.invoice_id);
  const subscription =
    seen.subscription_id === null ? undefined : await findSubscriptionForUpdate(tx, seen.subscription_id);
  const attempt = await findAttemptForUpdate(tx, id);
  return attempt && { attempt, invoice, subscription };
}

async function succeed(
  tx: Tx,
  act: Act,
  { attempt, invoice, subscription }: Locked,
  gateway_payment: string,
): Promise<void> {
  const { currency_code: currency, customer_id } = invoice;
  // Whose time is moved by hand pays on the day that it was due; everybody else when the money comes.
  const isTried = (await findTestClock(tx, customer_id)) !== undefined;
  const date = isTried ? attempt.on_day : (await dayOf(tx, act)).date;
  const { id } = await recordPayment(tx, act, {
    customer_id,
    amount: amountText(attempt.amount, currency),
    date,
    mode: "card",
    reference_number: gateway_payment,
    description: attempt.method_label,
    invoices: [],
  });
  await tellOfPayment(tx, act, { id, customer_id });
  const settled = { failure: null, failure_code: null, payment_id: id, gateway_payment, settled_at: act.now };
  await updateAttempt(tx, attempt.id, { status: "succeeded", ...settled });
  await applyTo(tx, act, id, { invoice, amount: attempt.amount });
  await goOn(tx, act, subscription);
}

/** Settles the invoice as far as it is open still; what it does not need is the customer's credit. */
async function applyTo(
  tx: Tx,
  act: Act,
  id: PaymentId,
  { invoice, amount }: { invoice: CustomerDocument; amount: bigint },
): Promise<void> {
  const { balance, currency_code: currency } = invoice;
  const part = amount < balance ? amount : balance;
  if (invoice.status !== "sent" || part === 0n) return;
  const invoice_id = invoice.id as InvoiceId;
  await applyPayment(tx, act, id, [{ invoice_id, amount: amountText(part, currency) }]);
  // What the gateway cannot charge stays open, and is no reason to dun for.
  const rest = balance - part;
  if (rest > 0n && chargeable(rest, currency) === 0n) await recoverAfterPayment(tx, act, invoice_id);
}

async function fail(
  tx: Tx,
  act: Act,
  { attempt, subscription }: Locked,
  outcome: Extract<Settling, { kind: "declined" | "moot" }>,
): Promise<void> {
  const failed = {
    failure: outcome.reason,
    failure_code: outcome.kind === "declined" ? outcome.code : outcome.kind,
    gateway_payment: outcome.kind === "declined" ? outcome.payment : null,
  };
  await updateAttempt(tx, attempt.id, { status: "failed", ...failed, settled_at: act.now });
  if (subscription === undefined) return;
  const context = await contextOf(tx, act, subscription);
  if (attempt.kind === "manual" || outcome.kind === "moot") {
    // Nothing that happens by itself is used up by what somebody tries by hand.
    const note = `By hand: ${outcome.reason}`;
    const about = { before: subscription, now: subscription, on_day: context.today };
    if (outcome.kind !== "moot") await tellOfSubscription(tx, act, { ...about, event: "retry_fails", note });
    return goOn(tx, act, subscription);
  }
  const failing = { subscription, attempt, failure: outcome.reason, context };
  await advance(tx, act, await failCollection(tx, act, failing), context);
}

/** What had to wait for the outcome is done now. */
async function goOn(tx: Tx, act: Act, before: Subscription | undefined): Promise<void> {
  const subscription = before && (await findSubscriptionForUpdate(tx, before.id));
  if (subscription === undefined) return;
  await advance(tx, act, subscription, await contextOf(tx, act, subscription));
}
