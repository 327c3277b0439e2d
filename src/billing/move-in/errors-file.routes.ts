import { type Cell, csvLine, unharmed } from "#platform/csv/csv-text.ts";
import { isDecimal } from "#kernel/ratio.ts";
import type { Deps } from "#platform/deps.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import { csvFile } from "#platform/http/csv-file.ts";
import { listRows } from "./move-in-row.store.ts";
import { errorText, rowView } from "./move-in-view.ts";
import type { MoveIn, MoveInLine } from "./move-in.ts";

/** Rows read at a time: each batch is a short transaction of its own. */
const batchSize = 1000;

/** The rows that were left out, as a file that is made as it is sent. */
export function errorsFile({ deps, member }: { deps: Deps; member: Member }, moveIn: MoveIn): Response {
  return csvFile(`${moveIn.kind.replaceAll("_", "-")}-errors`, errorLines(deps, member, moveIn));
}

async function* errorLines(
  deps: Deps,
  { organizationId }: Member,
  moveIn: MoveIn,
): AsyncGenerator<string, undefined> {
  // Spreadsheets take a file without the mark for an older encoding.
  yield `\u{FEFF}${csvLine([...moveIn.headings, "Error"])}`;
  let after: number | undefined;
  for (;;) {
    const at = after === undefined ? undefined : { value: null, id: String(after) };
    const { items } = await inOrganization(deps.db, organizationId, (tx) =>
      listRows(tx, moveIn.id, { outcome: "failed", after: at, limit: batchSize }),
    );
    if (items.length > 0) yield items.map((line) => errorLine(moveIn, line)).join("");
    if (items.length < batchSize) return;
    after = items.at(-1)?.row;
  }
}

/** A row as it was; one whose form is at fault has its text in the last cell, so that no half of it is taken for whole. */
function errorLine(moveIn: MoveIn, line: MoveInLine): string {
  const why = errorText(rowView(moveIn, line));
  if (line.fault === null) return csvLine([...line.cells.map(cellOf), why]);
  return csvLine([...moveIn.headings.map(() => ""), `${why} ${csvLine(line.cells).trim()}`]);
}

/** Numbers stay numbers: the minus of one begins no formula. */
function cellOf(text: string): Cell {
  const own = unharmed(text);
  return isDecimal(own) ? { decimal: own } : own;
}
