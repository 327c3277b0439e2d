import type { Deps } from "#platform/deps.ts";
import { every } from "#platform/jobs/every.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import { workOnDuplicates } from "./duplicate/duplicate.job.ts";
import { duplicateQueue } from "./duplicate/queue.ts";
import { executeRun } from "./run/execute.commands.ts";
import { runQueue } from "./run/run.commands.ts";
import { startDueRuns, startHintedRuns } from "./schedule/schedule.commands.ts";

export const syncQueues: Queue<never>[] = [runQueue, duplicateQueue];

/** How often the schedule is looked at, and dead workers for: part of the time that another one needs to take over. */
const lookEveryMs = 1000;

/** How often hints are looked for: part of the time in which a change arrives on the other side. Two small queries. */
const hintsEveryMs = 250;

const failure = "the schedule could not be looked at";

/** Runs syncs and their schedule in this process; the answer stops it. */
export async function startSyncWorkers(deps: Deps): Promise<() => Promise<void>> {
  await deps.jobs.work(runQueue, (job, signal) => executeRun(deps, job, signal));
  await deps.jobs.work(duplicateQueue, (job, signal) => workOnDuplicates(deps, job, signal));
  const stops = [
    every(deps, lookEveryMs, () => startDueRuns(deps), failure),
    every(deps, hintsEveryMs, () => startHintedRuns(deps), failure),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}
