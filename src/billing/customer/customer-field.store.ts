import type { Tx } from "#platform/db/db.ts";
import { type CustomField, listCustomFields } from "#billing/custom-field/custom-field.store.ts";

/** The organization's custom fields for customers, in their order. */
export async function listCustomerFields(tx: Tx): Promise<CustomField[]> {
  return listCustomFields(tx, "customer");
}
