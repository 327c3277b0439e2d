import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type pg from "pg";
import { from as copyFrom } from "pg-copy-streams";
import { type CopyValue, copyLine } from "./copy-text.ts";

/** Lines are sent in pieces of about this many characters: fewer writes, little memory. */
const pieceLength = 65_536;

/**
 * Sends rows to a table by COPY. Table and columns are names of ours, never a user's. Row-level security forbids COPY
 * into a tenant's table: copy into a temporary one and insert from there.
 */
export async function copyRows(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  rows: Iterable<readonly CopyValue[]>,
): Promise<void> {
  const target = client.query(
    copyFrom(`copy ${table} (${columns.map((name) => `"${name}"`).join(", ")}) from stdin`),
  );
  await pipeline(Readable.from(pieces(rows)), target);
}

function* pieces(rows: Iterable<readonly CopyValue[]>): Generator<string> {
  let piece = "";
  for (const row of rows) {
    piece += copyLine(row);
    if (piece.length >= pieceLength) {
      yield piece;
      piece = "";
    }
  }
  if (piece !== "") yield piece;
}
