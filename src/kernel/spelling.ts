/** A word shorter than this is taken as it is: nearly every other one is close to it. */
const shortestGuessed = 4;

/** So many errors are looked past in a word of so many letters. */
function errorsIn(length: number): number {
  return length >= 8 ? 2 : 1;
}

/** A word that may have been meant, and how many typing errors lie between. */
type Spelling = { word: string; errors: number };

/**
 * Which of the words that are known may have been meant, the likeliest first. The last word of what is typed may go on:
 * then the beginning of a known one is compared with it.
 */
export function spellingsOf(
  typed: string,
  known: readonly string[],
  { mayGoOn, most }: { mayGoOn: boolean; most: number },
): Spelling[] {
  if (typed.length < shortestGuessed) return [];
  const allowed = errorsIn(typed.length);
  return known
    .flatMap((word): Spelling[] => {
      const errors = mayGoOn ? beginningErrors(typed, word, allowed) : errorsBetween(typed, word, allowed);
      return errors > allowed ? [] : [{ word, errors }];
    })
    .toSorted((a, b) => a.errors - b.errors || sharedStart(b.word, typed) - sharedStart(a.word, typed))
    .slice(0, most);
}

/** A text of more words is not guessed at. */
const mostWords = 5;

/** So many words that may have been meant are tried for each that was typed, and so many texts made of them. */
const mostSpellings = 4;
const mostTexts = 4;

/**
 * Texts that may have been meant, those with the fewest errors first; the one that was typed is not among them. `known` are
 * the words that come into question for each word, by its place.
 */
export async function textsMeant(
  words: readonly string[],
  known: (typed: string, mayGoOn: boolean) => Promise<readonly string[]>,
): Promise<string[]> {
  if (words.length > mostWords) return [];
  const choices: Spelling[][] = [];
  for (const [at, typed] of words.entries()) {
    const mayGoOn = at === words.length - 1;
    const likely =
      typed.length < shortestGuessed
        ? []
        : spellingsOf(typed, await known(typed, mayGoOn), { mayGoOn, most: mostSpellings });
    choices.push(likely.length === 0 ? [{ word: typed, errors: 0 }] : likely);
  }
  const typed = words.join(" ");
  return textsOf(choices, mostTexts + 1).filter((text) => text !== typed);
}

/** Texts in which each word is one that may have been meant, those with the fewest errors first. */
function textsOf(words: readonly (readonly Spelling[])[], most: number): string[] {
  let texts: Spelling[] = [{ word: "", errors: 0 }];
  for (const choices of words)
    texts = texts
      .flatMap((text) =>
        choices.map(({ word, errors }) => ({
          word: `${text.word} ${word}`.trim(),
          errors: text.errors + errors,
        })),
      )
      .toSorted((a, b) => a.errors - b.errors)
      .slice(0, most);
  return texts.map(({ word }) => word);
}

/**
 * The pairs of letters of a word, and how many of them the errors that are looked past leave at least: by them the database
 * leaves out nearly all words. An error takes two pairs, letters that changed places three.
 */
export function letterPairs(typed: string): { pairs: string[]; least: number } {
  const letters = Array.from(typed);
  const pairs = [...new Set(letters.slice(1).map((letter, at) => `${letters[at]}${letter}`))];
  return { pairs, least: Math.max(1, pairs.length - 3 * errorsIn(typed.length)) };
}

function beginningErrors(typed: string, word: string, allowed: number): number {
  let least = allowed + 1;
  for (let length = typed.length - allowed; length <= typed.length + allowed; length += 1)
    if (length > 0 && length <= word.length)
      least = Math.min(least, errorsBetween(typed, word.slice(0, length), allowed));
  return least;
}

/**
 * How many letters are missing, too many, another one, or changed places with the next one (optimal string alignment).
 * What is above `most` is said to be one more than that.
 */
export function errorsBetween(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return most + 1;
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const isSame = a[i - 1] === b[j - 1];
      let errors = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        errors = Math.min(errors, (before[j - 2] ?? 0) + 1);
      row.push(errors);
      least = Math.min(least, errors);
    }
    if (least > most) return most + 1;
    before = last;
    last = row;
  }
  return Math.min(last[b.length] ?? 0, most + 1);
}

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return length;
}
