import type { Document, DocumentLine } from "#billing/document/document.ts";
import { exchanged, exchangeOf, type Posting } from "#billing/ledger/posting.ts";
import { earnedByMonth, recognitionPostings } from "#billing/ledger/recognition.ts";

/**
 * What opening a credit note posts: its total is owed to the customer; its tax is not owed to the state; what it gives
 * back of days to come is not earned as they pass, the rest is taken off revenue at once.
 */
export function creditNotePostings(note: Document, lines: readonly DocumentLine[], base: string): Posting[] {
  const unearned = lines.flatMap((line) => earnedByMonth(line, note.date));
  const deferred = unearned.reduce((sum, { amount }) => sum + amount, 0n);
  const amounts = [
    { account: "credit" as const, amount: -note.total },
    { account: "revenue" as const, amount: note.total - note.tax_total - deferred },
    { account: "deferred_revenue" as const, amount: deferred },
    { account: "tax" as const, amount: note.tax_total },
  ];
  const opening: Posting = {
    kind: "credit_note",
    date: note.date,
    currency: note.currency_code,
    entries: exchanged(amounts, exchangeOf(note, base)),
  };
  return [opening, ...recognitionPostings(note, unearned, { base, sign: -1n, deferring: opening })];
}
