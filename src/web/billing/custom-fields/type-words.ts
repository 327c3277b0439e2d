import type { CustomFieldType } from "#billing/custom-field/custom-field.api.ts";

/** What the types of custom fields are called. */
export const typeWords: Record<CustomFieldType, string> = {
  text: "Text",
  number: "Whole number",
  decimal: "Decimal",
  date: "Date",
  check_box: "Check box",
  pick_list: "Pick list",
  email: "E-mail",
  url: "Web address",
  phone: "Phone",
};
