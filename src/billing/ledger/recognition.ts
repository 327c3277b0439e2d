import { allocate } from "#kernel/allocate.ts";
import { daysBetween, plusDays } from "#kernel/calendar.ts";
import { periodOf } from "#billing/document/document-view.ts";
import type { Document, DocumentLine } from "#billing/document/document.ts";
import { baseOfPiece, exchangeOf, type Posting } from "./posting.ts";

/** What is earned as days pass: so much on this day. */
type Earned = { day: string; amount: bigint };

/**
 * What of a line's net is earned as the days of its period pass, by calendar month, each part dated on the month's (or
 * the period's) last day. With `from`, only of that day and those after it. A line without a period is earned at once.
 */
export function earnedByMonth({ period, net }: DocumentLine, from?: string): Earned[] {
  const days = periodOf(period);
  if (days === null) return [];
  const parts: { start: string; day: string; days: bigint }[] = [];
  for (let start = days.start; start < days.end;) {
    const month = earlier(days.end, firstOfNextMonth(start));
    const end = from !== undefined && start < from ? earlier(month, from) : month;
    parts.push({ start, day: plusDays(end, -1), days: BigInt(daysBetween(start, end)) });
    start = end;
  }
  const amounts = allocate(
    net,
    parts.map((part) => part.days),
  );
  return parts.flatMap(({ start, day }, at) =>
    from !== undefined && start < from ? [] : [{ day, amount: amounts[at] ?? 0n }],
  );
}

/**
 * The postings by which waiting revenue is earned, one for each day; `sign` -1 takes that back. What `deferring` put there
 * goes away to the last cent in both currencies: the last day takes what rounding has left.
 */
export function recognitionPostings(
  document: Document,
  earned: readonly Earned[],
  { base, sign, deferring }: { base: string; sign: 1n | -1n; deferring: Posting },
): Posting[] {
  const exchange = exchangeOf(document, base);
  const days = amountsByDay(earned, sign);
  const done = { amount: 0n, base: 0n };
  return days.map(([day, amount], at) => {
    const base_amount =
      at === days.length - 1 ? waitingOf(deferring) - done.base : baseOfPiece(done.amount, amount, exchange);
    done.amount += amount;
    done.base += base_amount;
    return {
      kind: "recognition",
      date: day,
      currency: document.currency_code,
      entries: [
        { account: "deferred_revenue", amount, base_amount },
        { account: "revenue", amount: -amount, base_amount: -base_amount },
      ],
    };
  });
}

function amountsByDay(earned: readonly Earned[], sign: 1n | -1n): [day: string, amount: bigint][] {
  const byDay = new Map<string, bigint>();
  for (const { day, amount } of earned) byDay.set(day, (byDay.get(day) ?? 0n) + sign * amount);
  return [...byDay]
    .filter(([, amount]) => amount !== 0n)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));
}

/** What a posting lets wait, in the base currency. */
function waitingOf({ entries }: Posting): bigint {
  return -(entries.find(({ account }) => account === "deferred_revenue")?.base_amount ?? 0n);
}

function firstOfNextMonth(day: string): string {
  return `${plusDays(`${day.slice(0, 7)}-28`, 4).slice(0, 7)}-01`;
}

function earlier(one: string, other: string): string {
  return one < other ? one : other;
}
