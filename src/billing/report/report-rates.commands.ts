import type { Day } from "#kernel/calendar.ts";
import type { Tx } from "#platform/db/db.ts";
import { nearestRate } from "#billing/currency/rate.commands.ts";
import type { AssumedRate } from "./rates-assumed.ts";

/** The rates that a report reckons with, and those of them that were set for a later day than they are taken for. */
export type ReportRates = { rateOn: (currency: string, day: Day) => string; rates_assumed: AssumedRate[] };

/** Rates of other currencies than the base on the days that a report needs; refuses where a currency has none at all. */
export async function reportRates(
  tx: Tx,
  base: string,
  needed: readonly { currency: string; day: Day }[],
): Promise<ReportRates> {
  const rates = new Map<string, string>();
  const assumed = new Map<string, Day>();
  for (const { currency, day } of needed) {
    const { rate, date } = await nearestRate(tx, { base, currency, day });
    rates.set(`${currency} ${day}`, rate);
    if (date > day) assumed.set(currency, date);
  }
  return {
    rateOn: (currency, day) => rates.get(`${currency} ${day}`) ?? missing(currency, day),
    rates_assumed: [...assumed].map(([currency_code, date]) => ({ currency_code, date })),
  };
}

function missing(currency: string, day: Day): never {
  throw new Error(`the rate of ${currency} on ${day} was not asked for`);
}
