import { listCustomerFields } from "#billing/customer/customer-field.store.ts";
import { contactPersonFields, customerFieldsWith } from "#billing/customer/customer-fields.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Fields } from "./own-value.ts";

/** The fields of billing in this organization, by name. */
export async function findFields(tx: Tx): Promise<Fields> {
  const customer = customerFieldsWith(await listCustomerFields(tx));
  return {
    customer: new Map(customer.map((field) => [field.name, field])),
    contact_person: new Map(contactPersonFields.map((field) => [field.name, field])),
  };
}
