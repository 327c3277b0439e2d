import { isSamePhone } from "./calling-code.ts";
import { isLikeAddress } from "./mail-address.ts";
import { isOneEdit, likeness, wordsAlike } from "./similar.ts";
import type { Prepared } from "./subject.ts";

/** What two records are compared by, and how many degrees of agreement each has, from "differs" upwards. */
export const comparedFields = [
  { field: "name", levels: 4 },
  { field: "number", levels: 3 },
  { field: "email", levels: 3 },
  { field: "company", levels: 4 },
  { field: "domain", levels: 2 },
  { field: "phone", levels: 3 },
  { field: "street", levels: 3 },
  { field: "city", levels: 3 },
  { field: "zip", levels: 3 },
] as const;

export type ComparedField = (typeof comparedFields)[number]["field"];

/** A degree of agreement for each of `comparedFields`: 0 where both differ, -1 where one of them says nothing. */
export type Agreement = readonly number[];

/** One side says nothing. */
export const missing = -1;

/**
 * Whether a pair is two for certain: the names differ, and so do the e-mail addresses, or they are people of companies
 * without the same address. So do those of colleagues, who share all else that their company has. Only the same number of
 * their own speaks against that.
 */
export function areTwo([
  name = missing,
  number = missing,
  email = missing,
  company = missing,
]: Agreement): boolean {
  const isOther = email === 0 || (company !== missing && email !== 2);
  return name === 0 && number !== 2 && isOther;
}

/**
 * Whether a pair has the name alone: e-mail address and company, or its domain, both differ, and neither a number nor the
 * street is the same. Nobody could tell the two from any others of that name, so that no weights are learned from them
 * as from one.
 */
export function areNamesakes([
  name = missing,
  number = missing,
  email = missing,
  company = missing,
  domain = missing,
  phone = missing,
  street = missing,
]: Agreement): boolean {
  const isElsewhere = email === 0 && (company === 0 || domain === 0);
  return name > 0 && isElsewhere && number !== 2 && phone !== 2 && street !== 2;
}

/** How alike names have to be: all of it, nearly all, a part. */
const same = 0.985;
const near = 0.86;
const partly = 0.55;

/** Compares two records. The same whichever comes first. `rarity` says what a word of a name tells. */
export function compare(a: Prepared, b: Prepared, rarity: (word: string) => number): Agreement {
  const email = levelOf(a.email, b.email, (one, other) => (isLikeAddress(one, other) ? 1 : 0));
  const company = nameLevel(a.company, b.company, rarity);
  return [
    nameLevel(a.words, b.words, rarity),
    levelOf(a.number, b.number, edited),
    email,
    company,
    // An address holds its domain, and a domain is a company's: what both say is counted once.
    email === 2 || company !== missing ? missing : levelOf(a.domain, b.domain, () => 0, 1),
    phoneLevel(a.phones, b.phones),
    streetLevel(a.street, b.street),
    levelOf(a.city, b.city, (one, other) => (likeness(one, other) >= 0.88 ? 1 : 0)),
    levelOf(a.zip, b.zip, edited),
  ];
}

function levelOf(
  a: string | null,
  b: string | null,
  other: (a: string, b: string) => number,
  exact = 2,
): number {
  if (a === null || b === null) return missing;
  return a === b ? exact : other(a, b);
}

function edited(a: string, b: string): number {
  return isOneEdit(a, b) ? 1 : 0;
}

function nameLevel(a: readonly string[], b: readonly string[], rarity: (word: string) => number): number {
  if (a.length === 0 || b.length === 0) return missing;
  // `Data Dog` is `Datadog`, and with a typing error nearly so.
  const [one, other] = [a.join(""), b.join("")];
  if (one === other) return 3;
  const alike = wordsAlike(a, b, rarity);
  if (alike >= same) return 3;
  if (alike >= near || (one.length >= 6 && isOneEdit(one, other))) return 2;
  return alike >= partly || isPart(a, b) ? 1 : 0;
}

/** `Webb` of `Kyra Webb`, `Acme` of `Acme Trading`. */
function isPart(a: readonly string[], b: readonly string[]): boolean {
  const [few, many] = a.length <= b.length ? [a, b] : [b, a];
  return few.every((word) => word.length > 2 && many.includes(word));
}

function phoneLevel(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return missing;
  const either = (is: (one: string, other: string) => boolean): boolean =>
    a.some((one) => b.some((other) => is(one, other)));
  if (either(isSamePhone)) return 2;
  return either(isLikePhone) ? 1 : 0;
}

/** Numbers of a block go by their last digits: another one there is another number, not a typing error. */
const blockDigits = 4;

/** One digit is another one, or two have changed places, before those that a block goes by. */
function isLikePhone(a: string, b: string): boolean {
  const isSameEnd = a.length === b.length && a.slice(-blockDigits) === b.slice(-blockDigits);
  return isSameEnd && isOneEdit(a.slice(0, -blockDigits), b.slice(0, -blockDigits));
}

function streetLevel(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return missing;
  const alike = wordsAlike(a, b, () => 1);
  if (alike >= 0.97 || a.join("") === b.join("")) return 2;
  return alike >= 0.6 ? 1 : 0;
}
