import { AppError } from "./errors.ts";

/** One page of a list: at most `limit` items, and the cursor that asks for the next page (absent on the last). */
export type Page<Item> = { items: Item[]; next_cursor: string | null };

/** A keyset cursor: the sort value and the id of the last row seen, opaque to the caller. */
export type Keyset = { value: string | null; id: string };

/** A cursor as a URL-safe text. */
export function writeCursor(at: Keyset): string {
  return encodeURIComponent(JSON.stringify([at.value, at.id]));
}

/** The keyset of a cursor, or undefined where the text is none of ours. */
export function readCursor(text: string): Keyset | undefined {
  try {
    const parsed: unknown = JSON.parse(decodeURIComponent(text));
    if (!Array.isArray(parsed) || parsed.length !== 2 || typeof parsed[1] !== "string") return undefined;
    const value: unknown = parsed[0];
    return value === null || typeof value === "string" ? { value, id: parsed[1] } : undefined;
  } catch {
    return undefined;
  }
}

/** The place that a cursor names. Refuses what is no cursor of ours. */
export function cursorOf(cursor: string | undefined): Keyset | undefined {
  if (cursor === undefined) return undefined;
  const at = readCursor(cursor);
  if (!at)
    throw new AppError("request.invalid", {
      part: "query",
      fields: [
        { path: "cursor", problem: "is not a cursor of ours; leave it out to begin at the first page" },
      ],
    });
  return at;
}

/** The id of the last row seen, for lists whose rows are in the order of their ids. Refuses what is no cursor of ours. */
export function cursorId(cursor: string | undefined): string | undefined {
  return cursorOf(cursor)?.id;
}

/** Splits `limit + 1` rows into a page: the extra row only says that there are more. */
export function pageOf<Row, Item>(
  rows: Row[],
  limit: number,
  at: (row: Row) => Keyset,
  item: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), next_cursor: rows.length > limit && last ? writeCursor(at(last)) : null };
}
