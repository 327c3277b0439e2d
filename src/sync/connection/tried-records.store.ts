import type { ContactPerson } from "#billing/customer/contact-person.ts";
import type { Customer } from "#billing/customer/customer.ts";
import type { Tx } from "#platform/db/db.ts";
import "#billing/customer/customer.table.ts";

/** The active customers that were changed last. */
export async function listLastChanged(tx: Tx, most: number): Promise<Customer[]> {
  return tx
    .selectFrom("customer")
    .selectAll()
    .where("status", "=", "active")
    .where("merged_into", "is", null)
    .orderBy("updated_at", "desc")
    .orderBy("id", "desc")
    .limit(most)
    .execute();
}

/** The newest contact persons. */
export async function listNewestPersons(tx: Tx, most: number): Promise<ContactPerson[]> {
  return tx.selectFrom("contact_person").selectAll().orderBy("id", "desc").limit(most).execute();
}
