import type { CustomFieldView } from "#billing/customer/customer-field.api.ts";
import type { CustomerView } from "#billing/customer/customer.api.ts";

const addressParts = ["attention", "street", "city", "state", "zip", "country", "phone"] as const;
const textFields = [
  "company_name",
  "salutation",
  "first_name",
  "last_name",
  "email",
  "phone",
  "mobile",
  "fax",
  "website",
  "department",
  "designation",
  "payment_terms_label",
  "language",
  "notes",
] as const;

type Address = Record<(typeof addressParts)[number], string>;

/** A customer as a form holds it: texts, empty where there is nothing. */
export type CustomerValues = Record<(typeof textFields)[number], string> & {
  display_name: string;
  type: "business" | "individual";
  currency_code: string;
  payment_terms: string;
  tags: string[];
  billing_address: Address;
  shipping_address: Address;
  custom_fields: Record<string, string | boolean>;
};

/** What the form of a customer begins with; of a new one where none is given. */
export function valuesOf(
  customer: CustomerView | undefined,
  currency: string,
  fields: readonly CustomFieldView[],
): CustomerValues {
  return {
    ...(Object.fromEntries(textFields.map((name) => [name, customer?.[name] ?? ""])) as Record<
      (typeof textFields)[number],
      string
    >),
    display_name: customer?.display_name ?? "",
    type: customer?.type ?? "business",
    currency_code: customer?.currency_code ?? currency,
    payment_terms: customer?.payment_terms?.toString() ?? "",
    tags: customer?.tags ?? [],
    billing_address: addressOf(customer?.billing_address),
    shipping_address: addressOf(customer?.shipping_address),
    custom_fields: Object.fromEntries(
      fields.map((field) => [field.api_name, customValue(field, customer?.custom_fields[field.api_name])]),
    ),
  };
}

function addressOf(address: CustomerView["billing_address"] | undefined): Address {
  return Object.fromEntries(addressParts.map((part) => [part, address?.[part] ?? ""])) as Address;
}

function customValue(
  { type }: CustomFieldView,
  value: string | number | boolean | null | undefined,
): string | boolean {
  if (type === "check_box") return value === true;
  return value === null || value === undefined ? "" : String(value);
}

type Body = Partial<Omit<CustomerValues, "billing_address" | "shipping_address">> & {
  billing_address?: Partial<Address>;
  shipping_address?: Partial<Address>;
};

/** What differs from the beginning, as the API takes it: what was not touched here may have been changed by others. */
export function changesOf(before: CustomerValues, now: CustomerValues): Body {
  return {
    ...changed(before, now, ["billing_address", "shipping_address", "custom_fields"]),
    ...nested("billing_address", before, now),
    ...nested("shipping_address", before, now),
    ...nested("custom_fields", before, now),
  };
}

function nested(
  name: "billing_address" | "shipping_address" | "custom_fields",
  before: CustomerValues,
  now: CustomerValues,
): Body {
  const parts = changed(before[name], now[name], []);
  return Object.keys(parts).length === 0 ? {} : { [name]: parts };
}

function changed(before: object, now: object, without: readonly string[]): object {
  const was = before as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(now).filter(
      ([name, value]) => !without.includes(name) && JSON.stringify(value) !== JSON.stringify(was[name]),
    ),
  );
}
