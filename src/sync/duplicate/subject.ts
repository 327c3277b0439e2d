import { emailKey, nameKey, websiteKey } from "#billing/customer/match-key.ts";
import { streetWords, zipKey } from "./address-words.ts";
import { e164 } from "./calling-code.ts";
import { nameWords } from "./company-name.ts";
import { companyDomain } from "./mail-address.ts";

/** Where a record is: billing's customers, or a module of the CRM. */
export type Place = "customers" | "Accounts" | "Contacts";

/** A record as it is compared: what a person would look at. */
export type Subject = {
  place: Place;
  id: string;
  name: string;
  email: string | null;
  /** Whom a person works for; null of a company. */
  company: string | null;
  website: string | null;
  phones: readonly (string | null)[];
  street: string | null;
  city: string | null;
  zip: string | null;
  /** ISO 3166, where it is known. */
  country: string | null;
  /** What the state knows it by: a number for tax. */
  number: string | null;
};

/** A record in its normal form. */
export type Prepared = {
  place: Place;
  id: string;
  words: readonly string[];
  email: string | null;
  company: readonly string[];
  domain: string | null;
  phones: readonly string[];
  street: readonly string[];
  city: string | null;
  zip: string | null;
  number: string | null;
};

/** A record's normal form. */
export function prepare(subject: Subject): Prepared {
  const email = emailKey(subject.email);
  const number = nameKey(subject.number)?.replaceAll(" ", "") ?? null;
  const phones = subject.phones.flatMap((phone) => e164(phone, subject.country) ?? []);
  return {
    place: subject.place,
    id: subject.id,
    words: nameWords(subject.name),
    email,
    company: nameWords(subject.company ?? ""),
    domain: websiteKey(subject.website) ?? companyDomain(email),
    phones: [...new Set(phones)],
    street: streetWords(subject.street),
    city: nameKey(subject.city),
    zip: zipKey(subject.zip),
    number: number !== null && number.length >= 4 ? number : null,
  };
}
