import { sql } from "kysely";
import type pg from "pg";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import { type BulkTable, insertByCopy, updateByCopy } from "#platform/db/bulk.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { contactPersonFields, customerFields } from "./customer-fields.ts";
import type { Customer } from "./customer.ts";
import type { ContactPerson } from "./contact-person.ts";
import type { CustomerEvent } from "./customer-event.ts";
import "./customer.table.ts";

const customerTable: BulkTable = {
  name: "customer",
  columns: [
    "id",
    ...customerFields.map(({ column }) => column),
    "tags",
    "custom_fields",
    "status",
    "source",
    "merged_into",
    "crm_links",
    "name_key",
    "email_key",
    "phone_key",
    "website_key",
    "sort_name",
    "name_rest",
    "version",
    "created_at",
    "updated_at",
  ],
  jsonColumns: ["custom_fields"],
};

const contactPersonTable: BulkTable = {
  name: "contact_person",
  columns: [
    "id",
    "customer_id",
    ...contactPersonFields.map(({ column }) => column),
    "is_primary",
    "email_key",
    "version",
    "created_at",
    "updated_at",
  ],
};

const customerEventTable: BulkTable = {
  name: "customer_event",
  columns: [
    "customer_id",
    "id",
    "contact_person_id",
    "at",
    "actor_kind",
    "actor_id",
    "actor_name",
    "kind",
    "changes",
    "note",
    "version",
  ],
  jsonColumns: ["changes"],
};

/** Inserts customers made by `newCustomer`, in the client's transaction. */
export async function insertCustomersByCopy(client: pg.ClientBase, rows: readonly Customer[]): Promise<void> {
  await insertByCopy(client, customerTable, rows);
}

/** Writes customers changed by `changedCustomer`; answers the ids of those that somebody else changed since they were read. */
export async function updateCustomersByCopy(
  client: pg.ClientBase,
  changes: readonly { from: Customer; to: Customer }[],
): Promise<CustomerId[]> {
  return (await updateByCopy(client, customerTable, changes)) as CustomerId[];
}

/** Inserts contact persons made by `newContactPerson`, in the client's transaction. */
export async function insertContactPersonsByCopy(
  client: pg.ClientBase,
  rows: readonly ContactPerson[],
): Promise<void> {
  await insertByCopy(client, contactPersonTable, rows);
}

/** Writes contact persons changed by `changedContactPerson`; answers the ids of those changed since they were read. */
export async function updateContactPersonsByCopy(
  client: pg.ClientBase,
  changes: readonly { from: ContactPerson; to: ContactPerson }[],
): Promise<ContactPersonId[]> {
  return (await updateByCopy(client, contactPersonTable, changes)) as ContactPersonId[];
}

/** Adds lines to the timelines of customers. */
export async function insertCustomerEventsByCopy(
  client: pg.ClientBase,
  rows: readonly CustomerEvent[],
): Promise<void> {
  await insertByCopy(client, customerEventTable, rows);
}

/** The customers with these ids; those that are not there are missing from the answer. */
export async function findCustomersByIds(tx: Tx, ids: readonly CustomerId[]): Promise<Customer[]> {
  return ids.length === 0 ? [] : tx.selectFrom("customer").selectAll().where("id", "=", anyOf(ids)).execute();
}

/** Those of the ids that are customers. */
export async function findExisting(tx: Tx, ids: readonly CustomerId[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await tx.selectFrom("customer").select("id").where("id", "=", anyOf(ids)).execute();
  return new Set(rows.map((row) => row.id));
}

export type MatchKind = "name" | "email" | "phone" | "website";

/**
 * Customers that share a match key, the oldest first. Losers of a merge are left out: their survivor counts. Names are
 * found by two indexes, for those called like their display name and for the others.
 */
export async function findCustomersByMatchKeys(
  tx: Tx,
  kind: MatchKind,
  keys: readonly string[],
): Promise<Customer[]> {
  if (keys.length === 0) return [];
  const living = tx.selectFrom("customer").selectAll().where("merged_into", "is", null);
  if (kind === "email") return living.where("email_key", "=", anyOf(keys)).orderBy("id").execute();
  if (kind === "name") {
    const likeDisplayed = living.where("sort_name", "=", anyOf(keys)).whereRef("name_key", "=", "sort_name");
    const others = living.where("name_key", "=", anyOf(keys)).whereRef("name_key", "<>", "sort_name");
    return likeDisplayed.unionAll(others).orderBy("id").execute();
  }
  // A hash index answers one value at a time.
  const { rows } = await sql<Customer>`
    select c.* from unnest(${[...new Set(keys)]}::text[]) as wanted (key) join customer c on c.${sql.ref(`${kind}_key`)} = wanted.key
     where c.merged_into is null order by c.id`.execute(tx);
  return rows;
}

/** The contact persons of these customers, in the order in which they were made. */
export async function findContactPersonsByCustomers(
  tx: Tx,
  customerIds: readonly CustomerId[],
): Promise<ContactPerson[]> {
  if (customerIds.length === 0) return [];
  return tx
    .selectFrom("contact_person")
    .selectAll()
    .where("customer_id", "=", anyOf(customerIds))
    .orderBy("id")
    .execute();
}

/** The contact persons with these ids; those that are not there are missing from the answer. */
export async function findContactPersonsByIds(
  tx: Tx,
  ids: readonly ContactPersonId[],
): Promise<ContactPerson[]> {
  return ids.length === 0
    ? []
    : tx.selectFrom("contact_person").selectAll().where("id", "=", anyOf(ids)).execute();
}

/** Deletes customers with their contact persons and timelines; the caller has made sure that nothing else hangs on them. */
export async function deleteCustomersByIds(tx: Tx, ids: readonly CustomerId[]): Promise<void> {
  if (ids.length > 0) await tx.deleteFrom("customer").where("id", "=", anyOf(ids)).execute();
}

/** Deletes contact persons. */
export async function deleteContactPersonsByIds(tx: Tx, ids: readonly ContactPersonId[]): Promise<void> {
  if (ids.length > 0) await tx.deleteFrom("contact_person").where("id", "=", anyOf(ids)).execute();
}
