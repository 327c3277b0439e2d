import { sql } from "kysely";
import type { Instant } from "#kernel/time.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Target } from "#sync/mapping/incoming.ts";
import type { Value } from "#sync/plan/reconcile.ts";

/** The last change of a field that somebody made in billing, and what to. */
export type LastChange = { record_id: string; field: string; to: Value; at: Instant };

/** The last changes of fields of these records in billing. What a run wrote is none: that was the CRM's value. */
export async function findLastChanges(
  tx: Tx,
  target: Target,
  ids: readonly string[],
  fields: readonly string[],
): Promise<LastChange[]> {
  // Lines of older versions do not say which contact person they are about, and are nobody's here.
  const [owner, isOwn] =
    target === "customer"
      ? [
          sql.ref("e.customer_id"),
          sql`e.contact_person_id is null and not starts_with(e.kind, 'contact_person_')`,
        ]
      : [sql.ref("e.contact_person_id"), sql`true`];
  const { rows } = await sql<LastChange>`
    select distinct on (${owner}, c.field) ${owner} as record_id, c.field, c."to", e.at
      from customer_event e cross join lateral jsonb_to_recordset(e.changes) as c (field text, "to" jsonb)
     where ${owner} = ${anyOf(ids)} and ${isOwn} and c.field = ${anyOf(fields)}
     order by ${owner}, c.field, e.id desc`.execute(tx);
  return rows;
}
