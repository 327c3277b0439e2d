import { dayAt, plusDays } from "#kernel/calendar.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { systemActor } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import { holdingInserts } from "#platform/db/held.ts";
import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import type { Act } from "#billing/act.ts";
import { collectionQueue } from "#billing/collection/collect.job.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { advance } from "./advance.commands.ts";
import { contextsOf } from "./context.commands.ts";
import { findDueOrganizations, listDue } from "./due.store.ts";
import { takeDueSubscriptions } from "./subscription.store.ts";
import type { SubscriptionId } from "./subscription.table.ts";

/** One billing run an organization at a time; more would only wait for each other. */
export const billingQueue: Queue<{ organizationId: OrganizationId }> = {
  name: "billing-run",
  key: ({ organizationId }) => organizationId,
};

/** How many due subscriptions are listed at once. */
const listed = 200;

/** How many are billed in one transaction: whoever wants a number of an invoice meanwhile waits for so many. */
const atOnce = 10;

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
 * Does all that is due in an organization, some subscriptions in a transaction each: killed anywhere, the next run goes on
 * with what is due still. Where a transaction fails its subscriptions are billed one by one; one that fails alone is left
 * for the next run, and the log says why. What another worker is at is in good hands: a run that finds only such ends.
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
      dueNow(deps, tx, listed + failed.size),
    );
    const open = due.filter((id) => !failed.has(id));
    for (let at = 0; at < open.length && !signal.aborted; at += atOnce) {
      const done = await billSome(deps, organizationId, open.slice(at, at + atOnce), today);
      billed += done.billed;
      for (const id of done.failed) failed.add(id);
    }
  }
  return { billed, failed: failed.size };
}

/** Bills subscriptions together, and one by one where that fails, so that one keeps no other from its invoice. */
async function billSome(
  deps: Deps,
  organizationId: OrganizationId,
  ids: readonly SubscriptionId[],
  today: string,
): Promise<{ billed: number; failed: SubscriptionId[] }> {
  try {
    return { billed: await billTogether(deps, organizationId, ids, today), failed: [] };
  } catch (error) {
    const [id, ...others] = ids;
    if (id === undefined) throw error;
    if (others.length === 0) {
      deps.log.warn({ err: error, subscription: id }, "a subscription could not be billed");
      return { billed: 0, failed: [id] };
    }
  }
  const alone = [];
  for (const id of ids) alone.push(await billSome(deps, organizationId, [id], today));
  return {
    billed: alone.reduce((sum, one) => sum + one.billed, 0),
    failed: alone.flatMap((one) => one.failed),
  };
}

/** The day that it is in the organization, and the subscriptions to which something is due. */
async function dueNow(deps: Deps, tx: Tx, limit: number): Promise<{ today: string; due: SubscriptionId[] }> {
  const { time_zone } = await getBillingOrganization(tx);
  const today = dayAt(deps.clock.now(), time_zone);
  return { today, due: await listDue(tx, today, limit) };
}

/** Does what is due to subscriptions by a day; answers to how many: somebody else may be at one, or has been. */
async function billTogether(
  deps: Deps,
  organizationId: OrganizationId,
  ids: readonly SubscriptionId[],
  today: string,
): Promise<number> {
  const act: Act = { organizationId, actor: systemActor, now: deps.clock.now(), ids: deps.ids };
  return inOrganization(deps.db, organizationId, async (tx) => {
    const taken = await takeDueSubscriptions(tx, ids, today);
    const contexts = await contextsOf(tx, act, taken);
    let collects = false;
    await holdingInserts(tx, async () => {
      for (const subscription of taken) {
        const context = contexts.get(subscription.id);
        if (context === undefined) throw new Error(`${subscription.id} has no context`);
        const { due_on } = await advance(tx, act, subscription, { ...context, today });
        // Nothing is due while money is to be collected: that goes on at once, and leads back here.
        collects ||= due_on === null;
      }
    });
    if (collects) await deps.jobs.send(tx, collectionQueue, { organizationId });
    return taken.length;
  });
}
