import { sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { RelatedList } from "#crm/field/module.ts";
import type { Touched } from "#crm/record/delete.store.ts";

/** Makes the live records of a list that refer to one record refer to another; returns those that did. */
export async function moveReferences(
  tx: Tx,
  userId: string,
  { module, field }: RelatedList,
  { from, to }: { from: string; to: string },
): Promise<Touched[]> {
  const { rows } = await sql<Touched>`
    update crm_record r set values = jsonb_set(r.values, array[${field}], to_jsonb(${to}::text)), modified_by = ${userId},
      modified_time = greatest(r.modified_time, date_trunc('second', clock_timestamp()))
    where r.organization_id = current_organization() and r.module = ${module} and r.deleted_time is null
      and r.values @> ${JSON.stringify({ [field]: from })}::jsonb
    returning r.id, to_json(r.modified_time) #>> '{}' as at`.execute(tx);
  return rows;
}

/** Which of these records were merged into this one and are gone for it. */
export async function findMergedInto(tx: Tx, masterId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select r.id from crm_record r
    where r.organization_id = current_organization() and r.id = any (${ids}::bigint[]) and r.deleted_type = 'permanent'
      and exists (select from crm_timeline e where e.organization_id = r.organization_id and e.record_id = r.id
        and e.action = 'merged' and e.related_id = ${masterId})`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}
