import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { ContactPerson } from "./contact-person.ts";
import "./customer.table.ts";

/** A customer's contact persons: the primary one first, then as they were made. */
export async function listContactPersons(tx: Tx, customerId: CustomerId): Promise<ContactPerson[]> {
  return tx
    .selectFrom("contact_person")
    .selectAll()
    .where("customer_id", "=", customerId)
    .orderBy("is_primary", "desc")
    .orderBy("id")
    .execute();
}

/** A customer's contact persons, locked until the transaction ends. */
export async function listContactPersonsForUpdate(tx: Tx, customerId: CustomerId): Promise<ContactPerson[]> {
  return tx
    .selectFrom("contact_person")
    .selectAll()
    .where("customer_id", "=", customerId)
    .orderBy("id")
    .forUpdate()
    .execute();
}

/** A contact person, locked; undefined where the organization has none of this id. */
export async function findContactPersonForUpdate(
  tx: Tx,
  id: ContactPersonId,
): Promise<ContactPerson | undefined> {
  return tx.selectFrom("contact_person").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Adds a contact person made by `newContactPerson`. */
export async function insertContactPerson(tx: Tx, person: ContactPerson): Promise<void> {
  await tx.insertInto("contact_person").values(person).execute();
}

/** Writes a contact person changed by `changedContactPerson`. The row must be locked. */
export async function updateContactPerson(tx: Tx, person: ContactPerson): Promise<void> {
  const result = await tx
    .updateTable("contact_person")
    .set(person)
    .where("id", "=", person.id)
    .where("version", "=", person.version - 1)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n)
    throw new Error(`contact person ${person.id} was written without its lock`);
}

/** Takes a contact person away. */
export async function deleteContactPerson(tx: Tx, id: ContactPersonId): Promise<void> {
  await tx.deleteFrom("contact_person").where("id", "=", id).execute();
}

/** Those of these contact persons that are still there, locked until the transaction ends. */
export async function findContactPersonsByIdsForUpdate(
  tx: Tx,
  ids: readonly ContactPersonId[],
): Promise<ContactPerson[]> {
  if (ids.length === 0) return [];
  return tx
    .selectFrom("contact_person")
    .selectAll()
    .where("id", "=", anyOf(ids))
    .orderBy("id")
    .forUpdate()
    .execute();
}
