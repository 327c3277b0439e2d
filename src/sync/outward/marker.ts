import type { CrmField } from "#sync/mapping/crm-field.ts";

/**
 * The unique field of the CRM that holds the billing id of each record that was made from billing. By it a try whose
 * answer was lost finds its record, and no record is ever made twice.
 */
export const markerField = "Concord_ID";

/** The field as it is made where the CRM has none yet. */
export const newMarker = {
  field_label: "Concord ID",
  data_type: "text",
  length: 60,
  unique: { case_sensitive: false },
} as const;

/** Whether the fields of a module have the marker. */
export function hasMarker(fields: readonly CrmField[]): boolean {
  return fields.some((field) => field.api_name === markerField);
}
