import type { DocumentLine, LineValues } from "#billing/document/document.ts";
import { periodOf } from "#billing/document/document-view.ts";
import { prorate } from "./proration.ts";

/**
 * The lines that still bill days to come, of all that billed them, in the order in which they did. A line that a change
 * gave back is left out together with what gave it back: of the days that are left the two are nothing, whenever one
 * asks. What gives back something else (a part, after a discount) stays beside what it is for.
 */
export function withoutGivenBack<Line extends DocumentLine>(billed: readonly Line[]): Line[] {
  return withoutPairs(billed, givesBack);
}

/**
 * The lines of a change without those of what it leaves as it was: an item that is given back and charged again for the
 * same days, at the same price and tax.
 */
export function withoutUnchanged(lines: readonly LineValues[]): LineValues[] {
  return withoutPairs(lines, chargesAgain);
}

/** The lines without each pair of which the later one undoes the earlier one. */
function withoutPairs<Line>(lines: readonly Line[], undoes: (later: Line, earlier: Line) => boolean): Line[] {
  const kept: Line[] = [];
  for (const line of lines) {
    const undone = kept.findIndex((earlier) => undoes(line, earlier));
    if (undone === -1) kept.push(line);
    else kept.splice(undone, 1);
  }
  return kept;
}

function givesBack(credit: DocumentLine, line: DocumentLine): boolean {
  const { charge_kind: kind, ratio_part: part, ratio_whole: whole } = credit;
  if (kind !== "proration" || credit.net >= 0n || part === null || whole === null) return false;
  return (
    credit.net === -prorate({ part, whole, amount: line.net }) &&
    credit.item_id === line.item_id &&
    credit.charge === line.charge &&
    credit.tax_id === line.tax_id &&
    credit.tax_percentage === line.tax_percentage &&
    periodOf(credit.period)?.end === periodOf(line.period)?.end
  );
}

function chargesAgain(charge: LineValues, credit: LineValues): boolean {
  return (
    credit.unit_price === `-${charge.unit_price}` &&
    credit.item_id === charge.item_id &&
    credit.charge?.charge === charge.charge?.charge &&
    credit.charge?.period === charge.charge?.period &&
    credit.tax?.id === charge.tax?.id &&
    credit.tax?.percentage === charge.tax?.percentage
  );
}
