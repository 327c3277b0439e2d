import { decided } from "#kernel/decided.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { post } from "#billing/ledger/ledger.store.ts";
import type { PaymentMode } from "#billing/payment/payment-mode.ts";
import { givenAmount } from "./given-amount.ts";
import { insertRefund } from "./refund.store.ts";
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

/** Gives back so much of what a payment or a credit note, which is locked, has left. */
export async function refundSource(
  tx: Tx,
  act: Act,
  source: Source,
  { amount: text, date: given, mode, reference_number = null, description = null }: GivenRefund,
): Promise<void> {
  const today = await dayOf(tx, act);
  const { row, kind } = source;
  const amount = givenAmount(text, row.currency_code, "amount");
  const date = given ?? today.date;
  await updateSource(tx, decided(spent(source, "refunded", amount, act.now)));
  await insertRefund(tx, {
    organization_id: act.organizationId,
    id: act.ids("rfd"),
    ...sourceColumns(source),
    amount,
    date,
    mode,
    reference_number,
    description,
    created_at: act.now,
  });
  const posting = refundPosting({ ...row, used: usedOf(source) }, { amount, date, base: today.base });
  await post(tx, act, posting, aboutSource(source));
  const note = `${row.number}: ${amountText(amount, row.currency_code)} ${row.currency_code}`;
  await tellOfCustomer(tx, act, { customerId: row.customer_id, kind: `${kind}_refunded`, note });
}
