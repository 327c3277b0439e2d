import { AppError } from "#kernel/errors.ts";
import type { ConnectionId, CustomerId, OrganizationId, RunId } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Actor, Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import {
  type Connection,
  findConnectionForUpdate,
  updateConnection,
} from "#sync/connection/connection.store.ts";
import { findCustomerLink } from "#sync/link/link-list.store.ts";
import { readsChanges, restsUntil } from "#sync/live/live.ts";
import { takeHint } from "#sync/live/live.store.ts";
import { nextRunAt } from "#sync/schedule/next-run.ts";
import { noCounts } from "./progress.ts";
import { isUndo } from "./run-plan.ts";
import type { RunView } from "./run.api.ts";
import { endRun, findActiveRun, findRun, findRunForUpdate, insertRun, requestCancel } from "./run.store.ts";
import type { Run } from "./run.table.ts";

export type RunJob = { organizationId: OrganizationId; connectionId: ConnectionId };

/** One run a connection at a time, and one more waiting (platform/jobs). */
export const runQueue: Queue<RunJob> = { name: "sync.run", key: (job) => job.connectionId };

type Wanted = {
  kind: RunView["kind"];
  mode?: RunView["mode"];
  approvedPreview?: RunId | undefined;
  excluded?: readonly string[];
  subject?: string;
};

type Call = { deps: Deps; member: Pick<Member, "organizationId" | "actor"> };

/**
 * Puts a run into the queue, together with its job: both or neither. Refused while another run is active, and while
 * the connection is paused, disabled or not configured (F43, F45).
 */
export async function startRun(
  { deps, member }: Call,
  connectionId: ConnectionId,
  wanted: Wanted,
): Promise<RunId> {
  return inOrganization(deps.db, member.organizationId, (tx) =>
    queueRun({ deps, member }, tx, connectionId, wanted),
  );
}

/** The same in a transaction of the caller's. */
export async function queueRun(
  { deps, member }: Call,
  tx: Tx,
  connectionId: ConnectionId,
  wanted: Wanted,
): Promise<RunId> {
  const connection = await findConnectionForUpdate(tx, connectionId);
  if (!connection) throw new AppError("connection.not_found", { connection: connectionId });
  refuseState(connection, wanted.kind);
  refuseUnasked(connection, wanted);
  const active = await findActiveRun(tx, connectionId);
  if (active) throw new AppError("run.active", { run: active.id, kind: active.kind });
  if (wanted.approvedPreview) await requirePreview(tx, connection, wanted.approvedPreview);
  const id = deps.ids("run");
  await insertRun(tx, rowOf(id, connection, member.actor, deps.clock.now(), wanted));
  if (readsChanges(wanted.kind))
    await takeHint(tx, connectionId, restsUntil(connection.kind, deps.clock.now()));
  if (wanted.kind === "import" || wanted.kind === "instant") await approve(tx, connection, deps.clock.now());
  if (wanted.kind !== "auto") await audit(tx, deps, member, id, connectionId, wanted);
  await deps.jobs.send(tx, runQueue, { organizationId: member.organizationId, connectionId });
  return id;
}

/** Whoever runs a configuration has approved it, and what a preview of it showed: from now on the schedule may run it too. */
async function approve(tx: Tx, connection: Connection, now: string): Promise<void> {
  const { config_version: version } = connection;
  if (connection.approved_version === version && connection.mass_change === null) return;
  const approved = { approved_version: version, mass_change: null };
  await updateConnection(tx, connection.id, {
    ...approved,
    next_run_at: nextRunAt({ ...connection, ...approved }, now),
    updated_at: now,
  });
}

function refuseState(connection: Connection, kind: RunView["kind"]): void {
  if (connection.state === "disabled") throw new AppError("connection.disabled");
  if (connection.config_version === 0) throw new AppError("connection.not_configured");
  // A preview writes nothing, so it may be looked at while paused; an undo is what one may pause for.
  if (connection.state === "paused" && kind !== "preview" && !isUndo(kind))
    throw new AppError("connection.paused");
}

