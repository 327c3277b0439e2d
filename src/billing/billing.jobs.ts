import type { Deps } from "#platform/deps.ts";
import { every } from "#platform/jobs/every.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import {
  collectionQueue,
  collectWaiting,
  refundWaiting,
  startWaitingCollections,
} from "./collection/collect.job.ts";
import { emailQueue, sendDueEmails, startDueEmails } from "./email/deliver.job.ts";
import { remindOverdue } from "./email/reminder.job.ts";
import { forgetOldEvents } from "./gateway/forget-events.job.ts";
import { tellOverdue } from "./invoice/overdue.job.ts";
import { startWaitingMoveIns, workOnMoveIns } from "./move-in/move-in.job.ts";
import { moveInQueue } from "./move-in/queue.ts";
import { billingQueue, runBilling, startDueBilling } from "./subscription/run.commands.ts";

export const billingQueues: Queue<never>[] = [billingQueue, collectionQueue, moveInQueue, emailQueue];

/** How often it is looked whether something is due, or waits for the gateway: a day is a day, but a trial's end should not wait for long. */
const lookEveryMs = 30_000;

/** Somebody looks on while a file is imported: one that a stopped worker left is taken up soon. */
const lookSoonMs = 5_000;

/** Whoever sends an e-mail looks what became of it. */
const lookForEmailsEveryMs = 1000;

/** What is kept for weeks is not missed sooner. */
const cleanEveryMs = 3600_000;

/** A mail server may think for minutes; those of other organizations do not wait for it. */
const organizationsAtOnce = 10;

/** Bills what is due in this process; the answer stops it. */
export async function startBillingWorkers(deps: Deps): Promise<() => Promise<void>> {
  await deps.jobs.work(billingQueue, async ({ organizationId }, signal) => {
    await runBilling(deps, organizationId, signal);
  });
  await deps.jobs.work(collectionQueue, async ({ organizationId }, signal) => {
    await collectWaiting(deps, organizationId, { signal });
    await refundWaiting(deps, organizationId, signal);
  });
  await deps.jobs.work(moveInQueue, (data, signal) => workOnMoveIns(deps, data, signal));
  await deps.jobs.work(
    emailQueue,
    ({ organizationId }, signal) => sendDueEmails(deps, organizationId, signal),
    organizationsAtOnce,
  );
  const stops = [
    every(deps, lookForEmailsEveryMs, () => startDueEmails(deps), "e-mails could not be looked for"),
    every(deps, lookEveryMs, () => startDueBilling(deps), "due subscriptions could not be looked for"),
    every(deps, lookEveryMs, () => startWaitingCollections(deps), "waiting charges could not be looked for"),
    every(deps, lookEveryMs, () => tellOverdue(deps), "overdue invoices could not be looked for"),
    every(deps, lookEveryMs, () => remindOverdue(deps), "reminders could not be looked for"),
    every(
      deps,
      cleanEveryMs,
      () => forgetOldEvents(deps),
      "old events of the gateway could not be forgotten",
    ),
    every(deps, lookSoonMs, () => startWaitingMoveIns(deps), "waiting imports could not be looked for"),
  ];
  return async () => {
    for (const stop of stops) await stop();
  };
}
