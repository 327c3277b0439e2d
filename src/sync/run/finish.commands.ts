import { plusMs } from "#kernel/time.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import {
  type Connection,
  findConnectionForUpdate,
  saveWatermarks,
  setProblem,
  updateConnection,
} from "#sync/connection/connection.store.ts";
import { renewLease } from "#sync/connection/lease.store.ts";
import type { Progress } from "./progress.ts";
import type { RunContext } from "./run-context.ts";
import { watermarkAfter } from "./run-plan.ts";
import { endRun } from "./run.store.ts";

/**
 * Ends a run that did all its steps. Only now do the watermarks move: a reading that was cut short moves nothing.
 * A preview and a single fetch read too little to move them.
 */
export async function finishRun(
  deps: Deps,
  context: RunContext,
  before: Connection,
  { checkpoint, counts }: Progress,
): Promise<void> {
  const now = deps.clock.now();
  await inOrganization(deps.db, context.organizationId, async (tx) => {
    await renewLease(tx, context);
    const connection = (await findConnectionForUpdate(tx, context.connectionId)) ?? before;
    await endRun(tx, context.runId, { status: "done", at: now, errorCode: null, error: null });
    if (context.kind === "preview" || context.kind === "fetch_one") return;
    // Another base currency stays a notice, although runs that map no money go on (F92); checkBeforeWriting takes it away.
    if (connection.problem_code !== "settings.currency_differs")
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
    const next =
      connection.state === "active" && connection.interval_minutes > 0
        ? plusMs(now, connection.interval_minutes * 60_000)
        : null;
    await updateConnection(tx, context.connectionId, { next_run_at: next, updated_at: now });
  });
}
