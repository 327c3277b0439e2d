import { AppError, type ErrorCode, type Facts } from "#kernel/errors.ts";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { isDiskFull } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { passes, problemOf } from "#sync/connection/failure.ts";
import type { MassChange } from "#sync/connection/connection.table.ts";
import type { SyncSettings } from "#sync/connection/settings.api.ts";
import { LeaseLost } from "#sync/connection/lease.store.ts";
import { restsAfterFailure } from "#sync/live/live.ts";
import { CrmTrouble } from "#sync/read/crm-trouble.ts";
import type { Failure } from "#zoho/failure.ts";
import { noteCost, type RunState } from "./advance.commands.ts";
import { Cancelled } from "./cancelled.ts";
import { openRunStore, type RunTx } from "./statements.store.ts";

type Why = { code: ErrorCode; facts: Facts; lasting: boolean };

/** A run that could not even begin fails as well: left as it is it would keep every later one from starting. */
export async function endUnbegun(
  deps: Deps,
  { organizationId, connectionId }: { organizationId: OrganizationId; connectionId: ConnectionId },
  error: unknown,
): Promise<void> {
  const why = whyOf(error);
  deps.log.error({ err: error, connection_id: connectionId }, "a run could not begin");
  const now = deps.clock.now();
  await openRunStore(deps.pool, organizationId).transact(async (tx) => {
    const run = await tx.findActiveRun(connectionId);
    if (!run) return;
    await tx.endRun(run.id, { status: "failed", at: now, errorCode: why.code, error: why.facts });
    if (why.lasting) await tx.setProblem(connectionId, why, now);
    await restAfter(tx, connectionId, why, now);
  });
}

/** How a run ends that was not done. */
export type EndStatus = "failed" | "cancelled";

/**
 * Ends a run with its reason and answers how; what it had committed stays. A worker that lost its lease ends nothing:
 * another one does the run.
 */
export async function endBadly(state: RunState, error: unknown): Promise<EndStatus | undefined> {
  if (error instanceof LeaseLost) return undefined;
  const { deps, context } = state;
  const why = error instanceof Cancelled ? undefined : whyOf(error, context.settings);
  const status = why ? "failed" : "cancelled";
  if (why?.code === "run.failed")
    deps.log.error({ err: error, run_id: context.runId }, "a run stopped with an unexpected error");
  const now = deps.clock.now();
  await noteCost(state).catch(() => undefined);
  try {
    await deps.store.transact(async (tx) => {
      await tx.renewLease(context);
      await tx.endRun(context.runId, {
        status,
        at: now,
        errorCode: why?.code ?? null,
        error: why?.facts ?? null,
      });
      if (why?.lasting) await tx.setProblem(context.connectionId, why, now);
      if (why) await restAfter(tx, context.connectionId, why, now);
      if (why?.code === "run.mass_change")
        await tx.updateConnection(context.connectionId, waits(state, why, now));
    });
    return status;
  } catch (lost) {
    if (lost instanceof LeaseLost) return undefined;
    throw lost;
  }
}

/** No run follows by a hint for a while; what fails for a reason that passes is a hint itself, for it took the others. */
async function restAfter(tx: RunTx, id: ConnectionId, { code }: Why, now: Instant): Promise<void> {
  const since = (await tx.findConnectionForUpdate(id))?.problem_since ?? now;
  await tx.rest(id, restsAfterFailure(now, since));
  if (passes(code)) await tx.addHint(id, now);
}

/** No run begins unasked before a person has seen what this one stopped at. */
function waits(
  { context }: RunState,
  { facts }: Why,
  now: Instant,
): Parameters<RunTx["updateConnection"]>[1] {
  const change: MassChange = { run: context.runId, since: now, facts: { run: context.runId, ...facts } };
  return { mass_change: JSON.stringify(change), next_run_at: null, updated_at: now };
}

function whyOf(error: unknown, settings?: SyncSettings): Why {
  if (error instanceof CrmTrouble) return problemOf(withViewName(error.failure, settings));
  // Only what is wrong with the connection itself concerns the next run too.
  if (error instanceof AppError)
    return { code: error.code, facts: error.facts, lasting: /^(connection|settings)\./.test(error.code) };
  if (isDiskFull(error)) return { code: "run.storage_full", facts: {}, lasting: false };
  return { code: "run.failed", facts: {}, lasting: false };
}

/** The CRM knows a view by its number, people by its name. */
function withViewName(failure: Failure, settings: SyncSettings | undefined): Failure {
  if (failure.kind !== "invalid_view" || !settings) return failure;
  const view = [settings.view, settings.contact_view].find((one) => one?.id === failure.view);
  return view ? { ...failure, view: view.name } : failure;
}
