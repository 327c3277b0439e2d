/** The currencies that records may be in, with the rate of each: units of it for one unit of the base currency. */
export type Rates = ReadonlyMap<string, number>;

/**
 * What a write sets of a record's currency: a new record is in the base currency unless it names one, and the exchange
 * rate is that of the day unless it comes with the currency. Amount and currency are never parted.
 */
export function currencyValues(
  given: ReadonlyMap<string, unknown>,
  { base, rates, isNew }: { base: string; rates: Rates; isNew: boolean },
): Map<string, unknown> {
  const currency = given.get("Currency") ?? (isNew || given.has("Currency") ? base : undefined);
  if (rates.size === 0 || typeof currency !== "string") return new Map();
  return new Map<string, unknown>([
    ["Currency", currency],
    ["Exchange_Rate", given.get("Exchange_Rate") ?? rates.get(currency) ?? 1],
  ]);
}
