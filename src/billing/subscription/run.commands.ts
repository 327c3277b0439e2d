import { dayAt, plusDays } from "#kernel/calendar.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { systemActor } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import type { Act } from "#billing/act.ts";
import { collectionQueue } from "#billing/collection/collect.job.ts";
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
      const { due } = await dueNow(deps, tx, 1);
      if (due.length > 0) await deps.jobs.send(tx, billingQueue, { organizationId });
    });
}

/**
 * Does all that is due in an organization, each subscription in a transaction of its own: killed anywhere, the next
 * run goes on with what is due still. One that fails is left for the next run, and the log says why. What another
 * worker is at is in good hands: a run that finds only such ends.
 */
export async function runBilling(
  deps: Deps,
  organizationId: OrganizationId,
  signal: AbortSignal,
): Promise<{ billed: number; failed: number }> {
  const failed = new Set<SubscriptionId>();
  let billed = 0;
  for (let done = -1; done < billed + failed.size && !signal.aborted;) {
    done = billed + failed.size;
    const { today, due } = await inOrganization(deps.db, organizationId, (tx) =>
      dueNow(deps, tx, batch + failed.size),
    );
    for (const id of due) {
      if (signal.aborted) break;
      if (failed.has(id)) continue;
      try {
        if (await billOne(deps, organizationId, id, today)) billed += 1;
      } catch (error) {
        failed.add(id);
        deps.log.warn({ err: error, subscription: id }, "a subscription could not be billed");
      }
    }
  }
  return { billed, failed: failed.size };
}

/** The day that it is in the organization, and the subscriptions to which something is due. */
async function dueNow(deps: Deps, tx: Tx, limit: number): Promise<{ today: string; due: SubscriptionId[] }> {
  const { time_zone } = await getBillingOrganization(tx);
  const today = dayAt(deps.clock.now(), time_zone);
  return { today, due: await listDue(tx, today, limit) };
}

/** Does what is due to a subscription by a day; false where somebody else is at it, or has been. */
async function billOne(
  deps: Deps,
  organizationId: OrganizationId,
  id: SubscriptionId,
  today: string,
): Promise<boolean> {
  const act: Act = { organizationId, actor: systemActor, now: deps.clock.now(), ids: deps.ids };
  return inOrganization(deps.db, organizationId, async (tx) => {
    const subscription = await takeDueSubscription(tx, id, today);
    if (subscription === undefined) return false;
    const { due_on } = await advance(tx, act, subscription, {
      ...(await contextOf(tx, act, subscription)),
      today,
    });
    // Nothing is due while money is to be collected: that goes on at once, and leads back here.
    if (due_on === null) await deps.jobs.send(tx, collectionQueue, { organizationId });
    return true;
  });
}
