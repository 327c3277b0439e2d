import type { Prepared } from "./subject.ts";

/**
 * What a record may be found by: two that share one of these are compared. Each stands for a way in which the same
 * record is written twice, so that an error in one of them leaves the others.
 */
export function blockKeys({ words, email, domain, phones, street, city, zip, number }: Prepared): string[] {
  const keys: string[] = [];
  if (number !== null) keys.push(`n:${number}`);
  if (email !== null) keys.push(`e:${email}`, `l:${email.slice(0, email.lastIndexOf("@"))}`);
  if (domain !== null) keys.push(`d:${domain}`);
  for (const phone of phones) keys.push(`p:${phone.slice(-7)}`);
  const sounds = words.map(soundOf).toSorted();
  keys.push(`w:${sounds.join(" ")}`, `j:${words.join("").slice(0, 8)}`);
  for (const [at, one] of sounds.entries()) {
    // A word that is rare finds by itself; one that is not, with another or with the place.
    keys.push(`o:${one}`);
    for (const other of sounds.slice(at + 1)) keys.push(`t:${one} ${other}`);
    if (zip !== null) keys.push(`z:${one} ${zip}`);
    if (city !== null) keys.push(`c:${one} ${soundOf(city)}`);
  }
  // Letters that changed places sound otherwise, and are the same letters.
  for (const word of words) if (word.length > 3) keys.push(`a:${word[0]}${lettersOf(word)}`);
  const house = street.find((word) => /^\d/.test(word));
  const road = street.filter((word) => !/^\d/.test(word)).toSorted((a, b) => b.length - a.length)[0];
  if (road !== undefined && zip !== null) keys.push(`s:${soundOf(road)} ${zip}`);
  if (road !== undefined && house !== undefined) keys.push(`h:${soundOf(road)} ${house}`);
  if (house !== undefined && zip !== null && words[0] !== undefined)
    keys.push(`i:${house} ${zip} ${words[0].slice(0, 1)}`);
  return [...new Set(keys)];
}

function lettersOf(word: string): string {
  return [...new Set(word)].toSorted().join("");
}

/** A word as it sounds: its first letter and the classes of its consonants (Soundex, without its limit of four). */
export function soundOf(word: string): string {
  if (!/^[a-z ]+$/.test(word)) return word;
  let sound = word[0] ?? "";
  let last = classes[sound] ?? "";
  for (const letter of word.slice(1)) {
    const next = classes[letter];
    if (next !== undefined && next !== last) sound += next;
    if (letter !== "h" && letter !== "w") last = next ?? "";
  }
  return sound.slice(0, 6);
}

const classes: Readonly<Record<string, string>> = Object.fromEntries(
  ["bfpv", "cgjkqsxz", "dt", "l", "mn", "r"].flatMap((letters, at) =>
    letters.split("").map((letter) => [letter, String(at + 1)] as const),
  ),
);
