import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { findOrganizationsMovingIn } from "./move-in.store.ts";
import { moveInQueue } from "./queue.ts";
import { stepMoveIn } from "./step.commands.ts";

/** Goes on with the imports of an organization until none waits. What is left where it is stopped, the next one does. */
export async function workOnMoveIns(
  deps: Deps,
  { organizationId }: { organizationId: OrganizationId },
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && (await stepMoveIn(deps, organizationId)));
}

/** Sends a job for each organization in which an import waits: those of workers that are gone. */
export async function startWaitingMoveIns(deps: Deps): Promise<void> {
  for (const organizationId of await findOrganizationsMovingIn(deps.system))
    await inOrganization(deps.db, organizationId, async (tx) => {
      await deps.jobs.send(tx, moveInQueue, { organizationId });
    });
}
