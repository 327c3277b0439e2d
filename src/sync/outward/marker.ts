import type { CrmField } from "#sync/mapping/crm-field.ts";
import { markerField } from "#sync/mapping/incoming.ts";

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
