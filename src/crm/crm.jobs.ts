import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import { startDelivery } from "./watch/deliver.job.ts";
import { changeOwnersOfView, ownerQueue } from "./owner/owner.job.ts";
import { bulkQueue, exportRecords } from "./bulk/bulk.job.ts";

/** The CRM's background work. */
export const crmQueues: readonly Queue<never>[] = [bulkQueue, ownerQueue];

/** Exports records, changes owners and delivers notices in this process; the answer stops it. */
export async function startCrmWorkers(deps: Deps): Promise<() => Promise<void>> {
  await deps.jobs.work(bulkQueue, (task, signal) => exportRecords(deps, task, signal));
  await deps.jobs.work(ownerQueue, (task, signal) => changeOwnersOfView(deps, task, signal));
  return startDelivery(deps);
}
