import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { addressValues, type AddressValues } from "#web/billing/AddressFields.tsx";
import { type CustomValues, customValues } from "#web/billing/custom-fields/custom-values.ts";
import { touched } from "#web/ui/touched.ts";

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
  "tax_reg_no",
  "tax_exemption_reason",
  "notes",
] as const;

/** A customer as a form holds it: texts, empty where there is nothing. */
export type CustomerValues = Record<(typeof textFields)[number], string> & {
  display_name: string;
  type: "business" | "individual";
  currency_code: string;
  payment_terms: string;
  tags: string[];
  billing_address: AddressValues;
  shipping_address: AddressValues;
  custom_fields: CustomValues;
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
    billing_address: addressValues(customer?.billing_address),
    shipping_address: addressValues(customer?.shipping_address),
    custom_fields: customValues(fields, customer?.custom_fields),
  };
}

type Body = Partial<Omit<CustomerValues, "billing_address" | "shipping_address">> & {
  billing_address?: Partial<AddressValues>;
  shipping_address?: Partial<AddressValues>;
};

/** What differs from the beginning, as the API takes it. */
export function changesOf(before: CustomerValues, now: CustomerValues): Body {
  const { billing_address, shipping_address, custom_fields, ...plain } = touched(before, now);
  return {
    ...plain,
    ...(billing_address && { billing_address: touched(before.billing_address, billing_address) }),
    ...(shipping_address && { shipping_address: touched(before.shipping_address, shipping_address) }),
    ...(custom_fields && { custom_fields: touched(before.custom_fields, custom_fields) as CustomValues }),
  };
}
