import { AppError } from "#kernel/errors.ts";
import type { Id, InvoiceId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import { type ChargeAttempt, findAttemptOfPayment } from "#billing/collection/charge-attempt.store.ts";
import { chargeable } from "#billing/gateway/stripe-amount.ts";
import { listRefunds } from "./refund.store.ts";
import { listSettlements } from "./settlement.store.ts";
import type { Source } from "./source.ts";

/**
 * The gateway's payment that so much of a source can be given back of: that of the payment itself, or one that settles
 * the invoice of the credit note. Null where no gateway charged it; refuses where less was charged than is given back.
 */
export async function chargedBehind(tx: Tx, source: Source, amount: bigint): Promise<string | null> {
  const { currency_code: currency } = source.row;
  const attempts = await attemptsBehind(tx, source);
  let most = 0n;
  for (const { gateway_payment, amount: charged } of attempts) {
    if (gateway_payment === null) continue;
    const left = charged - (await refundedOf(tx, gateway_payment));
    if (left >= amount && chargeable(amount, currency) === amount) return gateway_payment;
    if (left > most) most = left;
  }
  if (attempts.length === 0) return null;
  const most_text = amountText(chargeable(most, currency), currency);
  throw new AppError("refund.exceeds_charge", {
    most: most_text,
    message: `The gateway can give back ${most_text} ${currency} at most to this card`,
  });
}

async function attemptsBehind(tx: Tx, { kind, row }: Source): Promise<ChargeAttempt[]> {
  const payments = kind === "payment" ? [row.id] : await paymentsOf(tx, row.source_id as InvoiceId | null);
  const attempts = await Promise.all(payments.map((id) => findAttemptOfPayment(tx, id)));
  return attempts.filter((attempt) => attempt !== undefined);
}

async function paymentsOf(tx: Tx, invoice_id: InvoiceId | null): Promise<Id<"pay">[]> {
  if (invoice_id === null) return [];
  const settlements = await listSettlements(tx, { invoice_id });
  return [...new Set(settlements.flatMap(({ payment_id }) => (payment_id === null ? [] : [payment_id])))];
}

async function refundedOf(tx: Tx, gateway_payment: string): Promise<bigint> {
  const refunds = await listRefunds(tx, { gateway_payment });
  return refunds.reduce((sum, { status, amount }) => (status === "failed" ? sum : sum + amount), 0n);
}
