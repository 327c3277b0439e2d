import type { Selectable } from "kysely";
import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { FieldChange } from "./customer.ts";
import type { CustomerEventRow } from "./customer.table.ts";

/** One line of a customer's timeline. */
export type CustomerEvent = Selectable<CustomerEventRow>;

/** What happened, without who and when. */
export type Happening = {
  customerId: CustomerId;
  kind: string;
  changes?: FieldChange[];
  note?: string;
  /** The customer's version after it, where it changed the customer itself. */
  version?: number;
};

/** A line made of what happened and who did it. */
export function customerEvent(act: Act, { customerId, kind, changes = [], note, version }: Happening): CustomerEvent {
  return {
    organization_id: act.organizationId,
    customer_id: customerId,
    id: act.ids("evt"),
    at: act.now,
    actor_kind: act.actor.kind,
    actor_id: act.actor.id,
    actor_name: act.actor.name,
    kind,
    changes,
    note: note ?? null,
    version: version ?? null,
  };
}

/** Adds lines to timelines. */
export async function insertCustomerEvents(tx: Tx, events: readonly CustomerEvent[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event) => ({ ...event, changes: JSON.stringify(event.changes) }));
  await tx.insertInto("customer_event").values(rows).execute();
}

/** A customer's timeline, newest first; `before` is the id of the last line seen. */
export async function listCustomerEvents(tx: Tx, customerId: CustomerId, page: { before?: Id<"evt">; limit: number }): Promise<CustomerEvent[]> {
  let query = tx.selectFrom("customer_event").selectAll().where("customer_id", "=", customerId).orderBy("id", "desc").limit(page.limit);
  if (page.before !== undefined) query = query.where("id", "<", page.before);
  return query.execute();
}

/** The lines that took a customer beyond a version, oldest first. */
export async function eventsAfterVersion(tx: Tx, customerId: CustomerId, version: number): Promise<CustomerEvent[]> {
  return tx
    .selectFrom("customer_event")
    .selectAll()
    .where("customer_id", "=", customerId)
    .where("version", ">", version)
    .orderBy("id")
    .execute();
}
