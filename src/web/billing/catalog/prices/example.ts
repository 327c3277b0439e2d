import { pricesFor, pricingOf } from "#billing/catalog/price.ts";
import { type PriceLine, priceLines } from "#billing/catalog/pricing.ts";
import { lineAmount } from "#billing/document/totals.ts";
import { isDecimal } from "#kernel/ratio.ts";
import { type PriceValues, pricesBody, type Scheme } from "./price-values.ts";

/** What a quantity costs: the lines of it, and their sum in minor units. */
export type Example = { lines: PriceLine[]; minor: bigint };

/** What a quantity would cost by the prices as they are typed; undefined while they are not complete, or do not reach so far. */
export function exampleOf(scheme: Scheme, price: PriceValues, quantity: string): Example | undefined {
  if (!isDecimal(quantity.trim()) || !/[1-9]/.test(quantity) || quantity.startsWith("-")) return undefined;
  const body = pricesBody({ pricing_scheme: scheme, prices: [{ ...price, setup_fee: "" }] });
  const texts = body.flatMap((one) => [one.price, ...(one.brackets ?? []).map((bracket) => bracket.price)]);
  if (!texts.every((text) => text === undefined || isDecimal(text.trim()))) return undefined;
  const checked = pricesFor(scheme, body);
  const [only] = checked.ok ? checked.value : [];
  const lines = only && priceLines(pricingOf(scheme, only), quantity.trim());
  if (only === undefined || lines === undefined) return undefined;
  const minor = lines.reduce((sum, line) => sum + lineAmount(line, only.currency_code), 0n);
  return { lines, minor };
}
