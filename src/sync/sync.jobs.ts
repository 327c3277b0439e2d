import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import { executeRun } from "./run/execute.commands.ts";
import { runQueue } from "./run/run.commands.ts";
import { startDueRuns } from "./schedule/schedule.commands.ts";

export const syncQueues: Queue<never>[] = [runQueue];

/** How often the schedule is looked at, and dead workers for: part of the time that another one needs to take over. */
const lookEveryMs = 1000;

/** Runs syncs and their schedule in this process; the answer stops it. */
export async function startSyncWorkers(deps: Deps): Promise<() => Promise<void>> {
  await deps.jobs.work(runQueue, (job, signal) => executeRun(deps, job, signal));
  let looking: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    looking = looking
      .then(() => startDueRuns(deps))
      .catch((error: unknown) => deps.log.warn({ err: error }, "the schedule could not be looked at"));
  }, lookEveryMs);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
