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
import { type Due, findDueOrganizations, listDue } from "./due.store.ts";
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
      const due = await dueNow(deps, tx, 1);
      if (due.length > 0) await deps.jobs.send(tx, billingQueue, { organizationId });
    });
}

/**
 * Does all that is due in an organization, one day after the other, so that after days without a run invoices get their
 * numbers in the order of their days. Some subscriptions are in a transaction each: killed anywhere, the next run goes on
 * with what is due still. Where a transaction fails its subscriptions are billed one by one; one that fails alone is left
 * for the next run, and the log says why. What another worker is at is in good hands, and left as well. `billed` counts
 * a subscription once for each day on which something was due.
 */
export async function runBilling(
  deps: Deps,
  organizationId: OrganizationId,
  signal: AbortSignal,
): Promise<{ billed: number; failed: number }> {
  const left = new Set<SubscriptionId>();
  let billed = 0;
  let failed = 0;
  while (!signal.aborted) {
    const { day, ids } = await inOrganization(deps.db, organizationId, (tx) => firstDue(deps, tx, left));
    if (day === undefined) break;
    for (let at = 0; at < ids.length && !signal.aborted; at += atOnce) {
      const some = ids.slice(at, at + atOnce);
      const done = await billSome(deps, organizationId, some, day);
      billed += done.billed.length;
      failed += done.failed.length;
      for (const id of some) if (!done.billed.includes(id)) left.add(id);
    }
  }
  return { billed, failed };
}

type Done = { billed: SubscriptionId[]; failed: SubscriptionId[] };

/** Bills subscriptions together, and one by one where that fails, so that one keeps no other from its invoice. */
async function billSome(
  deps: Deps,
  organizationId: OrganizationId,
  ids: readonly SubscriptionId[],
  day: string,
): Promise<Done> {
  try {
    return { billed: await billTogether(deps, organizationId, ids, day), failed: [] };
  } catch (error) {
    const [id, ...others] = ids;
    if (id === undefined) throw error;
    if (others.length === 0) {
      deps.log.warn({ err: error, subscription: id }, "a subscription could not be billed");
      return { billed: [], failed: [id] };
    }
  }
  const alone: Done[] = [];
  for (const id of ids) alone.push(await billSome(deps, organizationId, [id], day));
  return { billed: alone.flatMap((one) => one.billed), failed: alone.flatMap((one) => one.failed) };
}

/** The first day on which something is due, and to which subscriptions; but not those that are left. */
async function firstDue(
  deps: Deps,
  tx: Tx,
  left: ReadonlySet<SubscriptionId>,
): Promise<{ day: string | undefined; ids: SubscriptionId[] }> {
  const due = (await dueNow(deps, tx, listed + left.size)).filter(({ id }) => !left.has(id));
  const day = due[0]?.due_on;
  return { day, ids: due.filter(({ due_on }) => due_on === day).map(({ id }) => id) };
}

/** The subscriptions to which something is due by the day that it is in the organization. */
async function dueNow(deps: Deps, tx: Tx, limit: number): Promise<Due[]> {
  const { time_zone } = await getBillingOrganization(tx);
  return listDue(tx, dayAt(deps.clock.now(), time_zone), limit);
}

/** Does what is due to subscriptions by a day; answers which: somebody else may be at one, or has been. */
async function billTogether(
  deps: Deps,
  organizationId: OrganizationId,
  ids: readonly SubscriptionId[],
  day: string,
): Promise<SubscriptionId[]> {
  const act: Act = { organizationId, actor: systemActor, now: deps.clock.now(), ids: deps.ids };
  return inOrganization(deps.db, organizationId, async (tx) => {
    const taken = await takeDueSubscriptions(tx, ids, day);
    const contexts = await contextsOf(tx, act, taken);
    let collects = false;
    await holdingInserts(tx, async () => {
      for (const subscription of taken) {
        const context = contexts.get(subscription.id);
        if (context === undefined) throw new Error(`${subscription.id} has no context`);
        const { due_on } = await advance(tx, act, subscription, { ...context, today: day });
        // Nothing is due while money is to be collected: that goes on at once, and leads back here.
        collects ||= due_on === null;
      }
    });
    if (collects) await deps.jobs.send(tx, collectionQueue, { organizationId });
    return taken.map(({ id }) => id);
  });
}
