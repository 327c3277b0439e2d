import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import type { CustomFieldView } from "#billing/custom-field/custom-field.api.ts";
import { languageName } from "#web/billing/languages.ts";
import { CustomValue } from "#web/billing/custom-fields/CustomValue.tsx";
import { WebLink } from "#web/ui/WebLink.tsx";
import { showCount, showName } from "#web/ui/show.ts";
import { When } from "#web/ui/When.tsx";
import { sourceWords } from "#web/billing/customers/words.ts";

/** One value for reading: null where there is none; `copy` is what can be copied, `fields` what it is made of. */
export type Fact = { name: string; value: ReactNode; copy?: string | null; fields?: readonly string[] };

export type FactGroup = { title: string; facts: Fact[] };

/** What is known of a customer, in the order of the form. */
export function factsOf(customer: CustomerView, custom: readonly CustomFieldView[]): FactGroup[] {
  const name = [customer.salutation, customer.first_name, customer.last_name].filter(Boolean).join(" ");
  return [
    {
      title: "Contact",
      facts: [
        { name: "Company", value: customer.company_name, fields: ["company_name"] },
        { name: "Name", value: name === "" ? null : name, fields: ["salutation", "first_name", "last_name"] },
        {
          name: "E-mail",
          value: customer.email && <Anchor href={`mailto:${customer.email}`}>{customer.email}</Anchor>,
          copy: customer.email,
          fields: ["email"],
        },
        { name: "Phone", value: customer.phone, copy: customer.phone, fields: ["phone"] },
        { name: "Mobile", value: customer.mobile, copy: customer.mobile, fields: ["mobile"] },
        { name: "Fax", value: customer.fax, fields: ["fax"] },
        {
          name: "Website",
          value: customer.website && <WebLink address={customer.website} />,
          fields: ["website"],
        },
        { name: "Department", value: customer.department, fields: ["department"] },
        { name: "Designation", value: customer.designation, fields: ["designation"] },
      ],
    },
    {
      title: "Billing",
      facts: [
        { name: "Type", value: customer.type === "business" ? "Business" : "Individual" },
        {
          name: "Currency",
          value: `${customer.currency_code} (${showName("currency", customer.currency_code)})`,
          fields: ["currency_code"],
        },
        { name: "Payment terms", value: termsWords(customer), fields: ["payment_terms"] },
        { name: "Tax number", value: customer.tax_reg_no, copy: customer.tax_reg_no, fields: ["tax_reg_no"] },
        {
          name: "Tax exemption reason",
          value: customer.tax_exemption_reason,
          fields: ["tax_exemption_reason"],
        },
        {
          name: "Language",
          value: customer.language && languageName(customer.language),
          fields: ["language"],
        },
        { name: "Source", value: sourceWords(customer.source) },
        { name: "Created", value: <When at={customer.created_at} /> },
        { name: "Customer ID", value: customer.id, copy: customer.id },
      ],
    },
    ...addressFacts("billing", customer.billing_address),
    ...addressFacts("shipping", customer.shipping_address),
    { title: "Custom fields", facts: custom.map((field) => customFact(field, customer)) },
  ];
}

function termsWords({ payment_terms: days, payment_terms_label: label }: CustomerView): string | null {
  if (days === null) return label;
  const words = days === 0 ? "On receipt" : showCount(days, "day");
  return label === null ? words : `${label} (${words.toLowerCase()})`;
}

/** An address as on an envelope, and its phone number. */
function addressFacts(kind: "billing" | "shipping", address: CustomerView["billing_address"]): FactGroup[] {
  const { attention, street, city, state, zip, country, phone } = address;
  const town = [[zip, city].filter(Boolean).join(" "), state].filter(Boolean).join(", ");
  const lines = [attention, street, town, country].filter(Boolean).join("\n");
  const parts = ["attention", "street", "city", "state", "zip", "country"];
  return [
    {
      title: kind === "billing" ? "Billing address" : "Shipping address",
      facts: [
        {
          name: "Address",
          value: lines === "" ? null : <span style={{ whiteSpace: "pre-line" }}>{lines}</span>,
          copy: lines === "" ? null : lines,
          fields: parts.map((part) => `${kind}_${part}`),
        },
        { name: "Phone", value: phone, copy: phone, fields: [`${kind}_phone`] },
      ],
    },
  ];
}

function customFact(field: CustomFieldView, { custom_fields: values }: CustomerView): Fact {
  const value = values[field.api_name] ?? null;
  if (value === null) return { name: field.label, value: null };
  const words = <CustomValue field={field} value={value} />;
  return { name: field.label, value: words, fields: [field.api_name] };
}
