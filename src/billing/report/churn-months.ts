import { plusDays } from "#kernel/calendar.ts";
import { inBase } from "#billing/ledger/posting.ts";
import { type MrrMonth, mrrMonths, type Reckoning } from "./mrr-months.ts";

/**
 * What those subscriptions of a currency that brought something when a month began bring less and more when it ends, in
 * minor units of the currency. What began in the month is in neither.
 */
export type MrrOutcome = { month: string; currency_code: string; less: bigint; more: bigint };

/** A month with what was lost and what was kept of its opening, in minor units of the base currency. */
export type ChurnMonth = MrrMonth & { lost: bigint; kept: bigint };

/**
 * What became of the recurring revenue of each month's start. All of it is at the rate that the month begins with: so a
 * rate loses nothing, and no more can be lost than there was.
 */
export function churnMonths(reckoning: Reckoning, outcomes: readonly MrrOutcome[]): ChurnMonth[] {
  const { base, rateOn } = reckoning;
  return mrrMonths(reckoning).map((month) => {
    const before = plusDays(month.start, -1);
    const own = outcomes.filter((outcome) => outcome.month === month.month);
    const sumOf = (key: "less" | "more"): bigint =>
      own.reduce((sum, { currency_code: currency, [key]: amount }) => {
        if (amount === 0n) return sum;
        const rate = currency === base ? "1" : rateOn(currency, before);
        return sum + inBase(amount, { currency, base, rate });
      }, 0n);
    const lost = sumOf("less");
    return { ...month, lost, kept: month.opening - lost + sumOf("more") };
  });
}
