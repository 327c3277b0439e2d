import { type Show, showIn } from "#kernel/show.ts";
import { codeOf, type LanguageCode, readLanguage } from "./language-code.ts";
import { dutch } from "./words/dutch.ts";
import { english, type Words } from "./words/english.ts";
import { french } from "./words/french.ts";
import { german } from "./words/german.ts";
import { italian } from "./words/italian.ts";
import { portuguese } from "./words/portuguese.ts";
import { spanish } from "./words/spanish.ts";

/** A language as a paper needs it: its words, and how it writes amounts and days. */
export type Language = { code: LanguageCode; words: Words; show: Show };

export const wordsIn: Readonly<Record<LanguageCode, Words>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  nl: dutch,
  it: italian,
  pt: portuguese,
};

/** Where nothing says which English, days and amounts are written as in Britain. */
const ofHouse = "en-GB";

/** What is written where no language is known. */
export const inEnglish: Language = { code: "en", words: english, show: showIn(ofHouse) };

/**
 * The language of a tag, such as `de` or `de-AT`, whose region says how amounts and days are written. Where there is
 * none, or none of those offered, it is that of the house: customers hold texts of all kinds from other systems.
 */
export function languageOf(tag: string | null, house: string): Language {
  const read = tag === null ? undefined : readLanguage(tag);
  const known = read?.ok === true ? read.value : house;
  const code = codeOf(known);
  if (code === undefined || known === "en") return inEnglish;
  return { code, words: wordsIn[code], show: showIn(known) };
}
