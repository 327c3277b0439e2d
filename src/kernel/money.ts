/** Money: an integer count of the currency's minor unit (1999 is 19.99 EUR, 2000 is 2000 JPY) and its ISO 4217 code. */
export type Money = { minor: bigint; currency: string };

/** Decimal places of the currencies that do not have two (ISO 4217 table A.1). */
const exponents: Record<string, number> = {
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
  return exponents[currency] ?? 2;
}

/** Which codes exist is the runtime's to say; asked once, the list is long. */
const known: ReadonlySet<string> = new Set(Intl.supportedValuesOf("currency"));

/** Whether a text is an ISO 4217 code. */
export function isCurrency(text: string): boolean {
  return known.has(text);
}
