import type { Tx } from "#platform/db/db.ts";
import { renewLease } from "#sync/connection/lease.store.ts";
import { leaveUnmarked } from "#sync/outward/mark.store.ts";
import { Cancelled } from "./cancelled.ts";
import type { RunContext } from "./run-context.ts";
import { wasCancelled } from "./run.store.ts";

/**
 * Holds the run for the present transaction: no other worker can take it, and nobody can cancel it, disable its
 * connection or change its configuration before the transaction ends. Throws LeaseLost or Cancelled.
 */
export async function holdRun(
  tx: Tx,
  context: Pick<RunContext, "connectionId" | "epoch" | "runId" | "isOverheard">,
): Promise<void> {
  await renewLease(tx, context);
  await leaveUnmarked(tx, context);
  if (await wasCancelled(tx, context.runId)) throw new Cancelled();
}
