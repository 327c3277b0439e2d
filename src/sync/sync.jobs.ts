import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import { executeRun } from "./run/execute.commands.ts";
import { runQueue } from "./run/run.commands.ts";
import { startDueRuns, startHintedRuns } from "./schedule/schedule.commands.ts";

export const syncQueues: Queue<never>[] = [runQueue];

/** How often the schedule is looked at, and dead workers for: part of the time that another one needs to take over. */
const lookEveryMs = 1000;

/** How often hints are looked for: part of the time in which a change arrives on the other side. Two small queries. */
const hintsEveryMs = 250;

/** Runs syncs and their schedule in this process; the answer stops it. */
export async function startSyncWorkers(deps: Deps): Promise<() => Promise<void>> {
  await deps.jobs.work(runQueue, (job, signal) => executeRun(deps, job, signal));
  const stops = [
    every(deps, lookEveryMs, () => startDueRuns(deps)),
    every(deps, hintsEveryMs, () => startHintedRuns(deps)),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Looks again and again, never twice at the same time; the answer stops it. */
function every({ log }: Deps, ms: number, look: () => Promise<void>): () => Promise<void> {
  let looking: Promise<void> | undefined;
  const timer = setInterval(() => {
    looking ??= look()
      .catch((error: unknown) => log.warn({ err: error }, "the schedule could not be looked at"))
      .finally(() => (looking = undefined));
  }, ms);
  return async () => {
    clearInterval(timer);
    await looking;
  };
}
