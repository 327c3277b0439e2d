import { showName } from "#web/ui/show.ts";

export type Choice = { value: string; label: string };

/** Countries (ISO 3166-1) that have a currency of their own or a shared one, with it (ISO 4217). */
const currencies: Record<string, string> = {
  AD: "EUR", AE: "AED", AF: "AFN", AG: "XCD", AL: "ALL", AM: "AMD", AO: "AOA", AR: "ARS", AT: "EUR", AU: "AUD",
  AZ: "AZN", BA: "BAM", BB: "BBD", BD: "BDT", BE: "EUR", BF: "XOF", BG: "EUR", BH: "BHD", BI: "BIF", BJ: "XOF",
  BN: "BND", BO: "BOB", BR: "BRL", BS: "BSD", BT: "BTN", BW: "BWP", BY: "BYN", BZ: "BZD", CA: "CAD", CD: "CDF",
  CF: "XAF", CG: "XAF", CH: "CHF", CI: "XOF", CL: "CLP", CM: "XAF", CN: "CNY", CO: "COP", CR: "CRC", CU: "CUP",
  CV: "CVE", CY: "EUR", CZ: "CZK", DE: "EUR", DJ: "DJF", DK: "DKK", DM: "XCD", DO: "DOP", DZ: "DZD", EC: "USD",
  EE: "EUR", EG: "EGP", ER: "ERN", ES: "EUR", ET: "ETB", FI: "EUR", FJ: "FJD", FM: "USD", FR: "EUR", GA: "XAF",
  GB: "GBP", GD: "XCD", GE: "GEL", GH: "GHS", GM: "GMD", GN: "GNF", GQ: "XAF", GR: "EUR", GT: "GTQ", GW: "XOF",
  GY: "GYD", HK: "HKD", HN: "HNL", HR: "EUR", HT: "HTG", HU: "HUF", ID: "IDR", IE: "EUR", IL: "ILS", IN: "INR",
  IQ: "IQD", IR: "IRR", IS: "ISK", IT: "EUR", JM: "JMD", JO: "JOD", JP: "JPY", KE: "KES", KG: "KGS", KH: "KHR",
  KI: "AUD", KM: "KMF", KN: "XCD", KP: "KPW", KR: "KRW", KW: "KWD", KZ: "KZT", LA: "LAK", LB: "LBP", LC: "XCD",
  LI: "CHF", LK: "LKR", LR: "LRD", LS: "LSL", LT: "EUR", LU: "EUR", LV: "EUR", LY: "LYD", MA: "MAD", MC: "EUR",
  MD: "MDL", ME: "EUR", MG: "MGA", MH: "USD", MK: "MKD", ML: "XOF", MM: "MMK", MN: "MNT", MR: "MRU", MT: "EUR",
  MU: "MUR", MV: "MVR", MW: "MWK", MX: "MXN", MY: "MYR", MZ: "MZN", NA: "NAD", NE: "XOF", NG: "NGN", NI: "NIO",
  NL: "EUR", NO: "NOK", NP: "NPR", NR: "AUD", NZ: "NZD", OM: "OMR", PA: "PAB", PE: "PEN", PG: "PGK", PH: "PHP",
  PK: "PKR", PL: "PLN", PS: "ILS", PT: "EUR", PW: "USD", PY: "PYG", QA: "QAR", RO: "RON", RS: "RSD", RU: "RUB",
  RW: "RWF", SA: "SAR", SB: "SBD", SC: "SCR", SD: "SDG", SE: "SEK", SG: "SGD", SI: "EUR", SK: "EUR", SM: "EUR",
  SN: "XOF", SO: "SOS", SR: "SRD", SS: "SSP", ST: "STN", SV: "USD", SY: "SYP", SZ: "SZL", TD: "XAF", TG: "XOF",
  TH: "THB", TJ: "TJS", TL: "USD", TM: "TMT", TN: "TND", TO: "TOP", TR: "TRY", TT: "TTD", TV: "AUD", TW: "TWD",
  TZ: "TZS", UA: "UAH", UG: "UGX", US: "USD", UY: "UYU", UZ: "UZS", VA: "EUR", VC: "XCD", VE: "VES", VN: "VND",
  VU: "VUV", WS: "WST", XK: "EUR", YE: "YER", ZA: "ZAR", ZM: "ZMW", ZW: "USD",
};

/** The currency of a country; USD where it is unknown. */
export function currencyOf(country: string): string {
  return currencies[country] ?? "USD";
}

/** The country that the browser's languages name first: `de-AT` is AT. */
export function guessCountry(languages: readonly string[] = navigator.languages): string {
  const regions = languages.map((language) => new Intl.Locale(language).region ?? "");
  return regions.find((region) => region in currencies) ?? "US";
}

export function countryChoices(): Choice[] {
  return byLabel(Object.keys(currencies).map((code) => ({ value: code, label: showName("region", code) })));
}

export function currencyChoices(): Choice[] {
  const codes = new Set(Object.values(currencies));
  return byLabel([...codes].map((code) => ({ value: code, label: `${showName("currency", code)} (${code})` })));
}

export function timeZoneChoices(): Choice[] {
  return ["UTC", ...Intl.supportedValuesOf("timeZone")].map((zone) => ({ value: zone, label: zone.replaceAll("_", " ") }));
}

function byLabel(choices: Choice[]): Choice[] {
  return choices.toSorted((a, b) => a.label.localeCompare(b.label));
}
