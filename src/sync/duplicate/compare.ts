import { isSamePhone } from "./calling-code.ts";
import { isOneEdit, likeness, wordsAlike } from "./similar.ts";
import type { Prepared } from "./subject.ts";

/** What two records are compared by, and how many degrees of agreement each has, from "differs" upwards. */
export const comparedFields = [
  { field: "name", levels: 4 },
  { field: "number", levels: 3 },
  { field: "email", levels: 3 },
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
 * Whether a pair is two for certain: both say a name and an e-mail address, and both differ, as those of colleagues do
 * who share all else that their company has. Only the same number of their own speaks against that.
 */
export function areTwo([name = missing, number = missing, email = missing]: Agreement): boolean {
  return name === 0 && email === 0 && number !== 2;
}

/** How alike names have to be: all of it, nearly all, a part. */
const same = 0.985;
const near = 0.86;
const partly = 0.55;

/** Compares two records. The same whichever comes first. `rarity` says what a word of a name tells. */
export function compare(a: Prepared, b: Prepared, rarity: (word: string) => number): Agreement {
  const email = levelOf(a.email, b.email, likeEmail);
  return [
    nameLevel(a.words, b.words, rarity),
    levelOf(a.number, b.number, edited),
    email,
    // An address holds its domain: what both say is counted once.
    email === 2 ? missing : levelOf(a.domain, b.domain, () => 0, 1),
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

/** `ann@acme.com` and `ann@acme.co.uk`, or one typing error. */
function likeEmail(a: string, b: string): number {
  const local = a.slice(0, a.lastIndexOf("@"));
  const isSameLocal = local === b.slice(0, b.lastIndexOf("@")) && local.length >= 5;
  return isSameLocal || isOneEdit(a, b) ? 1 : 0;
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
  return either(isOneEdit) ? 1 : 0;
}

function streetLevel(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return missing;
  const alike = wordsAlike(a, b, () => 1);
  if (alike >= 0.97 || a.join("") === b.join("")) return 2;
  return alike >= 0.6 ? 1 : 0;
}
