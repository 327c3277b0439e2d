import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";

/** A value that a record holds in a unique field. */
export type Claim = { field: string; value: string; record_id: string };

/**
 * Takes values for records; returns those that another record holds already, with its id. Waits for whoever is just
 * taking the same value. Sorted, so that two writers take theirs in the same order.
 */
export async function claimValues(
  tx: Tx,
  module: ModuleName,
  claims: readonly Claim[],
): Promise<{ claim: Claim; holder: string }[]> {
  if (claims.length === 0) return [];
  await sql`
    insert into crm_unique_value (organization_id, module, field, value, record_id)
    select current_organization(), ${module}, x.field, x.value, x.record_id
    from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as x (field text, value text, record_id bigint)
    order by x.field, x.value on conflict do nothing`.execute(tx);
  const holders = await findHolders(tx, module, claims);
  return claims.flatMap((claim) => {
    const holder = holders.get(`${claim.field} ${claim.value}`);
    return holder !== undefined && holder !== claim.record_id ? [{ claim, holder }] : [];
  });
}

/** Which record holds each value, by `field value`. */
export async function findHolders(
  tx: Tx,
  module: ModuleName,
  wanted: readonly Pick<Claim, "field" | "value">[],
): Promise<Map<string, string>> {
  if (wanted.length === 0) return new Map();
  const { rows } = await sql<Claim>`
    select u.field, u.value, u.record_id from crm_unique_value u
    join jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as x (field text, value text) on u.field = x.field and u.value = x.value
    where u.organization_id = current_organization() and u.module = ${module}`.execute(tx);
  return new Map(rows.map((row) => [`${row.field} ${row.value}`, row.record_id]));
}

/** Frees what records hold, in one field or in all. */
export async function freeValues(tx: Tx, recordIds: readonly string[], field?: string): Promise<void> {
  if (recordIds.length === 0) return;
  let query = tx.deleteFrom("crm_unique_value").where("record_id", "in", [...recordIds]);
  if (field !== undefined) query = query.where("field", "=", field);
  await query.execute();
}
