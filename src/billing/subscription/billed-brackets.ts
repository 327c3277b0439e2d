import type { DocumentLine } from "#billing/document/document.ts";

/** A line that bills days of a subscription, and the number of its invoice; a credit note's has none. */
export type BilledLine = DocumentLine & { invoice: string | null };

/**
 * Billed lines with those of an item's brackets as one: each bracket is a line of its own, and the item is given back as
 * a whole, rounded once.
 */
export function joinedBrackets(billed: readonly BilledLine[]): BilledLine[] {
  return [...Map.groupBy(billed, bracketsOf).values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const net = others.reduce((sum, line) => sum + line.net, first.net);
    return [{ ...first, charge: chargeOf(first), net }];
  });
}

/** What the brackets of one item, charged or given back at once, have alike. */
function bracketsOf(line: BilledLine): string {
  const { document_id, charge_kind, item_id, period, tax_id, tax_percentage, net } = line;
  const what = [charge_kind, item_id, chargeOf(line), period, tax_id, tax_percentage];
  return JSON.stringify([document_id, net < 0n, ...what]);
}

/** The charge of the item: its brackets after the first are numbered, `addon:adn_…#1`. */
function chargeOf({ charge }: BilledLine): string | null {
  return charge?.replace(/#\d+$/, "") ?? null;
}
