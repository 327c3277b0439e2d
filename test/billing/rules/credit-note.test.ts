import { expect, test } from "vitest";
import { creditNotePostings } from "#billing/credit-note/credit-note-posting.ts";
import { wholeLines } from "#billing/credit-note/credited-lines.ts";
import type { LineValues } from "#billing/document/document.ts";
import { invoicePostings } from "#billing/invoice/invoice-posting.ts";
import type { Posting } from "#billing/ledger/posting.ts";
import { documentOn } from "./document-on.ts";

/** A quarter from 15 January (90 days: 17, 28, 31, 14), at 90.00, and 10.00 once. */
const lines: LineValues[] = [
  {
    ...{
      item_kind: null,
      item_id: null,
      name: "Quarter",
      description: null,
      quantity: "1",
      unit_price: "90",
    },
    charge: {
      ...{
        subscription_id: null,
        charge: null,
        charge_kind: null,
        ratio_part: null,
        ratio_whole: null,
        ratio_unit: null,
      },
      period: "[2026-01-15,2026-04-15)",
    },
  },
  { item_kind: null, item_id: null, name: "Once", description: null, quantity: "1", unit_price: "10" },
];

function sumsOf(postings: readonly Posting[]): [string, string, bigint][] {
  return postings.flatMap(({ date, entries }) =>
    entries.map(({ account, amount }): [string, string, bigint] => [date, account, amount]),
  );
}

test("given a line for days to come is credited, then what is not earned yet waits no more, the rest is taken off revenue", () => {
  const invoice = documentOn("2026-01-15", "invoice", lines);
  const note = documentOn("2026-03-01", "credit_note", wholeLines(invoice.lines, "USD"));
  expect(sumsOf(creditNotePostings(note.document, note.lines, "EUR"))).toEqual([
    ["2026-03-01", "credit", -100_00n],
    // 10.00 once, and 45 of 90 days.
    ["2026-03-01", "revenue", 55_00n],
    ["2026-03-01", "deferred_revenue", 45_00n],
    ["2026-03-31", "deferred_revenue", -31_00n],
    ["2026-03-31", "revenue", 31_00n],
    ["2026-04-14", "deferred_revenue", -14_00n],
    ["2026-04-14", "revenue", 14_00n],
  ]);
});

test("given an invoice and a credit note of all of it, then after the period no account but receivable and credit has anything", () => {
  for (const date of ["2026-01-01", "2026-01-15", "2026-02-10", "2026-04-14", "2026-06-01"]) {
    const invoice = documentOn("2026-01-15", "invoice", lines);
    const note = documentOn(date, "credit_note", wholeLines(invoice.lines, "USD"));
    const sums = new Map<string, bigint>();
    for (const [, account, amount] of sumsOf([
      ...invoicePostings(invoice.document, invoice.lines, "EUR"),
      ...creditNotePostings(note.document, note.lines, "EUR"),
    ]))
      sums.set(account, (sums.get(account) ?? 0n) + amount);
    expect(Object.fromEntries(sums)).toEqual({
      ...{ receivable: 100_00n, credit: -100_00n, revenue: 0n },
      deferred_revenue: 0n,
    });
  }
});
