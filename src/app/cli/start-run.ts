import { z } from "zod";
import { drawProgress } from "#app/progress.ts";
import { waitForRun } from "#app/wait-for-run.ts";
import { CallError } from "#platform/http/call.ts";
import * as api from "#sync/run/run.api.ts";
import type { Context } from "./context.ts";

/** Runs that Concord starts by itself follow each other while records change; after so many the refusal is shown. */
const mostWaits = 10;

const Active = z.object({ run: z.string(), kind: z.literal("auto") });

/**
 * Starts a run. Where one is active that Concord started by itself, its end is awaited: whoever types the command means
 * "now", and not "unless something else just began". One that a person started is a reason to refuse (F43).
 */
export async function startRun(
  context: Context<object>,
  start: () => Promise<api.RunView>,
): Promise<api.RunView> {
  for (let waits = 1; ; waits += 1) {
    try {
      return await start();
    } catch (error) {
      const active = Active.safeParse(error instanceof CallError ? error.view.details : undefined);
      if (!(error instanceof CallError) || error.view.code !== "run.active") throw error;
      if (!active.success || waits > mostWaits) throw error;
      const { caller } = await context.target();
      const run = await context.call(api.getRun, { params: { run: active.data.run } });
      await waitForRun(caller, run, drawProgress(process.stderr));
    }
  }
}
