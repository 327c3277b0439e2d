import { nameKey } from "#billing/customer/match-key.ts";
import { callingCountries } from "./calling-code.ts";

/** How some call a country that has another name in lists. */
const otherNames: Readonly<Record<string, string>> = {
  usa: "US",
  "united states of america": "US",
  "u s a": "US",
  uk: "GB",
  england: "GB",
  scotland: "GB",
  wales: "GB",
  "great britain": "GB",
  deutschland: "DE",
  osterreich: "AT",
  schweiz: "CH",
  suisse: "CH",
  espana: "ES",
  italia: "IT",
  nederland: "NL",
  holland: "NL",
  "czech republic": "CZ",
  turkey: "TR",
};

const names = new Intl.DisplayNames("en", { type: "region" });
const byName = new Map(callingCountries.map((code) => [nameKey(names.of(code)), code] as const));

/** The ISO 3166 code of a country as people write it: `DE`, `Germany`, `Deutschland`. Null where it is none we know. */
export function countryCode(country: string | null): string | null {
  const code = country?.trim().toUpperCase() ?? "";
  if (callingCountries.includes(code)) return code;
  const key = nameKey(country);
  return key === null ? null : (otherNames[key] ?? byName.get(key) ?? null);
}
