import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import { bulkQueue, exportRecords } from "./bulk/bulk.job.ts";

/** The CRM's background work. */
export const crmQueues: readonly Queue<never>[] = [bulkQueue];

/** Starts the workers of crmQueues in this process. */
export async function startCrmWorkers(deps: Deps): Promise<void> {
  await deps.jobs.work(bulkQueue, (task, signal) => exportRecords(deps, task, signal));
}
