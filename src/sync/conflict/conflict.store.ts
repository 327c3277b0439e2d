import { sql } from "kysely";
import type { ConnectionId, OrganizationId, RunId } from "#kernel/id.ts";
import type { Ids } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Decision } from "#sync/plan/decision.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import type { Asked, KnownConflict } from "./conflict.ts";
import type { ConflictRow } from "./conflict.table.ts";

/** By CRM record, its conflicts that are not settled. */
export async function findConflicts(
  tx: Tx,
  connection: ConnectionId,
  crmIds: readonly string[],
): Promise<Map<string, KnownConflict[]>> {
  const rows = await tx
    .selectFrom("sync_conflict")
    .selectAll()
    .where("connection_id", "=", connection)
    .where("crm_id", "=", anyOf(crmIds))
    .where("state", "<>", "settled")
    .execute();
  const found = new Map<string, KnownConflict[]>();
  for (const row of rows) found.set(row.crm_id, [...(found.get(row.crm_id) ?? []), knownConflict(row)]);
  return found;
}

function knownConflict(row: Omit<ConflictRow, "version" | "state">): KnownConflict {
  const { id, field, taken, decided_by_name } = row;
  const decision = taken === null ? undefined : { take: taken, by: decided_by_name ?? "" };
  return { id, field, ...sidesOf(row), decision };
}

/** The values of a conflict, read from their texts. */
export function sidesOf(
  row: Pick<ConflictRow, "base" | "crm_value" | "billing_value">,
): Pick<Asked, "base" | "crm" | "billing"> {
  return {
    base: row.base === null ? undefined : (JSON.parse(row.base) as Value),
    crm: JSON.parse(row.crm_value) as Value,
    billing: JSON.parse(row.billing_value) as Value,
  };
}

export type ConflictPlace = {
  organizationId: OrganizationId;
  connectionId: ConnectionId;
  runId: RunId;
  now: Instant;
  ids: Ids;
};

/** Writes what a batch makes of the conflicts of its pairs. Nothing is sent to the database where there is nothing to say. */
export async function saveConflicts(
  tx: Tx,
  place: ConflictPlace,
  decisions: readonly Decision[],
): Promise<void> {
  const { connectionId, now } = place;
  const changes = decisions.flatMap((decision) =>
    (decision.conflicts ?? []).map((change) => ({ decision, change })),
  );
  // Settled before others are opened: a field of a pair has one at a time.
  for (const { change } of changes) {
    if (change.do === "settle")
      await tx
        .updateTable("sync_conflict")
        .set({ state: "settled", settled_why: change.why, settled_at: now })
        .where("id", "=", change.id)
        .execute();
  }
  for (const { decision, change } of changes) {
    if (change.do === "open")
      await tx
        .insertInto("sync_conflict")
        .values(newRow(place, decision, change.asked))
        .execute();
    else if (change.do === "change")
      await tx
        .updateTable("sync_conflict")
        .set({
          ...valuesOf(decision, change.asked),
          changed_at: now,
          version: sql<number>`version + 1`,
        })
        .where("id", "=", change.id)
        .execute();
  }
  const apart = decisions.flatMap(({ incoming, link, replaces }) => [
    ...(link && link.state !== "linked" ? [incoming.crmId] : []),
    ...(replaces === undefined ? [] : [replaces]),
  ]);
  await settleApart(tx, connectionId, apart, now);
}

/** Settles the conflicts of pairs that are not synced any more. */
export async function settleApart(
  tx: Tx,
  connection: ConnectionId,
  crmIds: readonly string[],
  now: Instant,
): Promise<void> {
  if (crmIds.length === 0) return;
  await tx
    .updateTable("sync_conflict")
    .set({ state: "settled", settled_why: "apart", settled_at: now })
    .where("connection_id", "=", connection)
    .where("crm_id", "=", anyOf(crmIds))
    .where("state", "<>", "settled")
    .execute();
}

/** Settles what was decided for billing and has arrived in the CRM. */
export async function settleArrived(
  tx: Tx,
  connection: ConnectionId,
  now: Instant,
  arrived: readonly { crmId: string; fields: readonly string[] }[],
): Promise<void> {
  const pairs = arrived.flatMap(({ crmId, fields }) => fields.map((field) => [crmId, field] as const));
  if (pairs.length === 0) return;
  await sql`
    update sync_conflict c set state = 'settled', settled_at = ${now},
           settled_why = case when c.state = 'decided' then 'decided' else 'alone' end
      from unnest(${pairs.map(([crmId]) => crmId)}::text[], ${pairs.map(([, field]) => field)}::text[]) as sent (crm_id, field)
     where c.connection_id = ${connection} and c.crm_id = sent.crm_id and c.field = sent.field and c.state <> 'settled'`.execute(
    tx,
  );
}

type NewRow = Omit<
  ConflictRow,
  | "version"
  | "state"
  | "taken"
  | "given_value"
  | "decided_by_kind"
  | "decided_by_id"
  | "decided_by_name"
  | "decided_at"
  | "settled_why"
  | "settled_at"
>;

function newRow(place: ConflictPlace, decision: Decision, asked: Asked): NewRow {
  const { incoming, record } = decision;
  if (!record) throw new Error("a conflict is one of a pair");
  const isPerson = record.target === "contact_person";
  return {
    organization_id: place.organizationId,
    id: place.ids("cfl"),
    connection_id: place.connectionId,
    crm_module: incoming.module,
    crm_id: incoming.crmId,
    target: record.target,
    record_id: record.id,
    customer_id: isPerson ? record.row.customer_id : record.id,
    name: incoming.name,
    field: asked.field,
    ...valuesOf(decision, asked),
    opened_by: place.runId,
    opened_at: place.now,
    changed_at: place.now,
  };
}

function valuesOf(
  { incoming }: Decision,
  { base, crm, billing }: Asked,
): Pick<ConflictRow, "base" | "crm_value" | "billing_value" | "crm_modified_at" | "crm_modified_by"> {
  return {
    base: base === undefined ? null : JSON.stringify(base),
    crm_value: JSON.stringify(crm),
    billing_value: JSON.stringify(billing),
    crm_modified_at: incoming.modifiedTime,
    crm_modified_by: incoming.modifiedBy ?? null,
  };
}
