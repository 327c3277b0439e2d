import { z } from "zod";
import {
  type BillingField,
  contactPersonField,
  contactPersonFields,
  customerField,
  customerFields,
} from "./customer-fields.ts";
import { type FieldValue, validateValue } from "./field-value.ts";

/** What the fields are called, by name: of a customer, and of a contact person. */
export const customerLabels: Readonly<Record<string, string>> = labelsOf(customerFields);
export const personLabels: Readonly<Record<string, string>> = labelsOf(contactPersonFields);

function labelsOf(fields: readonly BillingField[]): Record<string, string> {
  return Object.fromEntries(fields.map(({ name, label }) => [name, label]));
}

/** Checks what was given against the catalogue's field and makes it canonical. */
function checked(field: BillingField, value: FieldValue, context: z.RefinementCtx): FieldValue {
  const result = validateValue(field, value);
  if (result.ok) return result.value;
  context.addIssue({ code: "custom", message: result.refusal.message, input: value });
  return z.NEVER;
}

function textOf(field: BillingField) {
  return z
    .union([z.string(), z.null()])
    .transform((value, context) => checked(field, value, context) as string | null);
}

/** A text field of a customer by its name in the catalogue. */
export function customerText(name: string) {
  return textOf(customerField(name));
}

/** A whole number of a customer by its name in the catalogue; forms send it as text. */
export function wholeNumber(name: string) {
  return z
    .union([z.number(), z.string(), z.null()])
    .transform((value, context) => checked(customerField(name), value, context) as number | null);
}

const address = (name: string) =>
  textOf({ ...customerField(`billing_${name}`), label: addressLabels[name] ?? name }).optional();

const addressLabels: Record<string, string> = {
  attention: "Attention",
  street: "Street",
  city: "City",
  state: "State",
  zip: "ZIP code",
  country: "Country",
  phone: "Phone",
};

/** What may be written of an address; parts that are not given stay. */
export const AddressInput = z.strictObject({
  attention: address("attention"),
  street: address("street"),
  city: address("city"),
  state: address("state"),
  zip: address("zip"),
  country: address("country"),
  phone: address("phone"),
});
export type AddressInput = z.output<typeof AddressInput>;

export const AddressView = z.object({
  attention: z.string().nullable(),
  street: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  zip: z.string().nullable(),
  country: z.string().nullable(),
  phone: z.string().nullable(),
});
export type AddressView = z.output<typeof AddressView>;

const person = (name: string) => textOf(contactPersonField(name)).optional();

/** What may be written of a contact person. */
export const NewContactPerson = z.strictObject({
  salutation: person("salutation"),
  first_name: person("first_name"),
  last_name: person("last_name"),
  email: person("email"),
  phone: person("phone"),
  mobile: person("mobile"),
  fax: person("fax"),
  department: person("department"),
  designation: person("designation"),
  is_primary: z.boolean().optional(),
});

export const ContactPersonView = z.object({
  id: z.string(),
  customer_id: z.string(),
  salutation: z.string().nullable(),
  first_name: z.string().nullable(),
  last_name: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  mobile: z.string().nullable(),
  fax: z.string().nullable(),
  department: z.string().nullable(),
  designation: z.string().nullable(),
  is_primary: z.boolean(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type ContactPersonView = z.output<typeof ContactPersonView>;

/** Tags: short, each once, in the order given. */
export const tags = z
  .array(z.string().trim().min(1, "A tag must not be empty").max(50, "A tag has at most 50 characters"))
  .max(50, "Use at most 50 tags")
  .transform((all) => [...new Set(all)]);

/** A yes or no in an address. */
export const booleanFlag = z
  .enum(["true", "false"], "must be true or false")
  .transform((text) => text === "true");

/** How many rows a page has: 50 unless said, 200 at most. */
export const pageSize = z.coerce.number().int().min(1).max(200, "Ask for at most 200 at once").default(50);
