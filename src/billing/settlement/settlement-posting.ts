import type { Document } from "#billing/document/document.ts";
import { baseOfPiece, exchanged, exchangeOf, type Posting } from "#billing/ledger/posting.ts";

/** A payment or a credit note, as far as it is reckoned here. `used` is what of it is gone already. */
type Spending = { currency_code: string; exchange_rate: string; used: bigint };

/** Money that came in: until it settles something it is owed to the customer. */
export function paymentPosting(
  payment: { currency_code: string; exchange_rate: string; amount: bigint; date: string },
  base: string,
): Posting {
  const amounts = [
    { account: "cash" as const, amount: payment.amount },
    { account: "credit" as const, amount: -payment.amount },
  ];
  return {
    kind: "payment",
    date: payment.date,
    currency: payment.currency_code,
    entries: exchanged(amounts, exchangeOf(payment, base)),
  };
}

/**
 * What of a source settles an invoice; a negative amount takes it back. Both sides are reckoned at their own rate, and
 * what the rates make of it between the two days is an exchange gain or loss. In steps or at once, back and forth: the
 * base amounts of an invoice and of a source always sum to what is settled of them.
 */
export function settlementPosting(
  invoice: Document,
  source: Spending,
  { amount, date, base }: { amount: bigint; date: string; base: string },
): Posting {
  const given = baseOfPiece(source.used, amount, exchangeOf(source, base));
  const received = baseOfPiece(invoice.total - invoice.balance, amount, exchangeOf(invoice, base));
  const exchange = { account: "exchange" as const, amount: 0n, base_amount: received - given };
  return {
    kind: amount < 0n ? "unsettlement" : "settlement",
    date,
    currency: invoice.currency_code,
    entries: [
      { account: "credit", amount, base_amount: given },
      { account: "receivable", amount: -amount, base_amount: -received },
      ...(exchange.base_amount === 0n ? [] : [exchange]),
    ],
  };
}

/** Money given back of what was owed to the customer. */
export function refundPosting(
  source: Spending,
  { amount, date, base }: { amount: bigint; date: string; base: string },
): Posting {
  const inBase = baseOfPiece(source.used, amount, exchangeOf(source, base));
  return {
    kind: "refund",
    date,
    currency: source.currency_code,
    entries: [
      { account: "credit", amount, base_amount: inBase },
      { account: "cash", amount: -amount, base_amount: -inBase },
    ],
  };
}
