import { decimalOf, isDecimal, ratio, ratioOf } from "./ratio.ts";

/** Money: an integer count of the currency's minor unit (1999 is 19.99 EUR, 2000 is 2000 JPY) and its ISO 4217 code. */
export type Money = { minor: bigint; currency: string };

/**
 * Decimal places of the currencies that do not have two (ISO 4217 table A.1). Payment services differ on some (MGA and
 * HUF without places, ISK and UGX with two): theirs to translate at their port, documents go by the standard.
 */
export const exponentsBesideTwo: Readonly<Record<string, number>> = {
  BHD: 3,
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  IQD: 3,
  ISK: 0,
  JOD: 3,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  PYG: 0,
  RWF: 0,
  TND: 3,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
};

/** Decimal places of a currency: 2 unless ISO 4217 says otherwise. */
export function exponentOf(currency: string): number {
  return exponentsBesideTwo[currency] ?? 2;
}

/** Which codes exist is the runtime's to say; asked once, the list is long. */
const known: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/** Whether a text is an ISO 4217 code. */
export function isCurrency(text: string): boolean {
  return known.has(text);
}

/** An amount as decimal text with all places of its currency: `19.99`, `-0.05`, `1000` JPY, `1.250` KWD. */
export function amountText(minor: bigint, currency: string): string {
  const places = exponentOf(currency);
  return decimalOf(ratio(minor, 10n ** BigInt(places)), places);
}

/** The minor units of a decimal text; `undefined` where it is none or has more places than the currency. */
export function minorOf(text: string, currency: string): bigint | undefined {
  if (!isDecimal(text)) return undefined;
  const places = exponentOf(currency);
  // Places that are zeros count too: `1000.00` JPY is more likely somebody's 100000 than a careful 1000.
  const given = text.split(".")[1]?.length ?? 0;
  if (given > places) return undefined;
  const { num, den } = ratioOf(text);
  return num * (10n ** BigInt(places) / den);
}

/** Why an amount as decimal text is none of its currency, said of its field; nothing where `minorOf` knows it. */
export function placesProblem(text: string, currency: string): string | undefined {
  if (minorOf(text, currency) !== undefined) return undefined;
  const places = exponentOf(currency);
  if (places === 0) return `must be whole ${currency}: that currency has no decimal places`;
  return `can have ${places} decimal places in ${currency}, such as ${amountText(10n ** BigInt(places) + 1n, currency)}`;
}

/**
 * The most minor units that one amount may have, 2^53 - 1: what reads JSON or opens a spreadsheet still holds it to the
 * last digit. In euros it is 90 million million.
 */
export const mostMinor = 2n ** 53n - 1n;

/** Whether an amount is larger than what is exact everywhere, above 0 or below. */
export function isTooLarge(minor: bigint): boolean {
  return minor > mostMinor || minor < -mostMinor;
}

/** Why an amount as decimal text cannot be one of its currency: its places, or its size. Nothing where it can. */
export function amountProblem(text: string, currency: string): string | undefined {
  const minor = minorOf(text, currency);
  if (minor === undefined) return placesProblem(text, currency);
  if (!isTooLarge(minor)) return undefined;
  return `must be at most ${amountText(mostMinor, currency)} ${currency}; check the digits`;
}

/** Places of a unit price. */
const mostPlaces = 8;

/** A unit price with all places of its currency, and more only where they say something: `20.00`, `0.005`. */
export function unitPriceText(text: string, currency: string): string {
  const [whole = "", part = ""] = decimalOf(ratioOf(text), mostPlaces).split(".");
  const places = part.replace(/0+$/, "").padEnd(exponentOf(currency), "0");
  return places === "" ? whole : `${whole}.${places}`;
}
