import { type Day, plusDays } from "#kernel/calendar.ts";
import { inBase } from "#billing/ledger/posting.ts";
import { type MrrKind, mrrKinds } from "#billing/subscription/mrr.ts";
import type { Month } from "./period.ts";

/** The sum and the number of changes of a kind in a month, in minor units of a currency; `before` is all before the first month. */
export type MrrSum = {
  month: string;
  currency_code: string;
  kind: MrrKind;
  amount: bigint;
  count: number;
};
export const beforeAll = "before";

/** What a month did to the recurring revenue, in minor units of the base currency. */
export type MrrMonth = Month & {
  opening: bigint;
  moved: Readonly<Record<MrrKind, bigint>>;
  /** What other rates made of what is in other currencies. */
  exchange: bigint;
  closing: bigint;
  /** Subscriptions that bring something at the month's end. */
  subscriptions: number;
};

/** All that the months of recurring revenue are reckoned from. */
export type Reckoning = {
  months: readonly Month[];
  sums: readonly MrrSum[];
  base: string;
  /** The rate of a currency that holds on a day. */
  rateOn: (currency: string, day: Day) => string;
};

/** Days on which the rate of a currency is asked for: where something is in it, at the end of each month. */
export function ratesNeeded({
  months,
  sums,
  base,
}: Omit<Reckoning, "rateOn">): { currency: string; day: Day }[] {
  const currencies = [...new Set(sums.map(({ currency_code }) => currency_code))];
  const days = endsOf(months);
  return currencies
    .filter((currency) => currency !== base)
    .flatMap((currency) => {
      const since = firstMonthOf(sums, currency);
      return days
        .filter((day) => since === beforeAll || day.slice(0, 7) >= since)
        .map((day) => ({ currency, day }));
    });
}

function firstMonthOf(sums: readonly MrrSum[], currency: string): string {
  const months = sums.filter(({ currency_code }) => currency_code === currency).map(({ month }) => month);
  return months.includes(beforeAll) ? beforeAll : (months.toSorted()[0] ?? beforeAll);
}

/** The day before the first month, and the last day of each. */
function endsOf(months: readonly Month[]): Day[] {
  const first = months[0];
  return first === undefined ? [] : [plusDays(first.start, -1), ...months.map(({ end }) => end)];
}

/**
 * The months of recurring revenue: amounts of other currencies at the rate of each month's end. Of each month opening,
 * movements and exchange come to its closing, to the minor unit.
 */
export function mrrMonths({ months, sums, base, rateOn }: Reckoning): MrrMonth[] {
  const inBaseOn = (amounts: ReadonlyMap<string, bigint>, day: Day): bigint =>
    [...amounts].reduce((sum, [currency, amount]) => {
      if (amount === 0n) return sum;
      const rate = currency === base ? "1" : rateOn(currency, day);
      return sum + inBase(amount, { currency, base, rate });
    }, 0n);
  const first = months[0];
  if (first === undefined) return [];
  const earlier = sums.filter(({ month }) => month === beforeAll);
  let running = addedUp(new Map(), earlier);
  let subscriptions = payingAfter(0, earlier);
  let opening = inBaseOn(running, plusDays(first.start, -1));
  return months.map((month): MrrMonth => {
    const own = sums.filter((sum) => sum.month === month.month);
    running = addedUp(running, own);
    subscriptions = payingAfter(subscriptions, own);
    const moved = Object.fromEntries(
      mrrKinds.map((kind) => [
        kind,
        inBaseOn(
          addedUp(
            new Map(),
            own.filter((sum) => sum.kind === kind),
          ),
          month.end,
        ),
      ]),
    ) as Record<MrrKind, bigint>;
    const closing = inBaseOn(running, month.end);
    const sum = Object.values(moved).reduce((total, amount) => total + amount, 0n);
    const done = { ...month, opening, moved, exchange: closing - opening - sum, closing, subscriptions };
    opening = closing;
    return done;
  });
}

function addedUp(before: ReadonlyMap<string, bigint>, sums: readonly MrrSum[]): Map<string, bigint> {
  const after = new Map(before);
  for (const { currency_code: currency, amount } of sums)
    after.set(currency, (after.get(currency) ?? 0n) + amount);
  return after;
}

function payingAfter(before: number, sums: readonly MrrSum[]): number {
  return sums.reduce((total, { kind, count }) => {
    if (kind === "new" || kind === "reactivation") return total + count;
    return kind === "churn" ? total - count : total;
  }, before);
}
