import type { Deps } from "#platform/deps.ts";
import { every } from "#platform/jobs/every.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import { billingQueue, runBilling, startDueBilling } from "./subscription/run.commands.ts";

export const billingQueues: Queue<never>[] = [billingQueue];

/** How often it is looked whether a subscription is due: a day is a day, but a trial's end should not wait for long. */
const lookEveryMs = 30_000;

/** Bills what is due in this process; the answer stops it. */
export async function startBillingWorkers(deps: Deps): Promise<() => Promise<void>> {
  await deps.jobs.work(billingQueue, async ({ organizationId }, signal) => {
    await runBilling(deps, organizationId, signal);
  });
  return every(deps, lookEveryMs, () => startDueBilling(deps), "due subscriptions could not be looked for");
}
