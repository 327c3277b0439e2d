import fc from "fast-check";
import { expect, test } from "vitest";
import { creditNotePostings } from "#billing/credit-note/credit-note-posting.ts";
import type { LineValues } from "#billing/document/document.ts";
import { invoicePostings } from "#billing/invoice/invoice-posting.ts";
import type { Posting } from "#billing/ledger/posting.ts";
import { plusDays } from "#kernel/calendar.ts";
import { documentOn } from "./document-on.ts";

/** A line for so many days from a first one, at a price in cents, which may be below 0. */
const line = fc
  .record({
    from: fc.integer({ min: 0, max: 200 }),
    days: fc.integer({ min: 1, max: 800 }),
    cents: fc.integer({ min: -50_000, max: 500_000 }),
  })
  .map(({ from, days, cents }): LineValues => {
    const start = plusDays("2026-01-01", from);
    const none = { subscription_id: null, charge: null, charge_kind: null };
    return {
      ...{ item_kind: null, item_id: null, name: "Days", description: null, quantity: "1" },
      unit_price: (cents / 100).toFixed(2),
      charge: {
        ...{ ...none, ratio_part: null, ratio_whole: null, ratio_unit: null },
        period: `[${start},${plusDays(start, days)})`,
      },
    };
  });

const rate = fc.integer({ min: 1, max: 99_999_999 }).map((parts) => (parts / 1_000_000).toFixed(6));

function waiting(postings: readonly Posting[]): { amount: bigint; base: bigint } {
  const entries = postings
    .flatMap((posting) => posting.entries)
    .filter(({ account }) => account === "deferred_revenue");
  return {
    amount: entries.reduce((sum, entry) => sum + entry.amount, 0n),
    base: entries.reduce((sum, entry) => sum + entry.base_amount, 0n),
  };
}

test("given lines for days to come at any rate, when all days have passed, then nothing waits in either currency, and each posting sums to zero", () => {
  fc.assert(
    fc.property(
      fc.array(line, { minLength: 1, maxLength: 5 }),
      rate,
      fc.nat(900),
      (lines, exchange, later) => {
        const { document, lines: billed } = documentOn("2026-01-01", "invoice", lines, exchange);
        const note = documentOn(plusDays("2026-01-01", later), "credit_note", lines, exchange);
        for (const postings of [
          invoicePostings(document, billed, "EUR"),
          creditNotePostings(note.document, note.lines, "EUR"),
        ]) {
          expect(waiting(postings)).toEqual({ amount: 0n, base: 0n });
          for (const { entries } of postings)
            expect(entries.reduce((sum, { base_amount }) => sum + base_amount, 0n)).toBe(0n);
        }
      },
    ),
  );
});
