import { AppError } from "#kernel/errors.ts";
import type { ConnectionId, RunId } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { findConnectionForUpdate } from "#sync/connection/connection.store.ts";
import { markRecords } from "#sync/outward/mark.store.ts";
import { queueRun } from "#sync/run/run.commands.ts";
import { findActiveRun } from "#sync/run/run.store.ts";
import { baseFor } from "./conflict.ts";
import { sidesOf } from "./conflict.store.ts";
import { findConflictRows } from "./conflict-list.store.ts";
import type { Conflict } from "./conflict.table.ts";
import { type Choice, refuseChoices } from "./decide.ts";
import { findBillingValues, saveDecision } from "./decide.store.ts";
import { findLabels } from "./labels.store.ts";

type Call = { deps: Deps; member: Member };

/**
 * Decides conflicts, all or none, and starts a run that carries it out where none is active. Nothing is written to
 * either side here: the base becomes the loser's value, so that to the rule of every run only the winner has changed.
 * The connection's row is held as a run's batch holds it, so that no run plans on what is being decided.
 */
export async function decideConflicts(call: Call, choices: readonly Choice[]): Promise<RunId[]> {
  const { deps, member } = call;
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const ids = choices.map((one) => one.conflict);
    const connections = new Set((await findConflictRows(tx, ids)).map((one) => one.connection_id));
    const held = [...connections].toSorted();
    for (const connection of held) await findConnectionForUpdate(tx, connection);
    const found = new Map((await findConflictRows(tx, ids)).map((row) => [row.id as string, row]));
    const labels = await findLabels(tx);
    const labelOf = ({ target, field }: Conflict): string => labels[target].get(field) ?? field;
    refuseChoices(choices, found, await findStale(tx, [...found.values()]), labelOf);
    for (const choice of choices) {
      const conflict = found.get(choice.conflict);
      if (conflict) await decideOne(call, tx, conflict, choice.take);
    }
    const runs: RunId[] = [];
    for (const connection of held) {
      await markDecided(tx, connection, [...found.values()]);
      runs.push(...(await runNow(call, tx, connection)));
    }
    return runs;
  });
}

async function findStale(tx: Tx, conflicts: readonly Conflict[]): Promise<Set<string>> {
  const now = await findBillingValues(tx, conflicts);
  const stale = conflicts.filter((one) => {
    const values = now.get(one.record_id);
    return values === undefined || (values[one.field] ?? null) !== sidesOf(one).billing;
  });
  return new Set(stale.map((one) => one.id));
}

async function decideOne(
  { deps, member }: Call,
  tx: Tx,
  conflict: Conflict,
  take: Choice["take"],
): Promise<void> {
  const at = deps.clock.now();
  const sides = sidesOf(conflict);
  const decision = { take, base: baseFor(take, sides), by: member.actor, at };
  if (!(await saveDecision(tx, conflict, decision)))
    throw new AppError("conflict.changed", {
      message: `${conflict.name} is not synced any more`,
      conflicts: [conflict.id],
    });
  await recordAudit(tx, {
    organizationId: member.organizationId,
    at,
    actor: member.actor,
    action: "conflict.decided",
    subject: { kind: "conflict", id: conflict.id },
    details: {
      customer: conflict.customer_id,
      name: conflict.name,
      field: conflict.field,
      take,
      crm: sides.crm,
      billing: sides.billing,
    },
  });
}

/** Marked as changed in billing: the next run reads these pairs by their ids, whatever the CRM's list of changes says. */
async function markDecided(tx: Tx, connection: ConnectionId, conflicts: readonly Conflict[]): Promise<void> {
  for (const target of ["customer", "contact_person"] as const) {
    const decided = conflicts.filter((one) => one.connection_id === connection && one.target === target);
    await markRecords(
      tx,
      connection,
      target,
      decided.map((one) => one.record_id),
      { heard: false },
    );
  }
}

/** A run at once, unless one is active, the connection rests, or its set-up or a mass change waits for approval. */
async function runNow({ deps, member }: Call, tx: Tx, id: ConnectionId): Promise<RunId[]> {
  const connection = await findConnectionForUpdate(tx, id);
  if (connection?.state !== "active" || connection.approved_version !== connection.config_version) return [];
  if (connection.mass_change !== null) return [];
  if (await findActiveRun(tx, id)) return [];
  return [await queueRun({ deps, member }, tx, id, { kind: "instant" })];
}
