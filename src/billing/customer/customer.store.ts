import type { CustomerId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Customer } from "./customer.ts";
import "./customer.table.ts";

/** A customer, or undefined where the organization has none of this id. */
export async function findCustomer(tx: Tx, id: CustomerId): Promise<Customer | undefined> {
  return tx.selectFrom("customer").selectAll().where("id", "=", id).executeTakeFirst();
}

/** Customers of these ids. */
export async function listCustomersById(tx: Tx, ids: readonly CustomerId[]): Promise<Customer[]> {
  if (ids.length === 0) return [];
  return tx.selectFrom("customer").selectAll().where("id", "=", anyOf(ids)).execute();
}

/** A customer, locked until the transaction ends, so that what is decided on it still holds when it is written. */
export async function findCustomerForUpdate(tx: Tx, id: CustomerId): Promise<Customer | undefined> {
  return tx.selectFrom("customer").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** Adds a customer made by `newCustomer`. */
export async function insertCustomer(tx: Tx, customer: Customer): Promise<void> {
  await tx.insertInto("customer").values(stored(customer)).execute();
}

/** Writes a customer changed by `changedCustomer`. The row must be locked: a version that does not follow is a bug. */
export async function updateCustomer(tx: Tx, customer: Customer): Promise<void> {
  const result = await tx
    .updateTable("customer")
    .set(stored(customer))
    .where("id", "=", customer.id)
    .where("version", "=", customer.version - 1)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new Error(`customer ${customer.id} was written without its lock`);
}

/** Takes a customer away, with its contact persons and timeline. */
export async function deleteCustomer(tx: Tx, id: CustomerId): Promise<void> {
  await tx.deleteFrom("customer").where("id", "=", id).execute();
}

function stored(customer: Customer): Omit<Customer, "custom_fields"> & { custom_fields: string } {
  return { ...customer, custom_fields: JSON.stringify(customer.custom_fields) };
}
