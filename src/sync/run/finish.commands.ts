import { stopsRuns } from "#sync/connection/failure.ts";
import { nextRunAt } from "#sync/schedule/next-run.ts";
import type { RunState } from "./advance.commands.ts";
import { isUndo, watermarkAfter } from "./run-plan.ts";

/**
 * Ends a run that did all its steps. Only now do the watermarks move: a reading that was cut short moves nothing.
 * A preview, a single fetch and an undo read too little to move them.
 */
export async function finishRun({ deps, context, progress }: RunState): Promise<void> {
  const { checkpoint, counts } = progress;
  const now = deps.clock.now();
  await deps.store.transact(async (tx) => {
    await tx.renewLease(context);
    const connection = await tx.findConnectionForUpdate(context.connectionId);
    if (!connection) throw new Error(`connection ${context.connectionId} is gone`);
    await tx.endRun(context.runId, { status: "done", at: now, errorCode: null, error: null });
    const [first] = checkpoint.steps;
    if (context.kind === "undo" && first?.do === "undo") await tx.markUndone(first.run, context.runId);
    if (context.kind === "preview" || context.kind === "fetch_one" || isUndo(context.kind)) return;
    // Another base currency, or a row that does not fit, stays a notice although the run went on; the check takes it away.
    if (stopsRuns(connection.problem_code)) await tx.setProblem(context.connectionId, undefined, now);
    if (connection.config_version !== context.configVersion) return;
    const isFull = checkpoint.steps.some((step) => step.do === "read_all");
    const watermarks = { ...connection.watermarks };
    // Where something was held back the watermarks stay: the next run asks for the deletions that this one did not take.
    for (const module of ["Accounts", "Contacts"] as const) {
      const startedAt = counts.held > 0 ? undefined : checkpoint.startedAt[module];
      if (startedAt) watermarks[module] = watermarkAfter(connection.kind, startedAt, watermarks[module]);
    }
    // What was held back did not change after the watermark: only another full reading meets it again.
    const fullAt = counts.held > 0 ? null : isFull ? now : undefined;
    await tx.saveWatermarks(context.connectionId, watermarks, fullAt);
    await tx.updateConnection(context.connectionId, {
      next_run_at: nextRunAt(connection, now),
      updated_at: now,
    });
  });
}
