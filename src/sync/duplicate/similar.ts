import { errorsBetween } from "#kernel/spelling.ts";

/** How alike two words are, from 0 to 1, by Jaro and Winkler: letters that stand in about the same place, beginnings first. */
export function likeness(a: string, b: string): number {
  if (a === b) return 1;
  // In one order, so that neither comes first.
  const [short, other] = a.length < b.length || (a.length === b.length && a < b) ? [a, b] : [b, a];
  if (short.length === 0) return 0;
  const reach = Math.max(0, Math.floor(other.length / 2) - 1);
  const taken = new Uint8Array(other.length);
  const met: string[] = [];
  for (let at = 0; at < short.length; at += 1) {
    const until = Math.min(other.length - 1, at + reach);
    for (let there = Math.max(0, at - reach); there <= until; there += 1) {
      if (taken[there] === 1 || short[at] !== other[there]) continue;
      taken[there] = 1;
      met.push(short[at] ?? "");
      break;
    }
  }
  const found = met.length;
  if (found === 0) return 0;
  let moved = 0;
  let next = 0;
  for (let there = 0; there < other.length; there += 1) {
    if (taken[there] !== 1) continue;
    if (other[there] !== met[next]) moved += 1;
    next += 1;
  }
  const jaro = (found / short.length + found / other.length + (found - moved / 2) / found) / 3;
  let prefix = 0;
  while (prefix < 4 && prefix < short.length && short[prefix] === other[prefix]) prefix += 1;
  return jaro + prefix * 0.1 * (1 - jaro);
}

/** Whether one typing error makes one text of the other: a letter more, less or other, or two that changed places. */
export function isOneEdit(a: string, b: string): boolean {
  const [short, other] = a.length <= b.length ? [a, b] : [b, a];
  if (other.length - short.length > 1 || a === b) return false;
  let from = 0;
  while (from < short.length && short[from] === other[from]) from += 1;
  let end = 0;
  while (end < short.length - from && short[short.length - 1 - end] === other[other.length - 1 - end])
    end += 1;
  const left = short.length - from - end;
  if (short.length !== other.length) return left === 0;
  if (left === 1) return true;
  return left === 2 && short[from] === other[from + 1] && short[from + 1] === other[from];
}

/** How much of two lists of words is the same, from 0 to 1: each word with the most alike one, rare words counting more. */
export function wordsAlike(
  one: readonly string[],
  another: readonly string[],
  rarity: (word: string) => number,
): number {
  if (one.length === 0 || another.length === 0) return 0;
  const [a, b] = one.join(" ") <= another.join(" ") ? [one, another] : [another, one];
  const pairs: { at: number; there: number; like: number; worth: number }[] = [];
  for (const [at, word] of a.entries())
    for (const [there, other] of b.entries()) {
      const like = likeWords(word, other);
      if (like > 0) pairs.push({ at, there, like, worth: Math.max(rarity(word), rarity(other)) });
    }
  pairs.sort((x, y) => y.like * y.worth - x.like * x.worth);
  const usedA = new Set<number>();
  const usedB = new Set<number>();
  let same = 0;
  let all = 0;
  for (const { at, there, like, worth } of pairs) {
    if (usedA.has(at) || usedB.has(there)) continue;
    usedA.add(at);
    usedB.add(there);
    same += like * worth;
    all += worth;
  }
  for (const [at, word] of a.entries()) if (!usedA.has(at)) all += rarity(word);
  for (const [there, word] of b.entries()) if (!usedB.has(there)) all += rarity(word);
  return all === 0 ? 0 : same / all;
}

/** Words that are less alike are others; a number is the same or another one; a letter is a word that begins with it. */
function likeWords(a: string, b: string): number {
  if (a === b) return 1;
  if (a.length === 1 || b.length === 1) return a[0] === b[0] && isWord(a) && isWord(b) ? initialLike : 0;
  if (!isWord(a) || !isWord(b)) return 0;
  const like = likeness(a, b);
  // `Boeing` and `Biogen` have the same letters in about the same places, and are too many errors apart.
  return like >= leastAlike && errorsBetween(a, b, mostErrors(a, b)) <= mostErrors(a, b) ? like : 0;
}

function mostErrors(a: string, b: string): number {
  const length = Math.max(a.length, b.length);
  if (length >= 8) return 4;
  if (length >= 6) return 3;
  return length >= 5 ? 2 : 1;
}

const initialLike = 0.7;
const leastAlike = 0.84;

function isWord(text: string): boolean {
  return !/\d/.test(text);
}
