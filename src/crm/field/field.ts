/** The modules of the CRM that hold records. */
export type ModuleName = "Accounts" | "Contacts" | "Deals";

/** Data types by the names that Zoho CRM gives them. */
export type DataType =
  | "text"
  | "textarea"
  | "email"
  | "phone"
  | "website"
  | "picklist"
  | "multiselectpicklist"
  | "date"
  | "datetime"
  | "integer"
  | "bigint"
  | "double"
  | "percent"
  | "currency"
  | "boolean"
  | "lookup"
  | "ownerlookup"
  | "userlookup"
  | "autonumber"
  | "tags";

/** The columns of crm_record that fields read instead of its values. */
export type RecordColumn =
  | "id"
  | "name"
  | "owner_id"
  | "created_by"
  | "modified_by"
  | "created_time"
  | "modified_time"
  | "last_activity_time";

/** A field of a module. What is absent is "no" or "none". */
export type Field = {
  /** 19 digits. */
  id: string;
  api_name: string;
  label: string;
  type: DataType;
  /** Most characters (text), or most digits before the point (numbers). */
  length: number;
  decimals?: number;
  mandatory?: boolean;
  /** Set by the CRM itself; what callers send for it is ignored. */
  readOnly?: boolean;
  custom?: boolean;
  unique?: boolean;
  /** Records may be addressed by this field's value with the X-EXTERNAL header. */
  external?: boolean;
  options?: readonly string[];
  /** Module of a look-up, and the name of the list that the looked-up record shows. */
  lookup?: { module: ModuleName; list: string };
  autoNumber?: { prefix: string; start: number; suffix: string };
  column?: RecordColumn;
};

/** All fields of a module by name, in display order. */
export type FieldMap = ReadonlyMap<string, Field>;

/** How a data type travels in JSON, by Zoho's words. */
export const jsonTypes: Record<
  DataType,
  "string" | "integer" | "double" | "boolean" | "jsonobject" | "jsonarray"
> = {
  text: "string",
  textarea: "string",
  email: "string",
  phone: "string",
  website: "string",
  picklist: "string",
  multiselectpicklist: "jsonarray",
  date: "string",
  datetime: "string",
  integer: "integer",
  bigint: "string",
  double: "double",
  percent: "double",
  currency: "double",
  boolean: "boolean",
  lookup: "jsonobject",
  ownerlookup: "jsonobject",
  userlookup: "jsonobject",
  autonumber: "string",
  tags: "jsonarray",
};

/** What kind of comparison fits a data type. */
export type Family =
  | "text"
  | "number"
  | "date"
  | "datetime"
  | "choice"
  | "choices"
  | "boolean"
  | "reference"
  | "tags";

const families: Record<DataType, Family> = {
  text: "text",
  textarea: "text",
  email: "text",
  phone: "text",
  website: "text",
  autonumber: "text",
  picklist: "choice",
  multiselectpicklist: "choices",
  date: "date",
  datetime: "datetime",
  integer: "number",
  bigint: "number",
  double: "number",
  percent: "number",
  currency: "number",
  boolean: "boolean",
  lookup: "reference",
  ownerlookup: "reference",
  userlookup: "reference",
  tags: "tags",
};

/** The family of a field. The record's own id compares as a reference. */
export function familyOf(field: Pick<Field, "type" | "column">): Family {
  return field.column === "id" ? "reference" : families[field.type];
}

/** The longest value a type may have, where the field says nothing: Zoho CRM's limits. */
export const defaultLengths: Record<DataType, number> = {
  text: 255,
  textarea: 32_000,
  email: 100,
  phone: 30,
  website: 450,
  picklist: 120,
  multiselectpicklist: 2000,
  date: 20,
  datetime: 20,
  integer: 9,
  bigint: 18,
  double: 16,
  percent: 5,
  currency: 16,
  boolean: 5,
  lookup: 120,
  ownerlookup: 120,
  userlookup: 120,
  autonumber: 200,
  tags: 2000,
};

/** Whether a field holds numbers with digits after the point. */
export function hasDecimals({ type }: Field): boolean {
  return type === "double" || type === "currency" || type === "percent";
}

/** How many digits after the point a field keeps; it rounds to them. Two where nobody said otherwise. */
export function decimalsOf({ decimals }: Field): number {
  return decimals ?? 2;
}
