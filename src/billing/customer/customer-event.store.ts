import type { CustomerId, Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { insertRows } from "#platform/db/held.ts";
import type { CustomerEvent } from "./customer-event.ts";
import "./customer.table.ts";

/** Adds lines to timelines. */
export async function insertCustomerEvents(tx: Tx, events: readonly CustomerEvent[]): Promise<void> {
  const rows = events.map((event) => ({ ...event, changes: JSON.stringify(event.changes) }));
  await insertRows(tx, "customer_event", rows);
}

/** A customer's timeline, newest first; `before` is the id of the last line seen. */
export async function listCustomerEvents(
  tx: Tx,
  customerId: CustomerId,
  page: { before?: Id<"evt">; limit: number },
): Promise<CustomerEvent[]> {
  let query = tx
    .selectFrom("customer_event")
    .selectAll()
    .where("customer_id", "=", customerId)
    .orderBy("id", "desc")
    .limit(page.limit);
  if (page.before !== undefined) query = query.where("id", "<", page.before);
  return query.execute();
}

/** The lines that took a customer beyond a version, oldest first. */
export async function eventsAfterVersion(
  tx: Tx,
  customerId: CustomerId,
  version: number,
): Promise<CustomerEvent[]> {
  return tx
    .selectFrom("customer_event")
    .selectAll()
    .where("customer_id", "=", customerId)
    .where("version", ">", version)
    .orderBy("id")
    .execute();
}
