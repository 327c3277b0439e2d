import { sql } from "kysely";
import type { ConnectionId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";

/** Another worker has taken the connection: this one must stop, nothing of its batch is kept. */
export class LeaseLost extends Error {}

/**
 * Long enough for a batch, short enough that a scheduler notices a dead worker. Times are the database's, so that
 * the workers' clocks do not matter (docs/faults.md 31).
 */
const leaseSeconds = 30;

/** Takes the connection: the epoch grows, which ends every older worker at its next batch. */
export async function takeLease(tx: Tx, connectionId: ConnectionId, owner: string): Promise<string> {
  const { rows } = await sql<{ lease_epoch: string }>`
    update connection set lease_epoch = lease_epoch + 1, lease_owner = ${owner}, lease_expires_at = now() + make_interval(secs => ${leaseSeconds})
     where id = ${connectionId} returning lease_epoch`.execute(tx);
  if (!rows[0]) throw new Error(`connection ${connectionId} is gone`);
  return rows[0].lease_epoch;
}

/** Holds the connection for this transaction and renews the lease, or throws LeaseLost. */
export async function renewLease(
  tx: Tx,
  lease: { connectionId: ConnectionId; epoch: string },
): Promise<void> {
  const { numAffectedRows } = await sql`
    update connection set lease_expires_at = now() + make_interval(secs => ${leaseSeconds})
     where id = ${lease.connectionId} and lease_epoch = ${lease.epoch}::bigint`.execute(tx);
  if (numAffectedRows !== 1n)
    throw new LeaseLost(`connection ${lease.connectionId} is run by another worker`);
}

/** Gives the connection back, if it is still ours. */
export async function giveLease(tx: Tx, lease: { connectionId: ConnectionId; epoch: string }): Promise<void> {
  await sql`
    update connection set lease_owner = null, lease_expires_at = null
     where id = ${lease.connectionId} and lease_epoch = ${lease.epoch}::bigint`.execute(tx);
}
