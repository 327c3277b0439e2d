import { dayAt, plusDays } from "#kernel/calendar.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { systemActor } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import type { Act } from "#billing/act.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { advance } from "./advance.commands.ts";
import { contextOf } from "./context.commands.ts";
import { findDueOrganizations, listDue } from "./due.store.ts";
import { takeDueSubscription } from "./subscription.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";

/** One billing run an organization at a time; more would only wait for each other. */
export const billingQueue: Queue<{ organizationId: OrganizationId }> = {
  name: "billing-run",
  key: ({ organizationId }) => organizationId,
};

/** How many due subscriptions are listed at once. */
const batch = 200;

/** Sends a billing run for each organization in which something may be due. */
export async function startDueBilling(deps: Deps): Promise<void> {
  // It is the next day already where the sun rises first.
  const latest = plusDays(dayAt(deps.clock.now(), "UTC"), 1);
  for (const organizationId of await findDueOrganizations(deps.system, latest))
    await inOrganization(deps.db, organizationId, async (tx) => {
      const { time_zone } = await getBillingOrganization(tx);
      const [due] = await listDue(tx, dayAt(deps.clock.now(), time_zone), 1);
      if (due !== undefined) await deps.jobs.send(tx, billingQueue, { organizationId });
    });
}

/**
 * Does all that is due in an organization, each subscription in a transaction of its own: killed anywhere, the next
 * run goes on with what is due still. One that fails is left for the next run, and the log says why.
 */
export async function runBilling(
  deps: Deps,
  organizationId: OrganizationId,
  signal: AbortSignal,
): Promise<{ billed: number; failed: number }> {
  const failed = new Set<SubscriptionId>();
  let billed = 0;
  for (;;) {
    const due = await inOrganization(deps.db, organizationId, async (tx) => {
      const { time_zone } = await getBillingOrganization(tx);
      return listDue(tx, dayAt(deps.clock.now(), time_zone), batch + failed.size);
    });
    const left = due.filter((id) => !failed.has(id));
    if (left.length === 0 || signal.aborted) return { billed, failed: failed.size };
    for (const id of left) {
      if (signal.aborted) break;
      try {
        if (await billOne(deps, organizationId, id)) billed += 1;
      } catch (error) {
        failed.add(id);
        deps.log.warn({ err: error, subscription: id }, "a subscription could not be billed");
      }
    }
  }
}

async function billOne(deps: Deps, organizationId: OrganizationId, id: SubscriptionId): Promise<boolean> {
  const act: Act = { organizationId, actor: systemActor, now: deps.clock.now(), ids: deps.ids };
  return inOrganization(deps.db, organizationId, async (tx) => {
    const { time_zone } = await getBillingOrganization(tx);
    return takeAndAdvance(tx, act, id, dayAt(act.now, time_zone));
  });
}

/** Does what is due to a subscription by a day; false where somebody else is at it, or nothing is due. */
export async function takeAndAdvance(tx: Tx, act: Act, id: SubscriptionId, today: string): Promise<boolean> {
  const subscription = await takeDueSubscription(tx, id, today);
  if (subscription === undefined) return false;
  await advance(tx, act, subscription, { ...(await contextOf(tx, act, subscription)), today });
  return true;
}
