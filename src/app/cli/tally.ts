import { figure } from "#app/figures.ts";

/** What a run has done, in the counts that are not zero: `fetched 1,011, created 976`. */
export function tallyOf({ counts, status }: { counts: Record<string, number>; status: string }): string {
  const nonzero = Object.entries(counts).filter(([, count]) => count !== 0);
  if (nonzero.length === 0) return status === "done" ? "Nothing to do" : "Nothing was done";
  return nonzero.map(([name, count]) => `${name.replaceAll("_", " ")} ${figure(count)}`).join(", ");
}
