import type { Day } from "#kernel/calendar.ts";

/** A rate that was taken for days before the first one of its currency: that first one, by the day that it was set for. */
export type AssumedRate = { currency_code: string; date: Day };

/** Says which rates were taken for days before them, as one line; nothing where none was. */
export function assumedWords(
  rates: readonly AssumedRate[],
  show: (day: Day) => string = (day) => day,
): string | undefined {
  if (rates.length === 0) return undefined;
  const named = rates.map(({ currency_code, date }) => `${currency_code} from ${show(date)}`).join(", ");
  return `Days before the first exchange rate of a currency are reckoned at that rate: ${named}.`;
}
