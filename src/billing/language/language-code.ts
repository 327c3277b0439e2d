import { accept, refuse, type Result } from "#kernel/result.ts";

/** The languages in which customers are written to, as BCP 47 names them. */
export const languageCodes = ["en", "de", "fr", "es", "nl", "it", "pt"] as const;
export type LanguageCode = (typeof languageCodes)[number];

/** A tag in its canonical form (`de_at` is `de-AT`), or why it is none that is offered. */
export function readLanguage(text: string): Result<string, string> {
  const tag = canonical(text);
  if (tag !== undefined && codeOf(tag) !== undefined) return accept(tag);
  const codes = languageCodes.join(", ");
  return refuse(`Language must be one of ${codes}, or one of these with a region, such as de-AT`);
}

/** Which of the languages a tag is, whatever its region; undefined where it is another one, or no tag at all. */
export function codeOf(tag: string): LanguageCode | undefined {
  const [first] = (canonical(tag) ?? "").split("-");
  return languageCodes.find((code) => code === first);
}

function canonical(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text.replaceAll("_", "-"))[0];
  } catch {
    // Intl throws at what is no tag of any language.
    return undefined;
  }
}
