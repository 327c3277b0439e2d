import { phoneKey } from "./phone-key.ts";

/**
 * Normal forms under which two records count as the same one. Kept beside each customer (columns name_key …) and
 * computed for each incoming record by the same functions, so that the database finds candidates by index.
 */

/** A name without case, accents, punctuation and doubled spaces: `  Société  Générale, S.A.` is `societe generale s a`. */
export function nameKey(text: string | null | undefined): string | null {
  if (!text) return null;
  // Most names are ASCII, where the same comes out five times as fast.
  if (ascii.test(text))
    return orNull(
      text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, " ")
        .trim(),
    );
  return orNull(
    text
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .toLowerCase()
      .replace(/[łøđðßæœþıħ]/g, (letter) => plainLetters[letter] ?? letter)
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim(),
  );
}

const ascii = /^[\0-\x7f]*$/;

/** Letters that Unicode does not take apart into a plain one and an accent. */
const plainLetters: Record<string, string> = {
  ł: "l",
  ø: "o",
  đ: "d",
  ð: "d",
  ß: "ss",
  æ: "ae",
  œ: "oe",
  þ: "th",
  ı: "i",
  ħ: "h",
};

/** An e-mail address without case and surrounding spaces; null where it is none. */
export function emailKey(text: string | null | undefined): string | null {
  const trimmed = (text ?? "").normalize("NFKC").trim().toLowerCase();
  return trimmed.includes("@") ? orNull(trimmed) : null;
}

/** A web address without scheme, `www.` and path: `https://www.acme.com/en` is `acme.com`. */
export function websiteKey(text: string | null | undefined): string | null {
  // Some write them twice: what is left must have none, or the key of a key would be another one.
  const bare = (text ?? "").toLowerCase().replace(/^(?:\s|[a-z]+:\/\/|www\.)+/, "");
  return orNull((bare.split(/[/?#:]/)[0] ?? "").trim());
}

/** An index entry holds 2,700 bytes, and some characters become eighteen when normalised: 300 are enough to compare. */
const longestKey = 300;

function orNull(text: string): string | null {
  return text === "" ? null : text.slice(0, longestKey).toWellFormed().trim();
}

export type MatchKeys = {
  name_key: string | null;
  email_key: string | null;
  phone_key: string | null;
  website_key: string | null;
};

/** All keys of a customer; the company's name, where there is one, says more than the display name. */
export function matchKeysOf(customer: {
  display_name: string;
  company_name: string | null;
  email: string | null;
  phone: string | null;
  mobile: string | null;
  website: string | null;
}): MatchKeys {
  return {
    name_key: nameKey(customer.company_name ?? customer.display_name),
    email_key: emailKey(customer.email),
    phone_key: phoneKey(customer.phone ?? customer.mobile),
    website_key: websiteKey(customer.website),
  };
}
