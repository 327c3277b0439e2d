import type { ContactPerson } from "#billing/customer/contact-person.ts";
import type { Customer } from "#billing/customer/customer.ts";
import type { BillingRecord, Values } from "#sync/plan/decision.ts";

/** A customer as values by field: custom fields stand beside the others. */
export function customerRecord(row: Customer): BillingRecord {
  return {
    target: "customer",
    id: row.id,
    values: { ...(row as unknown as Values), ...row.custom_fields },
    row,
  };
}

/** A contact person as values by field. */
export function personRecord(row: ContactPerson): BillingRecord {
  return { target: "contact_person", id: row.id, values: row as unknown as Values, row };
}
