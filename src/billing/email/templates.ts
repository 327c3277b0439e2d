import type { LanguageCode } from "#billing/language/language-code.ts";
import type { Templates } from "./template.ts";
import { dutch } from "./templates/dutch.ts";
import { english } from "./templates/english.ts";
import { french } from "./templates/french.ts";
import { german } from "./templates/german.ts";
import { italian } from "./templates/italian.ts";
import { portuguese } from "./templates/portuguese.ts";
import { spanish } from "./templates/spanish.ts";

/** The words that come along, in each language. */
export const templatesIn: Readonly<Record<LanguageCode, Templates>> = {
  en: english,
  de: german,
  fr: french,
  es: spanish,
  nl: dutch,
  it: italian,
  pt: portuguese,
};
