import type { Document, DocumentLine } from "#billing/document/document.ts";
import { baseOfPiece, exchanged, exchangeOf, type Posting } from "#billing/ledger/posting.ts";
import { earnedByMonth, recognitionPostings } from "#billing/ledger/recognition.ts";

/**
 * What issuing an invoice posts: the customer owes its total; its tax is owed to the state; what it bills for days of a
 * subscription is earned as the days pass, the rest at once.
 */
export function invoicePostings(invoice: Document, lines: readonly DocumentLine[], base: string): Posting[] {
  const earned = lines.flatMap((line) => earnedByMonth(line));
  const deferred = earned.reduce((sum, { amount }) => sum + amount, 0n);
  const amounts = [
    { account: "receivable" as const, amount: invoice.total },
    { account: "revenue" as const, amount: -(invoice.total - invoice.tax_total - deferred) },
    { account: "deferred_revenue" as const, amount: -deferred },
    { account: "tax" as const, amount: -invoice.tax_total },
  ];
  const issuing: Posting = {
    kind: "invoice",
    date: invoice.date,
    currency: invoice.currency_code,
    entries: exchanged(amounts, exchangeOf(invoice, base)),
  };
  return [issuing, ...recognitionPostings(invoice, earned, { base, sign: 1n, deferring: issuing })];
}

/** What writing off so much of an invoice posts; negative, it is taken back. */
export function writeOffPosting(invoice: Document, amount: bigint, date: string, base: string): Posting {
  const inBase = baseOfPiece(invoice.total - invoice.balance, amount, exchangeOf(invoice, base));
  return {
    kind: "write_off",
    date,
    currency: invoice.currency_code,
    entries: [
      { account: "receivable", amount: -amount, base_amount: -inBase },
      { account: "write_off", amount, base_amount: inBase },
    ],
  };
}
