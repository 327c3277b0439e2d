import { plusMs } from "#kernel/time.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { deleteEvents, findOrganizationsWithEvents } from "./gateway.store.ts";

/**
 * Stripe tries for three days, and whoever has the account can have an event sent again for thirty. The note spares a
 * look; without it an event finds done what it would do, so that nothing depends on this time.
 */
const keptMs = 35 * 24 * 3600_000;

/** Forgets events of the gateway that nobody can send again. */
export async function forgetOldEvents(deps: Deps): Promise<void> {
  const before = plusMs(deps.clock.now(), -keptMs);
  for (const organizationId of await findOrganizationsWithEvents(deps.system, before))
    await inOrganization(deps.db, organizationId, (tx) => deleteEvents(tx, before));
}
