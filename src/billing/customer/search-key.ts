import { emailKey, nameKey } from "./match-key.ts";
import { phoneKey } from "./phone-key.ts";

/** What lists are sorted and searched by, kept beside each customer. */
export type SearchKeys = { sort_name: string; name_rest: string | null };

/** The display name in its normal form, and the same from its second word on, so that `Boney Miles` is found by `miles`. */
export function searchKeysOf(displayName: string): SearchKeys {
  const sortName = nameKey(displayName) ?? displayName.trim().toLowerCase().slice(0, 300).toWellFormed();
  const gap = sortName.indexOf(" ");
  return { sort_name: sortName, name_rest: gap < 0 ? null : sortName.slice(gap + 1) };
}

/** What a search looks for, by the kind of key: beginnings, undefined where the text cannot be one, and whole phone numbers. */
export type SearchTerms = { name: string | undefined; email: string | undefined; phones: string[] };

/** Reads what somebody typed into a search box. `+49 30 1234` is a phone number, `miles@` an e-mail address, both may be names. */
export function searchTermsOf(text: string): SearchTerms {
  const isPhone = /^[\d\s()+./-]+$/.test(text.trim());
  const bare = text.normalize("NFKC").trim().toLowerCase();
  return {
    name: text.includes("@") ? undefined : (nameKey(text) ?? undefined),
    email:
      bare !== "" && !/\s/.test(bare) ? (emailKey(bare) ?? bare.slice(0, 300).toWellFormed()) : undefined,
    // A plus is often left out, so the digits may begin with a country's as well.
    phones: isPhone ? [...new Set([phoneKey(text), phoneKey(`+${text}`)])].filter((key) => key !== null) : [],
  };
}

/** The first text after all that begin with this one, in byte order. */
export function afterPrefix(prefix: string): string {
  return `${prefix}\u{10FFFF}`;
}
