import type { CrmField } from "#web/crm/types.ts";

/** What kind of value a field holds, as far as showing, typing and comparing it go. */
export type Kind =
  | "text"
  | "long"
  | "email"
  | "phone"
  | "link"
  | "number"
  | "money"
  | "percent"
  | "date"
  | "moment"
  | "tick"
  | "choice"
  | "choices"
  | "record"
  | "user"
  | "tags";

const kinds: Record<string, Kind> = {
  textarea: "long",
  email: "email",
  phone: "phone",
  website: "link",
  integer: "number",
  bigint: "text",
  double: "number",
  currency: "money",
  percent: "percent",
  date: "date",
  datetime: "moment",
  boolean: "tick",
  picklist: "choice",
  multiselectpicklist: "choices",
  lookup: "record",
  ownerlookup: "user",
  userlookup: "user",
};

/** The kind of a field; what is not known is shown as text. */
export function kindOf({ data_type, api_name }: Pick<CrmField, "data_type" | "api_name">): Kind {
  return api_name === "Tag" ? "tags" : (kinds[data_type] ?? "text");
}

/** Types that people may add, with their names. */
export const fieldTypes: readonly { value: string; label: string; unique?: boolean }[] = [
  { value: "text", label: "Single line", unique: true },
  { value: "textarea", label: "Several lines" },
  { value: "email", label: "E-mail", unique: true },
  { value: "phone", label: "Phone", unique: true },
  { value: "website", label: "Web address", unique: true },
  { value: "boolean", label: "Check box" },
  { value: "picklist", label: "Pick list" },
  { value: "multiselectpicklist", label: "Pick list, several" },
  { value: "integer", label: "Whole number", unique: true },
  { value: "double", label: "Decimal number" },
  { value: "bigint", label: "Long whole number", unique: true },
  { value: "currency", label: "Money" },
  { value: "percent", label: "Percent" },
  { value: "date", label: "Date" },
  { value: "datetime", label: "Date and time" },
  { value: "lookup", label: "Look-up" },
  { value: "userlookup", label: "User" },
  { value: "autonumber", label: "Automatic number" },
];

/** The name of a field's type as people read it. */
export function typeLabel(field: Pick<CrmField, "data_type" | "api_name">): string {
  if (kindOf(field) === "tags") return "Tags";
  const type = field.data_type;
  return fieldTypes.find(({ value }) => value === type)?.label ?? (type === "ownerlookup" ? "Owner" : type);
}
