import { sql } from "kysely";
import type { ContactPersonId, CustomerId, RunId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Target } from "#sync/mapping/incoming.ts";
import type { RunRecordRow } from "#sync/run/run.table.ts";

/** A billing record that a run did something with, and the number of the newest row that says so. */
export type Touched = { customer_id: CustomerId; contact_person_id: ContactPersonId | null; seq: string };

/** Rows that tell of something done; the others left the record as it was. */
const done = sql`(changes is not null or outcome in ('created', 'cloned', 'overwritten', 'merged', 'out_of_view', 'deleted_in_crm'))`;

/** Records of a kind that the run did something with, the one it wrote last first; `before` is the seq of the last one seen. */
export async function listTouched(
  tx: Tx,
  run: RunId,
  target: Target,
  before: string | undefined,
  limit: number,
): Promise<Touched[]> {
  const isPerson = target === "contact_person";
  const { rows } = await sql<Touched>`
    select customer_id, contact_person_id, seq from sync_run_record r
     where run_id = ${run} and customer_id is not null and (contact_person_id is not null) = ${isPerson} and ${done}
       and (${before ?? null}::bigint is null or seq < ${before ?? null}::bigint)
       and not exists (
         select from sync_run_record
          where organization_id = r.organization_id and customer_id = r.customer_id and run_id = r.run_id
            and seq > r.seq and contact_person_id is not distinct from r.contact_person_id and ${done})
     order by seq desc limit ${limit}`.execute(tx);
  return rows;
}

/** Everything the run did with these customers and their contact persons, the newest first. */
export async function listDeedRows(
  tx: Tx,
  run: RunId,
  customers: readonly CustomerId[],
): Promise<RunRecordRow[]> {
  const { rows } = await sql<RunRecordRow>`
    select * from sync_run_record
     where run_id = ${run} and customer_id = ${anyOf(customers)} and ${done} order by seq desc`.execute(tx);
  return rows;
}

/** Locks customers or contact persons, always in the same order, so that what is planned on them stays true. */
export async function lockRecords(
  tx: Tx,
  table: "customer" | "contact_person",
  ids: readonly string[],
): Promise<void> {
  await sql`select id from ${sql.table(table)} where id = ${anyOf(ids)} order by id for update`.execute(tx);
}
