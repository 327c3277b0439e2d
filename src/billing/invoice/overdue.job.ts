import { dayAt } from "#kernel/calendar.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { findWhoWantsOverdue, tellOfOverdue } from "./overdue.store.ts";

/** Tells those who want to know of the invoices that the clock has made overdue; each is told of once. */
export async function tellOverdue(deps: Deps): Promise<void> {
  for (const organizationId of await findWhoWantsOverdue(deps.system))
    await inOrganization(deps.db, organizationId, async (tx) => {
      const { time_zone } = await getBillingOrganization(tx);
      await tellOfOverdue(tx, dayAt(deps.clock.now(), time_zone));
    });
}
