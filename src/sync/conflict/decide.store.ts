import { sql } from "kysely";
import { findContactPersonsByIds, findCustomersByIds } from "#billing/customer/customer-bulk.store.ts";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Actor } from "#platform/auth/actor.ts";
import type { Tx } from "#platform/db/db.ts";
import { customerRecord, personRecord } from "#sync/change/billing-record.ts";
import type { Values } from "#sync/plan/decision.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import type { Conflict } from "./conflict.table.ts";
import type { Verdict } from "./own-value.ts";

/** What billing holds now of the records of conflicts, by record. */
export async function findBillingValues(
  tx: Tx,
  conflicts: readonly Conflict[],
): Promise<Map<string, Values>> {
  const ids = (target: Conflict["target"]): string[] =>
    conflicts.filter((one) => one.target === target).map((one) => one.record_id);
  const customers = ids("customer") as CustomerId[];
  const persons = ids("contact_person") as ContactPersonId[];
  const records = [
    ...(customers.length > 0 ? (await findCustomersByIds(tx, customers)).map(customerRecord) : []),
    ...(persons.length > 0 ? (await findContactPersonsByIds(tx, persons)).map(personRecord) : []),
  ];
  return new Map(records.map((record) => [record.id, record.values]));
}

/** Notes a decision, and makes the winner the only side that differs from what both agreed on. False where the pair is not linked any more. */
export async function saveDecision(
  tx: Tx,
  conflict: Conflict,
  decision: Verdict & { base: Value; by: Actor; at: Instant },
): Promise<boolean> {
  const { take, given, base, by, at } = decision;
  const { numAffectedRows } = await sql`
    update link set base = (base::jsonb || ${JSON.stringify({ [conflict.field]: base })}::jsonb)::text, updated_at = ${at}
     where connection_id = ${conflict.connection_id} and crm_id = ${conflict.crm_id} and state = 'linked'`.execute(
    tx,
  );
  if (numAffectedRows !== 1n) return false;
  await tx
    .updateTable("sync_conflict")
    .set({
      state: "decided",
      taken: take,
      given_value: given === undefined ? null : JSON.stringify(given),
      decided_by_kind: by.kind,
      decided_by_id: by.id,
      decided_by_name: by.name,
      decided_at: at,
    })
    .where("id", "=", conflict.id)
    .execute();
  return true;
}
