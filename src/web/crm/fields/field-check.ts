import { type DataType, type Field, storedValue } from "#crm/field/field.api.ts";
import { problemWords } from "#crm/import/import.api.ts";
import type { CrmField } from "#web/crm/types.ts";
import { kindOf } from "./field-kind.ts";
import { apiValue, type FormValue } from "./record-values.ts";

/** What is wrong with an input, by the CRM's own rules and in its own words; undefined where nothing is. */
export function problemOf(field: CrmField, input: FormValue | undefined): string | undefined {
  const stored = storedValue(ruleOf(field), apiValue(field, input));
  const details = stored.ok ? {} : stored.refusal;
  const code = stored.ok ? "MANDATORY_NOT_FOUND" : "INVALID_DATA";
  if (stored.ok && !(field.system_mandatory && stored.value === null)) return undefined;
  const value = typeof input === "string" ? input : undefined;
  return problemWords({ code, details, message: "invalid data", status: "error" }, field.field_label, value);
}

/** A field of the API as the CRM's rules know it: what they ask of it. */
function ruleOf(field: CrmField): Field {
  const { id, api_name, field_label: label, data_type, length, decimal_place, pick_list_values } = field;
  return {
    id,
    api_name,
    label,
    type: kindOf(field) === "tags" ? "tags" : (data_type as DataType),
    length,
    ...(decimal_place === null ? {} : { decimals: decimal_place }),
    ...(pick_list_values.length > 0
      ? { options: pick_list_values.map(({ actual_value }) => actual_value) }
      : {}),
  };
}
