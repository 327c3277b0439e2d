/** How a field's value is read and checked (field-value.ts). */
export type FieldType =
  | "text"
  | "text_area"
  | "email"
  | "phone"
  | "url"
  | "number"
  | "decimal"
  | "date"
  | "check_box"
  | "pick_list"
  | "currency";

export type FieldGroup =
  | "name"
  | "contact"
  | "billing"
  | "billing_address"
  | "shipping_address"
  | "other"
  | "custom";

/** One field that forms, imports and the sync's mapping may name. */
export type BillingField = {
  /** Unique within its record and equal to the column, or `cf_…` for a custom field. */
  name: string;
  label: string;
  type: FieldType;
  /** Most characters; null where the type limits it. */
  maxLength: number | null;
  required: boolean;
  /** The column that holds it; custom fields share `custom_fields`. */
  column: string;
  group: FieldGroup;
  /** The values of a pick list. */
  options: readonly string[];
  /** Smallest and largest number. */
  range?: readonly [number, number];
  /** What a text must look like, and words for that: `letters and digits`. */
  form?: { test: RegExp; words: string };
};

type Extra = Partial<Pick<BillingField, "maxLength" | "required" | "options" | "range" | "form">>;

function field(
  group: FieldGroup,
  name: string,
  label: string,
  type: FieldType,
  extra: Extra = {},
): BillingField {
  return {
    name,
    label,
    type,
    group,
    column: name,
    maxLength: lengths[type] ?? null,
    required: false,
    options: [],
    ...extra,
  };
}

/** Characters by type where the field says nothing else; e-mail addresses end at 254 (RFC 5321). */
const lengths: Partial<Record<FieldType, number>> = {
  text: 200,
  text_area: 500,
  email: 254,
  phone: 50,
  url: 500,
};

function address(
  group: "billing_address" | "shipping_address",
  prefix: "billing" | "shipping",
  title: string,
): BillingField[] {
  return [
    field(group, `${prefix}_attention`, `${title} attention`, "text"),
    field(group, `${prefix}_street`, `${title} street`, "text_area"),
    field(group, `${prefix}_city`, `${title} city`, "text", { maxLength: 100 }),
    field(group, `${prefix}_state`, `${title} state`, "text", { maxLength: 100 }),
    field(group, `${prefix}_zip`, `${title} ZIP code`, "text", { maxLength: 50 }),
    field(group, `${prefix}_country`, `${title} country`, "text", { maxLength: 100 }),
    field(group, `${prefix}_phone`, `${title} phone`, "phone"),
  ];
}

/** Letters and digits of a VAT, GST or tax number, with the signs that people group them by; two at least are digits. */
const taxNumber = {
  test: /^(?=(.*\d){2})[\p{L}\d](?:[ ./&*+-]?[\p{L}\d])*$/u,
  words: "a number such as DE123456789",
};

/** The customer's own fields, in the order of the form. */
export const customerFields: readonly BillingField[] = [
  field("name", "display_name", "Display name", "text", { required: true }),
  field("name", "type", "Customer type", "pick_list", { options: ["business", "individual"] }),
  field("name", "company_name", "Company name", "text"),
  field("name", "salutation", "Salutation", "text", { maxLength: 50 }),
  field("name", "first_name", "First name", "text", { maxLength: 100 }),
  field("name", "last_name", "Last name", "text", { maxLength: 100 }),
  field("contact", "email", "E-mail", "email"),
  field("contact", "phone", "Phone", "phone"),
  field("contact", "mobile", "Mobile", "phone"),
  field("contact", "fax", "Fax", "phone"),
  field("contact", "website", "Website", "url"),
  field("contact", "department", "Department", "text"),
  field("contact", "designation", "Designation", "text"),
  field("billing", "currency_code", "Currency", "currency"),
  field("billing", "payment_terms", "Payment terms (days)", "number", { range: [0, 3650] }),
  field("billing", "payment_terms_label", "Payment terms label", "text", { maxLength: 100 }),
  field("billing", "tax_reg_no", "Tax number", "text", { maxLength: 30, form: taxNumber }),
  field("billing", "tax_exemption_reason", "Tax exemption reason", "text"),
  field("billing", "language", "Language", "text", { maxLength: 20 }),
  ...address("billing_address", "billing", "Billing"),
  ...address("shipping_address", "shipping", "Shipping"),
  field("other", "notes", "Notes", "text_area", { maxLength: 32_000 }),
];

/** A contact person's fields, in the order of the form. */
export const contactPersonFields: readonly BillingField[] = [
  field("name", "salutation", "Salutation", "text", { maxLength: 50 }),
  field("name", "first_name", "First name", "text", { maxLength: 100 }),
  field("name", "last_name", "Last name", "text", { maxLength: 100 }),
  field("contact", "email", "E-mail", "email"),
  field("contact", "phone", "Phone", "phone"),
  field("contact", "mobile", "Mobile", "phone"),
  field("contact", "fax", "Fax", "phone"),
  field("contact", "department", "Department", "text"),
  field("contact", "designation", "Designation", "text"),
];

/** Of these a contact person has at least one: with none of them nobody could tell who it is. */
export const namingPersonFields = ["first_name", "last_name", "email", "phone", "mobile"] as const;

/** What an organization says of a field of its own. */
export type CustomDefinition = {
  api_name: `cf_${string}`;
  label: string;
  type: Exclude<FieldType, "text_area" | "currency">;
  options: readonly string[];
};

/** An organization's custom field as a field like any other. */
export function customField({ api_name, label, type, options }: CustomDefinition): BillingField {
  const maxLength = type === "text" ? 1000 : (lengths[type] ?? null);
  return {
    name: api_name,
    label,
    type,
    maxLength,
    required: false,
    column: "custom_fields",
    group: "custom",
    options,
  };
}

/** All fields of a customer: its own, then the organization's custom ones. */
export function customerFieldsWith(custom: readonly CustomDefinition[]): BillingField[] {
  return [...customerFields, ...custom.map(customField)];
}

const byName = new Map(customerFields.map((one) => [one.name, one]));
const personByName = new Map(contactPersonFields.map((one) => [one.name, one]));

/** A customer's own field. Throws on another name: a bug. */
export function customerField(name: string): BillingField {
  const found = byName.get(name);
  if (found === undefined) throw new Error(`a customer has no field ${name}`);
  return found;
}

/** A contact person's field. Throws on another name: a bug. */
export function contactPersonField(name: string): BillingField {
  const found = personByName.get(name);
  if (found === undefined) throw new Error(`a contact person has no field ${name}`);
  return found;
}
