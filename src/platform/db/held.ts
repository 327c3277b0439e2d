import type { Insertable } from "kysely";
import type { Tables, Tx } from "./db.ts";

type Held = Map<keyof Tables, unknown[]>;

const held = new WeakMap<Tx, Held>();

/** So many rows go into one statement: it takes 65,535 values, and a row has a few dozen at most. */
const mostRows = 1_000;

/**
 * Keeps back what `work` gives to `insertRows`, and inserts it at its end: one statement a table, in the order in which the
 * tables were first named. For work that writes many things like each other; where it fails, the transaction must end.
 */
export async function holdingInserts<Value>(tx: Tx, work: () => Promise<Value>): Promise<Value> {
  held.set(tx, new Map());
  try {
    const value = await work();
    await insertHeld(tx);
    return value;
  } finally {
    held.delete(tx);
  }
}

/** Inserts rows into a table that tells what happened, or holds them back: who reads it asks `insertHeld` first. */
export async function insertRows<Table extends keyof Tables>(
  tx: Tx,
  table: Table,
  rows: readonly Insertable<Tables[Table]>[],
): Promise<void> {
  const tables = held.get(tx);
  if (tables === undefined) return insertNow(tx, table, rows);
  const waiting = tables.get(table) ?? [];
  tables.set(table, waiting);
  waiting.push(...rows);
  if (waiting.length > mostRows) await insertHeld(tx);
}

/** Inserts what is held back. */
export async function insertHeld(tx: Tx): Promise<void> {
  const tables = held.get(tx);
  for (const [table, rows] of tables ?? []) await insertNow(tx, table, rows.splice(0));
}

async function insertNow(tx: Tx, table: keyof Tables, rows: readonly unknown[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto(table).values(rows).execute();
}
