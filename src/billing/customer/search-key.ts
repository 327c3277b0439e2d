import { emailKey, nameKey } from "./match-key.ts";

/** What lists are sorted and searched by, kept beside each customer. */
export type SearchKeys = { sort_name: string; name_rest: string | null };

/** The display name in its normal form, and the same from its second word on, so that `Boney Miles` is found by `miles`. */
export function searchKeysOf(displayName: string): SearchKeys {
  const sortName = nameKey(displayName) ?? displayName.trim().toLowerCase().slice(0, 300).toWellFormed();
  const gap = sortName.indexOf(" ");
  return { sort_name: sortName, name_rest: gap < 0 ? null : sortName.slice(gap + 1) };
}

/** What a search looks for, by the kind of key; each is a beginning, and undefined where the text cannot be one. */
export type SearchTerms = { name: string | undefined; email: string | undefined; phone: string | undefined };

/** Fewer digits begin too many numbers to be a search for one. */
const fewestPhoneDigits = 4;

/** Reads what somebody typed into a search box. `+49 30 1234` is a phone number, `miles@` an e-mail address, both may be names. */
export function searchTermsOf(text: string): SearchTerms {
  const digits = text.replace(/\D+/g, "").replace(/^00/, "");
  const isPhone = /^[\d\s()+./-]+$/.test(text.trim()) && digits.length >= fewestPhoneDigits;
  const bare = text.normalize("NFKC").trim().toLowerCase();
  return {
    name: text.includes("@") ? undefined : (nameKey(text) ?? undefined),
    email:
      bare !== "" && !/\s/.test(bare) ? (emailKey(bare) ?? bare.slice(0, 300).toWellFormed()) : undefined,
    phone: isPhone ? digits : undefined,
  };
}

/** The first text after all that begin with this one, in byte order. */
export function afterPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}
