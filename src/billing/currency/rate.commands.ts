import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import { findRate } from "./exchange-rate.store.ts";

/** The rate at which a document of this day is reckoned in the base currency: 1 for that itself. Refuses where none is known. */
export async function rateOn(
  tx: Tx,
  { base, currency, day }: { base: string; currency: string; day: string },
): Promise<string> {
  if (currency === base) return "1";
  const rate = await findRate(tx, currency, day);
  if (rate === undefined)
    throw new AppError("exchange_rate.missing", {
      currency_code: currency,
      date: day,
      message: `No exchange rate from ${currency} to ${base} is known for ${day}`,
    });
  return rate;
}
