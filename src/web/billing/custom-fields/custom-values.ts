import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";

/** The values of custom fields as a form holds them: texts, empty where there is nothing, and check boxes. */
export type CustomValues = Record<string, string | boolean>;

/** What a form begins with, of a record's values or of none. */
export function customValues(
  fields: readonly CustomFieldView[],
  values: Record<string, string | number | boolean | null> = {},
): CustomValues {
  return Object.fromEntries(fields.map((field) => [field.api_name, valueOf(field, values[field.api_name])]));
}

function valueOf(
  { type }: CustomFieldView,
  value: string | number | boolean | null | undefined,
): string | boolean {
  if (type === "check_box") return value === true;
  return value === null || value === undefined ? "" : String(value);
}
