import { decided } from "#kernel/decided.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import { refundDayProblem } from "#billing/document/day.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { post } from "#billing/ledger/ledger.store.ts";
import type { PaymentMode } from "#billing/payment/payment-mode.ts";
import { refuseField } from "#billing/refuse-field.ts";
import { atEntry } from "./at-entry.ts";
import { chargedBehind } from "./charged-behind.commands.ts";
import { givenAmount } from "./given-amount.ts";
import { insertRefund, type Refund } from "./refund.store.ts";
import { refundPosting } from "./settlement-posting.ts";
import { type Source, sourceColumns, spent, usedOf } from "./source.ts";
import { aboutSource, updateSource } from "./source.store.ts";

/** Money as somebody gave it back. */
export type GivenRefund = {
  amount: string;
  date?: string | undefined;
  mode: PaymentMode;
  reference_number?: string | null | undefined;
  description?: string | null | undefined;
};

/**
 * Gives back so much of what a payment or a credit note, which is locked, has left. To the card that a gateway charged
 * it goes through that gateway, which is asked once this is committed: the refund is pending until then, and what it
 * gives back is spoken for.
 */
export async function refundSource(
  tx: Tx,
  act: Act,
  source: Source,
  { amount: text, mode, ...given }: GivenRefund,
): Promise<Refund["id"]> {
  if (given.date !== undefined)
    refuseField(refundDayProblem(given.date, source.row.date, (await dayOf(tx, act)).date));
  const amount = givenAmount(text, source.row.currency_code, "amount");
  return atEntry({ amount: "amount" }, async () => {
    const gateway_payment = mode === "card" ? await chargedBehind(tx, source, amount) : null;
    const status = gateway_payment === null ? "succeeded" : "pending";
    const at = { status, gateway_payment, gateway_refund: null } as const;
    return giveBack(tx, act, source, { ...given, ...at, amount, mode });
  });
}

/** Money that is given back, and where it stands with the gateway. */
export type GivingBack = Pick<Refund, "amount" | "mode" | "status" | "gateway_payment" | "gateway_refund"> &
  Pick<GivenRefund, "date" | "reference_number" | "description">;

/** Writes a refund of a source, which is locked, and what the ledger says of it. */
export async function giveBack(
  tx: Tx,
  act: Act,
  source: Source,
  { date: given, reference_number = null, description = null, ...giving }: GivingBack,
): Promise<Refund["id"]> {
  const today = await dayOf(tx, act);
  const { row, kind } = source;
  const { amount } = giving;
  const date = given ?? today.date;
  const id = act.ids("rfd");
  await updateSource(tx, decided(spent(source, "refunded", amount, act.now)));
  await insertRefund(tx, {
    ...giving,
    organization_id: act.organizationId,
    id,
    ...sourceColumns(source),
    date,
    reference_number,
    description,
    failure: null,
    asked_at: null,
    created_at: act.now,
  });
  const posting = refundPosting({ ...row, used: usedOf(source) }, { amount, date, base: today.base });
  await post(tx, act, [posting], aboutSource(source));
  const note = `${row.number}: ${amountText(amount, row.currency_code)} ${row.currency_code}`;
  await tellOfCustomer(tx, act, { customerId: row.customer_id, kind: `${kind}_refunded`, note });
  return id;
}

/** Takes back a refund that the gateway did not make: its amount is the customer's credit again. The source is locked. */
export async function takeRefundBack(
  tx: Tx,
  act: Act,
  source: Source,
  { amount }: Pick<Refund, "amount">,
  reason: string,
): Promise<void> {
  const { date, base } = await dayOf(tx, act);
  const { row } = source;
  await updateSource(tx, decided(spent(source, "refunded", -amount, act.now)));
  const posting = refundPosting({ ...row, used: usedOf(source) }, { amount: -amount, date, base });
  await post(tx, act, [posting], aboutSource(source));
  const note = `${row.number}: ${amountText(amount, row.currency_code)} ${row.currency_code}. ${reason}`;
  await tellOfCustomer(tx, act, { customerId: row.customer_id, kind: "refund_failed", note });
}
