import type { Id, PaymentId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import type { GatewayRefund, RefundOutcome } from "#billing/gateway/gateway.ts";
import { getInvoiceForUpdate } from "#billing/invoice/invoice.commands.ts";
import { applyPayment } from "#billing/payment/payment.commands.ts";
import { findPaymentForUpdate } from "#billing/payment/payment.store.ts";
import { giveBack, takeRefundBack } from "#billing/settlement/refund.commands.ts";
import { findRefund, listRefunds, updateRefund } from "#billing/settlement/refund.store.ts";
import { unsettle } from "#billing/settlement/settle.commands.ts";
import { listSettlements, type Settlement } from "#billing/settlement/settlement.store.ts";
import { findSourceForUpdate } from "#billing/settlement/source.store.ts";
import { findAttemptByGateway } from "./charge-attempt.store.ts";

/** Writes what became of a refund, once; one that the gateway made and could not deliver is taken back. */
export async function settleRefund(tx: Tx, act: Act, id: Id<"rfd">, outcome: RefundOutcome): Promise<void> {
  const seen = await findRefund(tx, id);
  const source = seen && (await findSourceForUpdate(tx, seen));
  // Read again: whoever settles it holds the source.
  const refund = source && (await findRefund(tx, id));
  if (refund === undefined || source === undefined || refund.status === "failed") return;
  if (outcome.kind === "succeeded")
    return updateRefund(tx, id, { status: "succeeded", failure: null, gateway_refund: outcome.refund });
  if (outcome.kind === "declined") {
    const { reason: failure, refund: gateway_refund } = outcome;
    await updateRefund(tx, id, { status: "failed", failure, gateway_refund });
    return takeRefundBack(tx, act, source, refund, failure);
  }
  if (refund.status === "pending") await updateRefund(tx, id, { status: "pending", failure: outcome.reason });
}

/** Takes over what the gateway says was given back of one of its payments: our refunds, and those that others made there. */
export async function takeOverRefunds(
  tx: Tx,
  act: Act,
  gateway_payment: string,
  refunds: readonly GatewayRefund[],
): Promise<void> {
  const payment = (await findAttemptByGateway(tx, gateway_payment))?.payment_id;
  for (const { ours, ...refund } of refunds) {
    if (ours !== null) await settleRefund(tx, act, ours, refund.outcome);
    else if (payment != null) await takeOver(tx, act, payment, { ...refund, gateway_payment });
  }
}

type Elsewhere = Omit<GatewayRefund, "ours"> & { gateway_payment: string };

/** A refund that somebody made in the gateway's own pages. */
async function takeOver(tx: Tx, act: Act, id: PaymentId, elsewhere: Elsewhere): Promise<void> {
  const { amount, gateway_payment, reference: gateway_refund, outcome } = elsewhere;
  const invoices = await listSettlements(tx, { payment_id: id });
  // Invoices are locked before what settles them, everywhere.
  for (const { invoice_id } of invoices.toSorted((one, other) =>
    one.invoice_id < other.invoice_id ? -1 : 1,
  ))
    await getInvoiceForUpdate(tx, invoice_id);
  const payment = await findPaymentForUpdate(tx, id);
  const [known] = await listRefunds(tx, { gateway_refund });
  if (known !== undefined) return settleRefund(tx, act, known.id, outcome);
  if (payment === undefined || outcome.kind !== "succeeded") return;
  const freed = await free(tx, act, invoices, amount - payment.unused);
  const source = await findSourceForUpdate(tx, { payment_id: id, credit_note_id: null });
  if (source === undefined) throw new Error(`${id} is gone`);
  const at = { status: "succeeded", gateway_payment, gateway_refund } as const;
  await giveBack(tx, act, source, { ...at, amount, mode: "card", description: "Refunded in Stripe" });
  await applyRest(tx, act, id, freed);
}

/** Takes back settlements of a payment, the newest first, until so much of it is free: that money is gone. */
async function free(
  tx: Tx,
  act: Act,
  settlements: readonly Settlement[],
  needed: bigint,
): Promise<Settlement[]> {
  const on = await dayOf(tx, act);
  const freed: Settlement[] = [];
  let missing = needed;
  for (const settlement of settlements.toReversed()) {
    if (missing <= 0n) break;
    await unsettle(tx, act, await getInvoiceForUpdate(tx, settlement.invoice_id), on, settlement.id);
    freed.push(settlement);
    missing -= settlement.amount;
  }
  return freed;
}

/** What is left of the payment settles the same invoices again. */
async function applyRest(
  tx: Tx,
  act: Act,
  id: PaymentId,
  freed: readonly Pick<Settlement, "invoice_id" | "amount">[],
): Promise<void> {
  for (const { invoice_id, amount } of freed) {
    const payment = await findPaymentForUpdate(tx, id);
    const part = payment === undefined || payment.unused > amount ? amount : payment.unused;
    if (payment === undefined || part === 0n) return;
    const text = amountText(part, payment.currency_code);
    await applyPayment(tx, act, id, [{ invoice_id, amount: text }]);
  }
}
