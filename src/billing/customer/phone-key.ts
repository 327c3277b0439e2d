/**
 * A phone number by which two records count as the same: its national digits. Half of all numbers are written without
 * their country, so that is left out: `+49 (0)30 123-4567`, `0049 30 1234567` and `030 1234567 ext. 5` are `301234567`.
 * Fewer than six digits match too much to count.
 */
export function phoneKey(text: string | null | undefined): string | null {
  const number = (text ?? "").replace(extension, "").replace("(0)", "");
  const digits = number.replace(/\D+/g, "");
  const isInternational = /^[^\d]*\+/.test(number) || digits.startsWith("00");
  const bare = digits.replace(/^0+/, "");
  const national = isInternational ? bare.slice(callingCodeLength(bare)).replace(/^0+/, "") : bare;
  const key = national.replace(trunk, "").replace(/^0+/, "");
  return key.length >= 6 ? key.slice(0, longest) : null;
}

const extension = /\s*(?:;?\s*ext(?:ension)?[.=:]?|x|#)\s*\d{1,7}\s*$/i;

/** What North America (1) and Russia (8) dial before a number of ten digits; other numbers are the same without it. */
const trunk = /^[18](?=\d{10}$)/;

/** A number has at most fifteen digits (E.164); what is longer is none, and is kept short for the index. */
const longest = 30;

/** The calling codes of one and of two digits (ITU-T E.164, list of assigned codes); all others have three. */
const oneDigit = /^[17]/;
const twoDigits = /^(?:2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;

function callingCodeLength(digits: string): number {
  if (oneDigit.test(digits)) return 1;
  return twoDigits.test(digits) ? 2 : 3;
}
