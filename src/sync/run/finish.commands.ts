import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import {
  findConnectionForUpdate,
  saveWatermarks,
  setProblem,
  updateConnection,
} from "#sync/connection/connection.store.ts";
import { renewLease } from "#sync/connection/lease.store.ts";
import { nextRunAt } from "#sync/schedule/next-run.ts";
import type { Progress } from "./progress.ts";
import type { RunContext } from "./run-context.ts";
import { isUndo, watermarkAfter } from "./run-plan.ts";
import { endRun, markUndone } from "./run.store.ts";

/** Problems that a run may have and yet be done. */
const lasting: ReadonlySet<string> = new Set(["settings.currency_differs", "settings.field_gone"]);

/**
 * Ends a run that did all its steps. Only now do the watermarks move: a reading that was cut short moves nothing.
 * A preview, a single fetch and an undo read too little to move them.
 */
export async function finishRun(
  deps: Deps,
  context: RunContext,
  { checkpoint, counts }: Progress,
): Promise<void> {
  const now = deps.clock.now();
  await inOrganization(deps.db, context.organizationId, async (tx) => {
    await renewLease(tx, context);
    const connection = await findConnectionForUpdate(tx, context.connectionId);
    if (!connection) throw new Error(`connection ${context.connectionId} is gone`);
    await endRun(tx, context.runId, { status: "done", at: now, errorCode: null, error: null });
    const [first] = checkpoint.steps;
    if (context.kind === "undo" && first?.do === "undo") await markUndone(tx, first.run, context.runId);
    if (context.kind === "preview" || context.kind === "fetch_one" || isUndo(context.kind)) return;
    // Another base currency, or a row that does not fit, stays a notice although the run went on; the check takes it away.
    if (!lasting.has(connection.problem_code ?? ""))
      await setProblem(tx, context.connectionId, undefined, now);
    if (connection.config_version !== context.configVersion) return;
    const isFull = checkpoint.steps.some((step) => step.do === "read_all");
    const watermarks = { ...connection.watermarks };
    for (const module of ["Accounts", "Contacts"] as const) {
      const startedAt = checkpoint.startedAt[module];
      if (startedAt) watermarks[module] = watermarkAfter(connection.kind, startedAt, watermarks[module]);
    }
    // What was held back did not change after the watermark: only another full reading meets it again.
    const fullAt = counts.held > 0 ? null : isFull ? now : undefined;
    await saveWatermarks(tx, context.connectionId, watermarks, fullAt);
    await updateConnection(tx, context.connectionId, {
      next_run_at: nextRunAt(connection, now),
      updated_at: now,
    });
  });
}
