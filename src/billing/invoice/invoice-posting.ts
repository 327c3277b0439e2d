import { allocate } from "#kernel/allocate.ts";
import { daysBetween, plusDays } from "#kernel/calendar.ts";
import { periodOf } from "#billing/document/document-view.ts";
import type { Document, DocumentLine } from "#billing/document/document.ts";
import { baseOfPiece, exchanged, exchangeOf, type Posting } from "#billing/ledger/posting.ts";

/**
 * What issuing an invoice posts: the customer owes its total; its tax is owed to the state; what it bills for days of a
 * subscription is earned as the days pass, the rest at once.
 */
export function invoicePosting(invoice: Document, lines: readonly DocumentLine[], base: string): Posting {
  const deferred = lines.reduce((sum, line) => (periodOf(line.period) ? sum + line.net : sum), 0n);
  const amounts = [
    { account: "receivable" as const, amount: invoice.total },
    { account: "revenue" as const, amount: -(invoice.total - invoice.tax_total - deferred) },
    { account: "deferred_revenue" as const, amount: -deferred },
    { account: "tax" as const, amount: -invoice.tax_total },
  ];
  return {
    kind: "invoice",
    date: invoice.date,
    currency: invoice.currency_code,
    entries: exchanged(amounts, exchangeOf(invoice, base)),
  };
}

/** What becomes revenue of an invoice's lines for days of a subscription: one posting for each month, on its last day. */
export function recognitionPostings(
  invoice: Document,
  lines: readonly DocumentLine[],
  base: string,
): Posting[] {
  const byDay = new Map<string, bigint>();
  for (const line of lines)
    for (const { day, amount } of partsByMonth(line)) byDay.set(day, (byDay.get(day) ?? 0n) + amount);
  const days = [...byDay].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return days.map(([day, amount]) => ({
    kind: "recognition",
    date: day,
    currency: invoice.currency_code,
    entries: exchanged(
      [
        { account: "deferred_revenue", amount },
        { account: "revenue", amount: -amount },
      ],
      exchangeOf(invoice, base),
    ),
  }));
}

/** A line's net by calendar month, each part dated on the month's (or the period's) last day. */
function partsByMonth({ period, net }: DocumentLine): { day: string; amount: bigint }[] {
  const days = periodOf(period);
  if (days === null) return [];
  const parts: { day: string; days: bigint }[] = [];
  for (let start = days.start; start < days.end;) {
    const end = earlier(days.end, firstOfNextMonth(start));
    parts.push({ day: plusDays(end, -1), days: BigInt(daysBetween(start, end)) });
    start = end;
  }
  const amounts = allocate(
    net,
    parts.map((part) => part.days),
  );
  return parts.map(({ day }, at) => ({ day, amount: amounts[at] ?? 0n }));
}

function firstOfNextMonth(day: string): string {
  return `${plusDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
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
