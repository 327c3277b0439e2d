import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { tellOfCustomer } from "#billing/customer/told.commands.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import { type On, settle } from "./settle.commands.ts";
import { leftOf, shareOut, type Source } from "./source.ts";
import { findUnusedForUpdate } from "./source.store.ts";

/**
 * Settles an open invoice, locked, with the credits of its customer that are unused, the oldest first, as far as they
 * go. Answers the invoice as it is then: as it was where there are none.
 */
export async function settleWithCredits(
  tx: Tx,
  act: Act,
  invoice: CustomerDocument,
  on: On,
): Promise<CustomerDocument> {
  const unused = await findUnusedForUpdate(tx, invoice.customer_id);
  const oldest = unused.toSorted((one, other) => (age(one) < age(other) ? -1 : 1));
  const from = oldest.map((source) => ({ source, left: leftOf(source) }));
  let open = invoice;
  for (const { of, amount } of shareOut(invoice.balance, from)) {
    const { date } = of.source.row;
    // Nothing is settled before what settles it was there.
    const when = { ...on, date: date > on.date ? date : on.date };
    ({ invoice: open } = await settle(tx, act, { invoice: open, source: of.source, amount }, when));
  }
  if (open.balance !== invoice.balance) await tellOfUse(tx, act, open, invoice.balance - open.balance);
  return open;
}

async function tellOfUse(
  tx: Tx,
  act: Act,
  { customer_id: customerId, currency_code: currency, number }: CustomerDocument,
  used: bigint,
): Promise<void> {
  const note = `${number}: ${amountText(used, currency)} ${currency}`;
  await tellOfCustomer(tx, act, { customerId, kind: "credits_applied", note });
}

function age({ row }: Source): string {
  return `${row.date} ${row.created_at} ${row.id}`;
}
