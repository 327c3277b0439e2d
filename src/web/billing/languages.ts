import { languageCodes } from "#billing/language/language-code.ts";
import { showName } from "#web/ui/show.ts";

/** The languages in which customers are written to; one that is chosen already stays among them, whatever it is. */
export function languageChoices(own: string): { value: string; label: string }[] {
  const codes: string[] = [...languageCodes];
  if (own !== "" && !codes.includes(own)) codes.push(own);
  return codes.map((code) => ({ value: code, label: languageName(code) }));
}

/** A language as the reader calls it; what is none, as it is written. */
export function languageName(code: string): string {
  return showName("language", code);
}
