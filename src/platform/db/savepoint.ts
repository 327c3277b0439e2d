import { sql } from "kysely";
import { isConnectionLoss, type Tx } from "./db.ts";
import { rememberHeld } from "./held.ts";

/**
 * Does a part of a transaction whole or not at all: where it fails, what it wrote is taken back, and the transaction may go
 * on. Constraints that wait for the transaction's end are asked at the part's, so that what breaks one fails by itself.
 */
export async function inSavepoint<Value>(tx: Tx, work: () => Promise<Value>): Promise<Value> {
  const [done] = await inSavepoints(tx, [work]);
  if (done === undefined) throw new Error("one part has one end");
  if ("error" in done) throw done.error;
  return done.value;
}

/** What became of a part. */
export type PartEnd<Value> = { value: Value } | { error: unknown };

/** Ends a part: what waits for the end of the transaction is asked now. In one message to the database. */
const end = "set constraints all immediate; set constraints all deferred; release savepoint part";

/**
 * Does parts of a transaction one after the other, each whole or not at all. Where one part ends the next one begins, in
 * one message to the database. `isEnough` is asked before each; those after it are not done.
 */
export async function inSavepoints<Value>(
  tx: Tx,
  parts: readonly (() => Promise<Value>)[],
  isEnough: () => boolean = () => false,
): Promise<PartEnd<Value>[]> {
  const ends: PartEnd<Value>[] = [];
  if (parts.length > 0) await run(tx, "savepoint part");
  for (const [at, work] of parts.entries()) {
    const forget = rememberHeld(tx);
    try {
      const value = await work();
      const goesOn = at + 1 < parts.length && !isEnough();
      await run(tx, goesOn ? `${end}; savepoint part` : end);
      ends.push({ value });
      if (!goesOn) return ends;
    } catch (error) {
      if (isConnectionLoss(error)) throw error;
      // The savepoint is still there, for the next part.
      await run(tx, "rollback to savepoint part");
      forget();
      ends.push({ error });
      if (isEnough()) return ends;
    }
  }
  return ends;
}

async function run(tx: Tx, statements: string): Promise<void> {
  await sql.raw(statements).execute(tx);
}

/** Does a part of a transaction and takes back what it wrote; what it says is what would happen. */
export async function rehearse<Value>(tx: Tx, work: () => Promise<Value>): Promise<Value> {
  await sql`savepoint rehearsal`.execute(tx);
  const value = await work();
  await sql`rollback to savepoint rehearsal`.execute(tx);
  return value;
}
