/**
 * The number that somebody wrote: 1234.5, 1,234.5 and 1.234,5 alike. A lone comma before one, two or more than three
 * digits is a decimal comma. Undefined for what is no number.
 */
export function numberIn(text: string): number | undefined {
  const plain = text.trim();
  if (/^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?$/.test(plain)) return Number(plain.replaceAll(",", ""));
  if (/^[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+$/.test(plain))
    return Number(plain.replaceAll(".", "").replace(",", "."));
  return undefined;
}

/** The same of an amount or a rate, which may have its currency's sign around it, or a percent sign behind. */
export function amountIn(text: string): number | undefined {
  return numberIn(
    text
      .trim()
      .replace(/\s*%$/, "")
      .replace(/^\p{Sc}\s*|\s*\p{Sc}$/u, ""),
  );
}
