import { billedLines, type ItemLine, type OfferedItem, setupLines, soldItem } from "#billing/catalog/item.ts";
import type { Words } from "#billing/language/words/english.ts";

/** What a line is given beside the item that it offers; the tax is of all of it, of what is charged once as well. */
type Beside<Tax> = { description: string | null; tax: Tax };

/** A line that an offer makes. */
type Made<Tax> = ItemLine & { description: string | null; tax?: Tax; sold_item?: OfferedItem };

/** As much of a line as tells what it offers. */
type Line = { item_id: string | null; sold_item: OfferedItem | null };

/**
 * The lines of a plan or addon in a document that offers it: those that bill a term, and what is charged once. The
 * first one says what is offered. Expects a quantity that the price knows.
 */
export function offeredLines<Tax>(
  item: OfferedItem,
  { description, tax, words }: Beside<Tax> & { words: Words },
): Made<Tax>[] {
  const sold = soldItem(item);
  const terms = billedLines(sold, words).map((line, at) => ({
    ...line,
    tax,
    description: at === 0 ? description : null,
    ...(at === 0 ? { sold_item: item } : {}),
  }));
  return [...terms, ...setupLines(sold, words).map((line) => ({ ...line, tax, description: null }))];
}

/** What a document offers of the catalog, each with the position of its first line and the number of its lines. */
export function offersOf(lines: readonly Line[]): { position: number; count: number; item: OfferedItem }[] {
  return lines.flatMap(({ sold_item: item }, position) => {
    if (item === null) return [];
    const next = lines.findIndex((line, at) => at > position && !isMoreOf(item, line));
    return [{ position, count: (next === -1 ? lines.length : next) - position, item }];
  });
}

/** The lines that are charged once: one-time addons, and what is in no catalog. */
export function onceOffered<Of extends Line>(lines: readonly Of[]): Of[] {
  const terms = offersOf(lines).filter(({ item }) => item.is_once !== true);
  return lines.filter(
    (_, at) => !terms.some(({ position, count }) => at >= position && at < position + count),
  );
}

function isMoreOf(item: OfferedItem, line: Line): boolean {
  return line.sold_item === null && line.item_id === item.item_id;
}
