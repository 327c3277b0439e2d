import { sql } from "kysely";
import type { ConflictId, ConnectionId, CustomerId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Conflict, ListedConflict } from "./conflict.table.ts";

export type ConflictFilter = {
  ids?: readonly string[];
  connection?: ConnectionId | undefined;
  customer?: CustomerId | undefined;
  field?: string | undefined;
  states?: readonly string[] | undefined;
  /** The id of the last one seen. */
  before?: ConflictId | undefined;
  limit: number;
};

/** Conflicts, newest first. */
export async function listConflictRows(tx: Tx, filter: ConflictFilter): Promise<ListedConflict[]> {
  let query = tx
    .selectFrom("sync_conflict as c")
    .innerJoin("connection", (join) =>
      join
        .onRef("connection.organization_id", "=", "c.organization_id")
        .onRef("connection.id", "=", "c.connection_id"),
    )
    .leftJoinLateral(
      (of) =>
        of
          .selectFrom("customer_event as e")
          .select(["e.at as billing_at", "e.actor_name as billing_by"])
          .whereRef("e.organization_id", "=", "c.organization_id")
          .whereRef("e.customer_id", "=", "c.customer_id")
          // Lines of older versions do not say which contact person they are about, and are nobody's here.
          .where(
            sql<boolean>`case c.target when 'contact_person' then e.contact_person_id = c.record_id
              else e.contact_person_id is null and not starts_with(e.kind, 'contact_person_') end`,
          )
          .where(
            sql<boolean>`e.changes @> jsonb_build_array(jsonb_build_object('field', c.field, 'to', c.billing_value::jsonb))`,
          )
          .orderBy("e.id", "desc")
          .limit(1)
          .as("told"),
      (join) => join.onTrue(),
    )
    .selectAll("c")
    .select([
      "connection.crm_company",
      "connection.api_url",
      "connection.kind",
      "told.billing_at",
      "told.billing_by",
    ])
    .orderBy("c.id", "desc")
    .limit(filter.limit);
  if (filter.ids) query = query.where("c.id", "=", anyOf(filter.ids as ConflictId[]));
  if (filter.connection) query = query.where("c.connection_id", "=", filter.connection);
  if (filter.customer) query = query.where("c.customer_id", "=", filter.customer);
  if (filter.field) query = query.where("c.field", "=", filter.field);
  if (filter.states) query = query.where("c.state", "in", filter.states as Conflict["state"][]);
  if (filter.before) query = query.where("c.id", "<", filter.before);
  return query.execute();
}

/** Conflicts by their ids, in the order of these. */
export async function findConflictRows(tx: Tx, ids: readonly string[]): Promise<Conflict[]> {
  return tx
    .selectFrom("sync_conflict")
    .selectAll()
    .where("id", "=", anyOf(ids as ConflictId[]))
    .orderBy("id")
    .execute();
}

/** How many conflicts of a connection wait for a decision. */
export async function countOpenConflicts(tx: Tx, connection: ConnectionId): Promise<number> {
  const row = await tx
    .selectFrom("sync_conflict")
    .select((of) => of.fn.countAll<string>().as("n"))
    .where("connection_id", "=", connection)
    .where("state", "=", "open")
    .executeTakeFirstOrThrow();
  return Number(row.n);
}
