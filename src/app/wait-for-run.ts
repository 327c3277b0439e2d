import { setTimeout as sleep } from "node:timers/promises";
import { type Caller, call, CallError } from "#platform/http/call.ts";
import * as api from "#sync/run/run.api.ts";
import type { Progress } from "./progress.ts";

/** How often a run is looked at. Short runs end within the first looks. */
const firstPauseMs = 50;
const longestPauseMs = 500;

/** A server that restarts is back by then; its run goes on. */
const outageMs = 60_000;

/** Waits for a run to end, showing its progress, and answers it. */
export async function waitForRun(
  caller: Caller,
  started: api.RunView,
  progress: Progress,
): Promise<api.RunView> {
  let run = started;
  let lastAnswer = Date.now();
  let isLost = false;
  for (
    let pause = firstPauseMs;
    run.status === "queued" || run.status === "running";
    pause = Math.min(longestPauseMs, pause * 1.5)
  ) {
    if (!isLost) progress.show(run);
    await sleep(pause);
    try {
      run = await call(caller, api.getRun, { params: { run: run.id } });
      lastAnswer = Date.now();
      isLost = false;
    } catch (error) {
      if (
        !(error instanceof CallError && (error.status === 0 || error.status >= 500)) ||
        Date.now() - lastAnswer > outageMs
      )
        throw error;
      if (!isLost) progress.lost(run);
      isLost = true;
    }
  }
  progress.end();
  return run;
}
