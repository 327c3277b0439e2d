import type { Language } from "#billing/language/language.ts";
import { english } from "#billing/language/words/english.ts";
import { show } from "#web/ui/show.ts";

/** What members read is English, with amounts and days as their browser writes them; customers get their own language. */
export const inApp: Language = { code: "en", words: english, show };
