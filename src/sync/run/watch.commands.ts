import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { LeaseLost } from "#sync/connection/lease.store.ts";
import { Cancelled } from "./cancelled.ts";
import { holdRun } from "./hold.commands.ts";
import type { RunContext } from "./run-context.ts";

/** How soon a cancellation ends a wait for the CRM; also what keeps the lease alive during a long one. */
const lookEveryMs = 2000;

/** Why a run in work must stop, once it must. `end` stops the watching. */
export type Watch = { reason: () => Error | undefined; end: () => Promise<void> };

/**
 * Watches over a run while it waits for the CRM, which may take minutes: renews the lease, and aborts where somebody
 * cancelled the run or another worker took it. Between two looks each batch sees for itself.
 */
export function watchOver(deps: Deps, context: RunContext, stop: AbortController): Watch {
  let reason: Error | undefined;
  let looking: Promise<void> | undefined;
  const look = async (): Promise<void> => {
    try {
      await inOrganization(deps.db, context.organizationId, (tx) => holdRun(tx, context));
    } catch (error) {
      // Where the database is away, the run itself will notice.
      if (!(error instanceof Cancelled || error instanceof LeaseLost)) return;
      reason = error;
      stop.abort();
    }
  };
  const timer = setInterval(() => {
    looking ??= look().finally(() => (looking = undefined));
  }, lookEveryMs);
  return {
    reason: () => reason,
    async end() {
      clearInterval(timer);
      await looking;
    },
  };
}
