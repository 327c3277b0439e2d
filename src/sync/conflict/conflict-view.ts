import type { BillingField } from "#billing/customer/customer-fields.ts";
import { crmRecordUrl } from "#sync/link/link-view.ts";
import type { ConflictView } from "./conflict.api.ts";
import { type SettledWhy, takenIn } from "./conflict.ts";
import type { ListedConflict } from "./conflict.table.ts";

/** By kind of record, how its fields are called and filled in. */
type Shown = Record<
  "customer" | "contact_person",
  ReadonlyMap<string, Pick<BillingField, "label" | "type" | "options">>
>;

const settledWords: Record<SettledWhy, string> = {
  decided: "The decision was carried out.",
  alone: "The sides agree again, or only one of them had changed.",
  changed: "A side changed after the decision, so it was asked again.",
  apart: "The pair is not synced any more.",
};

/** A conflict as it is shown. */
export function conflictView(row: ListedConflict, fields: Shown): ConflictView {
  const isPerson = row.target === "contact_person";
  const field = fields[row.target].get(row.field);
  const taken = takenIn(row);
  return {
    id: row.id,
    version: row.version,
    connection: row.connection_id,
    crm_company: row.crm_company,
    crm_module: row.crm_module,
    crm_id: row.crm_id,
    crm_url: crmRecordUrl(row, row.crm_module, row.crm_id),
    customer: row.customer_id,
    contact_person: isPerson ? row.record_id : null,
    name: row.name,
    field: row.field,
    label: field?.label ?? row.field,
    input: field ? { type: field.type, options: [...field.options] } : null,
    base: row.base === null ? null : { value: JSON.parse(row.base) as unknown },
    crm: {
      value: JSON.parse(row.crm_value) as unknown,
      at: row.crm_modified_at,
      by: row.crm_modified_by,
    },
    billing: {
      value: JSON.parse(row.billing_value) as unknown,
      at: row.billing_at,
      by: row.billing_by,
    },
    opened_at: row.opened_at,
    opened_by: row.opened_by,
    changed_at: row.changed_at,
    state: row.state,
    decision:
      taken === undefined || row.decided_at === null
        ? null
        : { ...taken, by: row.decided_by_name ?? "", at: row.decided_at },
    settled:
      row.settled_why === null || row.settled_at === null
        ? null
        : { why: row.settled_why, words: settledWords[row.settled_why], at: row.settled_at },
  };
}
