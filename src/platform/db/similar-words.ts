import { type RawBuilder, sql } from "kysely";
import { letterPairs } from "#kernel/spelling.ts";

/** So many words are compared with a mistyped one. */
export const mostSimilar = 2000;

/**
 * Which words of a column `word` a mistyped one may have meant, as far as the database can tell: they begin with its first
 * letter, or with its second one, are about as long, and share pairs of letters with it. The last word of what is typed may go on.
 */
export function isSimilarWord(typed: string, mayGoOn: boolean): RawBuilder<boolean> {
  const letters = [...new Set(Array.from(typed).slice(0, 2))];
  const begins = letters.map((letter) => sql`(word >= ${letter} and word < ${`${letter}\u{10FFFF}`})`);
  const { pairs, least } = letterPairs(typed);
  const shared = pairs.map((pair) => sql`(position(${pair} in word) > 0)::int`);
  const longest = mayGoOn ? sql`true` : sql`length(word) <= ${typed.length + 2}`;
  return sql<boolean>`(${sql.join(begins, sql` or `)}) and length(word) >= ${typed.length - 2} and ${longest}
    and ${sql.join(shared, sql` + `)} >= ${least}`;
}