/** Where a run stopped before a mass change, only one goes on that a person has seen the preview of (B11). */
function refuseUnasked({ mass_change: change }: Connection, { kind, approvedPreview }: Wanted): void {
  if (change && readsChanges(kind) && !approvedPreview) throw new AppError("run.mass_change", change.facts);
}

/** Only a finished preview of the present configuration can be approved. */
async function requirePreview(tx: Tx, connection: Connection, id: RunId): Promise<void> {
  const preview = await findRun(tx, id);
  const fits =
    preview?.kind === "preview" &&
    preview.status === "done" &&
    preview.connection_id === connection.id &&
    preview.config_version === connection.config_version;
  if (!fits) throw new AppError("run.not_a_preview", { run: id });
}

function rowOf(
  id: RunId,
  connection: Connection,
  actor: Actor,
  now: string,
  wanted: Wanted,
): Parameters<typeof insertRun>[1] {
  return {
    organization_id: connection.organization_id,
    id,
    connection_id: connection.id,
    kind: wanted.kind,
    mode: wanted.mode ?? null,
    config_version: connection.config_version,
    approved_preview: wanted.approvedPreview ?? null,
    excluded: JSON.stringify(wanted.excluded ?? []),
    subject: wanted.subject ?? null,
    started_by_kind: actor.kind,
    started_by_id: actor.id,
    started_by_name: actor.name,
    counts: JSON.stringify(noCounts()),
    queued_at: now,
  };
}

async function audit(
  tx: Tx,
  deps: Deps,
  member: Call["member"],
  id: RunId,
  connectionId: ConnectionId,
  wanted: Wanted,
): Promise<void> {
  const { kind, approvedPreview, subject } = wanted;
  const undoes = isUndo(kind) ? { undoes: subject } : {};
  const details = { connection: connectionId, kind, preview: approvedPreview ?? null, ...undoes };
  await recordAudit(tx, {
    organizationId: member.organizationId,
    at: deps.clock.now(),
    actor: member.actor,
    action: "run.started",
    subject: { kind: "run", id },
    details,
  });
}

/** Brings the one CRM record that a customer is linked with (F41). */
export async function startFetch(call: Call, customer: CustomerId): Promise<RunId> {
  const link = await inOrganization(call.deps.db, call.member.organizationId, (tx) =>
    findCustomerLink(tx, customer),
  );
  if (!link) throw new AppError("link.not_found", { customer });
  return startRun(call, link.connection_id, {
    kind: "fetch_one",
    mode: "incremental",
    subject: `${link.crm_module}:${link.crm_id}`,
  });
}

/** Asks a run to stop after its present batch; one that has not begun ends at once. */
export async function cancelRunOf({ deps, member }: Call, id: RunId): Promise<Run> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const run = await findRunForUpdate(tx, id);
    if (!run) throw new AppError("run.not_found", { run: id });
    if (run.finished_at !== null) throw new AppError("run.finished", { status: run.status });
    const now = deps.clock.now();
    await stopRun(tx, run, now);
    await recordAudit(tx, {
      organizationId: member.organizationId,
      at: now,
      actor: member.actor,
      action: "run.cancelled",
      subject: { kind: "run", id },
    });
    return (await findRun(tx, id)) ?? run;
  });
}

/** Stops the connection's run, if there is one: nothing of it goes on after a disable (F48). */
export async function stopActiveRun(tx: Tx, connectionId: ConnectionId, now: string): Promise<void> {
  const active = await findActiveRun(tx, connectionId);
  const run = active && (await findRunForUpdate(tx, active.id));
  if (run && run.finished_at === null) await stopRun(tx, run, now);
}

async function stopRun(tx: Tx, run: Run, now: string): Promise<void> {
  if (run.status === "queued")
    await endRun(tx, run.id, { status: "cancelled", at: now, errorCode: null, error: null });
  else await requestCancel(tx, run.id);
}
