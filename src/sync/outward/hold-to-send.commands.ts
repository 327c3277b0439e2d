import { msOf } from "#kernel/time.ts";
import type { RunState } from "#sync/run/advance.commands.ts";
import type { RunTx } from "#sync/run/statements.store.ts";

/** Half of a lease: what takes longer may have given another worker the time to take the connection. */
const freshMs = 3000;

/**
 * Holds the run immediately before something is sent that the CRM cannot refuse for having been planned long ago. A
 * process may sleep at any moment without knowing it; one that wakes up behind the transaction holds the run anew, and
 * is stopped there if another worker has it (docs/faults.md 71).
 */
export async function holdToSend(state: RunState, work: (tx: RunTx) => Promise<void>): Promise<void> {
  const { deps, context } = state;
  const hold = async (inside: (tx: RunTx) => Promise<void>): Promise<number> => {
    const asked = msOf(deps.clock.now());
    await deps.store.transact(async (tx) => {
      await tx.holdRun(context);
      await inside(tx);
    });
    return msOf(deps.clock.now()) - asked;
  };
  let tookMs = await hold(work);
  while (tookMs > freshMs) tookMs = await hold(() => Promise.resolve());
}
