import { type ContactPerson } from "#billing/customer/contact-person.ts";
import { contactPersonFields, customerFields } from "#billing/customer/customer-fields.ts";
import type { Customer } from "#billing/customer/customer.ts";
import type { BillingRecord, Values } from "#sync/plan/decision.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import type { Stay } from "./returning.ts";

/**
 * The fields of a record that a run made in which it is no longer what the run left; empty where nobody changed it
 * since. `left` is what the run wrote, by field.
 */
export function changedSince(record: BillingRecord, left: Values): Stay[] {
  const names =
    record.target === "customer"
      ? [...customerFields.map(({ name }) => name), ...Object.keys(record.row.custom_fields)]
      : contactPersonFields.map(({ name }) => name);
  const values = names
    .filter((name) => name in left || !given.has(name))
    .flatMap((name) => stay(name, record.values[name] ?? null, left[name] ?? null));
  return [...values, ...(record.target === "customer" ? ofCustomer(record.row) : ofPerson(record.row))];
}

/** What every customer has, whether a run wrote it or not. */
const given: ReadonlySet<string> = new Set(["type", "currency_code"]);

function ofCustomer({ tags, status }: Customer): Stay[] {
  return [
    ...stay("tags", tags.length === 0 ? null : tags.join(", "), null),
    ...stay("status", status, "active"),
  ];
}

function ofPerson({ is_primary: isPrimary }: ContactPerson): Stay[] {
  return stay("is_primary", isPrimary, false);
}

function stay(field: string, now: Value, before: Value): Stay[] {
  return now === before ? [] : [{ field, now, before, why: "changed_since" }];
}
