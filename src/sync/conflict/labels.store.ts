import { listCustomerFields } from "#billing/customer/customer-field.store.ts";
import { contactPersonFields, customerFieldsWith } from "#billing/customer/customer-fields.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Labels } from "./conflict-view.ts";

/** How the fields of billing are called in this organization. */
export async function findLabels(tx: Tx): Promise<Labels> {
  const customer = customerFieldsWith(await listCustomerFields(tx));
  return {
    customer: new Map(customer.map(({ name, label }) => [name, label])),
    contact_person: new Map(contactPersonFields.map(({ name, label }) => [name, label])),
  };
}
