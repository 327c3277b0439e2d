import { sql } from "kysely";
import { isConnectionLoss, type Tx } from "./db.ts";

/**
 * Does a part of a transaction whole or not at all: where it fails, what it wrote is taken back, and the transaction may go
 * on. Constraints that wait for the transaction's end are asked at the part's, so that what breaks one fails by itself.
 */
export async function inSavepoint<Value>(tx: Tx, work: () => Promise<Value>): Promise<Value> {
  await sql`savepoint part`.execute(tx);
  try {
    const value = await work();
    await sql`set constraints all immediate`.execute(tx);
    await sql`set constraints all deferred`.execute(tx);
    await sql`release savepoint part`.execute(tx);
    return value;
  } catch (error) {
    if (!isConnectionLoss(error)) await sql`rollback to savepoint part`.execute(tx);
    throw error;
  }
}

/** Does a part of a transaction and takes back what it wrote; what it says is what would happen. */
export async function rehearse<Value>(tx: Tx, work: () => Promise<Value>): Promise<Value> {
  await sql`savepoint rehearsal`.execute(tx);
  const value = await work();
  await sql`rollback to savepoint rehearsal`.execute(tx);
  return value;
}
