import type { Id } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import { listRefunds } from "./refund.store.ts";
import type { SpendingView } from "./settlement-schema.api.ts";
import { listSettlements } from "./settlement.store.ts";

/** What a payment or a credit note settles, and what was given back of it, as the API shows it. */
export async function spendingOf(
  tx: Tx,
  of: { payment_id: Id<"pay"> } | { credit_note_id: Id<"crn"> },
  currency: string,
): Promise<SpendingView> {
  const money = (minor: bigint) => amountText(minor, currency);
  return {
    invoices: (await listSettlements(tx, of)).map(({ id, invoice_id, invoice_number, amount, date }) => ({
      settlement: id,
      invoice_id,
      number: invoice_number,
      amount: money(amount),
      date,
    })),
    refunds: (await listRefunds(tx, of)).map(({ id, amount, date, mode, reference_number, ...refund }) => ({
      id,
      amount: money(amount),
      date,
      mode,
      reference_number,
      status: refund.status,
      failure: refund.failure,
      through_gateway: refund.gateway_payment !== null,
    })),
  };
}
