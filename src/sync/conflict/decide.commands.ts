import type { Act } from "#billing/act.ts";
import { editContactPerson } from "#billing/customer/contact-person.commands.ts";
import { editCustomer } from "#billing/customer/customer.commands.ts";
import type { BillingField } from "#billing/customer/customer-fields.ts";
import { AppError } from "#kernel/errors.ts";
import type { ConnectionId, ContactPersonId, CustomerId, RunId } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { findConnectionForUpdate } from "#sync/connection/connection.store.ts";
import { markRecords } from "#sync/outward/mark.store.ts";
import { queueRun } from "#sync/run/run.commands.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import { findActiveRun } from "#sync/run/run.store.ts";
import { baseFor } from "./conflict.ts";
import { sidesOf } from "./conflict.store.ts";
import { findConflictRows } from "./conflict-list.store.ts";
import type { Conflict } from "./conflict.table.ts";
import { type Choice, refuseChoices } from "./decide.ts";
import { findBillingValues, saveDecision } from "./decide.store.ts";
import { findFields } from "./fields.store.ts";
import { type Verdict, verdictOf } from "./own-value.ts";

type Call = { deps: Deps; member: Member };

/**
 * Decides conflicts, all or none, and starts a run that carries it out where none is active. Nothing of a side is written
 * here: the base becomes the loser's value, so that to the rule of every run only the winner has changed. A value that
 * the person gives becomes billing's, as an edit of theirs, and billing the winner.
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
    const fields = await findFields(tx);
    const fieldOf = ({ target, field }: Conflict): BillingField | undefined => fields[target].get(field);
    const labelOf = (one: Conflict): string => fieldOf(one)?.label ?? one.field;
    refuseChoices(choices, found, await findStale(tx, [...found.values()]), labelOf);
    const decided = choices.flatMap((choice, at) => {
      const conflict = found.get(choice.conflict);
      return conflict ? [{ conflict, ...verdictOf(choice, at, sidesOf(conflict), fieldOf(conflict)) }] : [];
    });
    for (const { conflict, ...verdict } of decided) await decideOne(call, tx, conflict, verdict);
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
  { take, given }: Verdict,
): Promise<void> {
  const at = deps.clock.now();
  const sides = sidesOf(conflict);
  const act = { organizationId: member.organizationId, actor: member.actor, now: at, ids: deps.ids };
  if (given !== undefined) await giveToBilling(tx, act, conflict, given);
  const decision = { take, given, base: baseFor(take, sides), by: member.actor, at };
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
      ...(given === undefined ? { take } : { take: "value", value: given }),
      crm: sides.crm,
      billing: sides.billing,
    },
  });
}

/** A person's own value is an edit of theirs in billing. */
async function giveToBilling(tx: Tx, act: Act, { target, record_id, field }: Conflict, value: Value) {
  if (target === "contact_person")
    return editContactPerson(tx, act, record_id as ContactPersonId, { [field]: value });
  const given = field.startsWith("cf_") ? { custom_fields: { [field]: value } } : { [field]: value };
  return editCustomer(tx, act, { id: record_id as CustomerId, given });
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
