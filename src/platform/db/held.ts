import type { Insertable } from "kysely";
import type { Tables, Tx } from "./db.ts";

/** What a batch keeps in memory until its end. Rows and values are never changed in place, so that a copy keeps them. */
type Held = {
  rows: Map<keyof Tables, unknown[]>;
  known: Map<string, unknown>;
  ends: Map<string, () => Promise<void>>;
};

const held = new WeakMap<Tx, Held>();

/** So many rows go into one statement: it takes 65,535 values, and a row has a few dozen at most. */
const mostRows = 1_000;

/**
 * Keeps back what `work` gives to `insertRows`, and inserts it at its end: one statement a table, in the order in which the
 * tables were first named. For work that writes many things like each other; where it fails, the transaction must end.
 */
export async function holdingInserts<Value>(tx: Tx, work: () => Promise<Value>): Promise<Value> {
  const own: Held = { rows: new Map(), known: new Map(), ends: new Map() };
  held.set(tx, own);
  try {
    const value = await work();
    for (const end of own.ends.values()) await end();
    await insertHeld(tx);
    return value;
  } finally {
    held.delete(tx);
  }
}

/** What is held now; a part that is taken back puts it back as well: what it wrote goes, and what it inserted too early stays. */
export function rememberHeld(tx: Tx): () => void {
  const now = held.get(tx);
  if (now === undefined) return () => undefined;
  const rows = [...now.rows].map(([table, waiting]) => [table, [...waiting]] as const);
  const known = new Map(now.known);
  const ends = new Map(now.ends);
  return () => Object.assign(now, { rows: new Map(rows), known, ends });
}

/** Reads something once in a batch that reads it again and again, and that nobody else may change meanwhile. */
export async function readOnce<Value>(tx: Tx, name: string, read: () => Promise<Value>): Promise<Value> {
  const known = held.get(tx)?.known;
  if (known?.has(name)) return known.get(name) as Value;
  const value = await read();
  known?.set(name, value);
  return value;
}

/** Keeps a value for the rest of a batch, and what is to be done with it at its end; false where there is no batch. */
export function keepUntilEnd(tx: Tx, name: string, value: unknown, end?: () => Promise<void>): boolean {
  const own = held.get(tx);
  own?.known.set(name, value);
  if (end !== undefined) own?.ends.set(name, end);
  return own !== undefined;
}

/** What a batch keeps by a name; undefined where it keeps none, or there is no batch. */
export function keptIn(tx: Tx, name: string): unknown {
  return held.get(tx)?.known.get(name);
}

/** Inserts rows into a table that tells what happened, or holds them back: who reads it asks `insertHeld` first. */
export async function insertRows<Table extends keyof Tables>(
  tx: Tx,
  table: Table,
  rows: readonly Insertable<Tables[Table]>[],
): Promise<void> {
  const tables = held.get(tx)?.rows;
  if (tables === undefined) return insertNow(tx, table, rows);
  const waiting = tables.get(table) ?? [];
  tables.set(table, waiting);
  waiting.push(...rows);
  if (waiting.length > mostRows) await insertHeld(tx);
}

/** Inserts what is held back. */
export async function insertHeld(tx: Tx): Promise<void> {
  for (const [table, rows] of held.get(tx)?.rows ?? []) await insertNow(tx, table, rows.splice(0));
}

async function insertNow(tx: Tx, table: keyof Tables, rows: readonly unknown[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto(table).values(rows).execute();
}
