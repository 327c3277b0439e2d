/** An IBAN as banks compare it: no spaces, capitals. */
export function plainIban(text: string): string {
  return text.replaceAll(/[\s-]/g, "").toUpperCase();
}

/** Whether a plain IBAN can be one: its country, its length, and the two digits that check the rest (ISO 7064, mod 97). */
export function isIban(text: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(text)) return false;
  const moved = text.slice(4) + text.slice(0, 4);
  const digits = moved.replaceAll(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return BigInt(digits) % 97n === 1n;
}

/** In groups of four, as on paper: `DE89 3704 0044 0532 0130 00`. */
export function ibanWords(iban: string): string {
  return iban.replaceAll(/.{4}(?=.)/g, "$& ");
}
