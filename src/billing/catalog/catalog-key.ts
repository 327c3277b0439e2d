/** Longer keys do not fit an index. */
const longestKey = 300;

/** A name or code as it is compared, sorted and searched: `Basic` and ` basic` are one. */
export function catalogKey(text: string): string {
  const plain = text.normalize("NFKC").trim().replaceAll(/\s+/g, " ").toLowerCase();
  return plain.slice(0, longestKey).toWellFormed();
}
