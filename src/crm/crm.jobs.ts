import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";

/** The CRM's background work. */
export const crmQueues: readonly Queue<never>[] = [];

/** Starts the workers of crmQueues in this process. */
export async function startCrmWorkers(_deps: Deps): Promise<void> {}
