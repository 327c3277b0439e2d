import { accept, refuse, type Result } from "#kernel/result.ts";

/** What a deal sells: the code of a plan or addon, and how many. */
export type PlanLine = { code: string; quantity: string };

/** Most lines that are read of a deal. */
const mostLines = 50;

/**
 * The plans and addons of a deal, one a line: `gold`, `gold x 5`, `gold, 5`. An empty text is none. A line that is none
 * of it is an error, with the line.
 */
export function readPlanLines(text: string | null | undefined): Result<PlanLine[], string> {
  const lines = (text ?? "")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const read: PlanLine[] = [];
  for (const line of lines.slice(0, mostLines)) {
    const found = /^([^\s,;]{1,100})(?:\s*(?:[x×,;]|\s)\s*(\d{1,9}(?:\.\d{1,6})?))?$/i.exec(line);
    if (!found || Number(found[2] ?? "1") === 0) return refuse(line);
    read.push({ code: found[1] ?? "", quantity: found[2] ?? "1" });
  }
  return lines.length > mostLines ? refuse(lines[mostLines] ?? "") : accept(read);
}
