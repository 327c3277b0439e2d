import { figure } from "#app/figures.ts";

/** The counts that are not zero, in words: `fetched 1,011, created 976`. */
export function tallyOf(counts: Record<string, number>): string {
  const nonzero = Object.entries(counts).filter(([, count]) => count !== 0);
  return nonzero.length === 0
    ? "Nothing to do"
    : nonzero.map(([name, count]) => `${name.replaceAll("_", " ")} ${figure(count)}`).join(", ");
}
