import { sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";

/** Another worker has taken the connection: this one must stop, nothing of its batch is kept. */
export class LeaseLost extends Error {}

/**
 * How long a worker may say nothing before others take it for dead. It renews the lease with each batch and every two
 * seconds besides, so it has missed three turns. Another one takes over within the lease, the next look for such runs
 * (1 s), and the job engine's own turns (1 to 3 s): 7 to 10 s after a kill. Times are the database's, so that the
 * workers' clocks do not matter (docs/faults.md 31).
 */
const leaseSeconds = 6;

/**
 * A worker that freezes within a transaction keeps the connection's row locked, so its lease cannot be ended. The
 * database ends such a transaction after 5 s without a statement, sooner than the lease ends; a batch's own pauses
 * between statements are milliseconds of planning.
 */
const frozenMs = 5000;

/** How long the next worker waits for that row. Then it fails, and its job is tried again, rather than hang. */
const lockWaitMs = 3000;

/** The lease's end, from the moment the row is written rather than from the transaction's begin: it may wait for the row. */
const leaseEnd = sql`clock_timestamp() + make_interval(secs => ${leaseSeconds})`;

/** Takes the connection: the epoch grows, which ends every older worker at its next batch. */
export async function takeLease(tx: Tx, connectionId: ConnectionId, owner: string): Promise<string> {
  await sql`select set_config('lock_timeout', ${String(lockWaitMs)}, true)`.execute(tx);
  await endWhenFrozen(tx);
  const { rows } = await sql<{ lease_epoch: string }>`
    update connection set lease_epoch = lease_epoch + 1, lease_owner = ${owner}, lease_expires_at = ${leaseEnd}
     where id = ${connectionId} returning lease_epoch`.execute(tx);
  if (!rows[0]) throw new Error(`connection ${connectionId} is gone`);
  return rows[0].lease_epoch;
}

/** Holds the connection for this transaction and renews the lease, or throws LeaseLost. */
export async function renewLease(
  tx: Tx,
  lease: { connectionId: ConnectionId; epoch: string },
): Promise<void> {
  await endWhenFrozen(tx);
  const { numAffectedRows } = await sql`
    update connection set lease_expires_at = ${leaseEnd}
     where id = ${lease.connectionId} and lease_epoch = ${lease.epoch}::bigint`.execute(tx);
  if (numAffectedRows !== 1n)
    throw new LeaseLost(`connection ${lease.connectionId} is run by another worker`);
}

/**
 * Ends an expired lease for the next worker, whom one more lease's time is left to come. False where a worker renewed
 * it meanwhile, is within a transaction that holds the connection, or somebody else ended it first.
 */
export async function endLease(tx: Tx, connectionId: ConnectionId): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update connection set lease_epoch = lease_epoch + 1, lease_owner = null, lease_expires_at = ${leaseEnd}
     where id = (select id from connection
                  where id = ${connectionId} and (lease_expires_at is null or lease_expires_at < now())
                    for no key update skip locked)`.execute(tx);
  return numAffectedRows === 1n;
}

/** Whether the next worker waited in vain for the connection's row (lock_not_available). */
export function isHeld(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "55P03";
}

async function endWhenFrozen(tx: Tx): Promise<void> {
  await sql`select set_config('idle_in_transaction_session_timeout', ${String(frozenMs)}, true)`.execute(tx);
}

/** Gives the connection back, if it is still ours. */
export async function giveLease(tx: Tx, lease: { connectionId: ConnectionId; epoch: string }): Promise<void> {
  await sql`
    update connection set lease_owner = null, lease_expires_at = null
     where id = ${lease.connectionId} and lease_epoch = ${lease.epoch}::bigint`.execute(tx);
}
