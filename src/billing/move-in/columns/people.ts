import type { BillingField } from "#billing/customer/customer-fields.ts";
import { contactPersonFields } from "#billing/customer/customer-fields.ts";
import { aliasesOf } from "#billing/customer/import-columns.ts";
import type { Column, KindColumns } from "#billing/move-in/column.ts";
import { flag, number, text } from "./make.ts";

/** How exports name the customer that something is of. */
export const ofCustomer: readonly Column[] = [
  text("customer_zoho_id", "Customer ID", "CustomerID", "Contact ID", "Account ID"),
  text("customer_name", "Customer Name", "Display Name", "Customer", "Contact Name", "Account Name"),
  text("customer_email", "Customer Email", "Email", "EmailID", "Email Address", "Customer Email ID"),
];

/** Says which customer: any of the three. */
export const namesCustomer = ofCustomer.map(({ field }) => field);

/** "Contact Type" says customer or vendor in these exports, and not business or individual. */
const otherMeaning = new Set(["contacttype"]);

/** A customer's own fields, with those that the organization added (`CF.Region`). */
export function customerColumns(fields: readonly BillingField[]): KindColumns {
  const own = fields.map((field) => text(field.name, field.label, ...headingsOf(field)));
  return {
    columns: [
      text("zoho_id", "Customer ID", "Contact ID", "CustomerID"),
      ...own,
      text("status", "Status", "Customer Status"),
      text("tags", "Tags"),
      number(
        "outstanding",
        "Outstanding Receivable Amount",
        "Outstanding Receivables",
        "Outstanding Amount",
        "Receivables",
      ),
      number("unused_credits", "Unused Credits Receivable Amount", "Unused Credits"),
    ],
    needs: [["display_name", "company_name", "first_name", "last_name", "email"]],
    keys: ["zoho_id", "display_name", "email"],
    hasLines: false,
  };
}

/** The columns of fields that the organization added. */
export function customColumns(fields: readonly BillingField[]): Column[] {
  return fields
    .filter(({ group }) => group === "custom")
    .map(({ name, label }) => text(name, label, ...customHeadings(label)));
}

function customHeadings(label: string): string[] {
  return [`CF.${label}`, `CF ${label}`];
}

function headingsOf({ name, label }: BillingField): string[] {
  const common: Readonly<Record<string, readonly string[]>> = {
    display_name: ["Display Name", "Customer Name", "Contact Name"],
    email: ["EmailID", "Email Address"],
    mobile: ["MobilePhone", "Mobile Phone"],
    type: ["Customer Sub Type", "Customer Type"],
    currency_code: ["Currency Code", "Currency"],
    payment_terms: ["Payment Terms"],
    payment_terms_label: ["Payment Terms Label"],
    billing_street: ["Billing Address", "Billing Street"],
    billing_zip: ["Billing Code", "Billing Zip"],
    shipping_street: ["Shipping Address", "Shipping Street"],
    shipping_zip: ["Shipping Code", "Shipping Zip"],
  };
  const custom = name.startsWith("cf_") ? customHeadings(label) : [];
  const known = aliasesOf(name).filter((alias) => !otherMeaning.has(alias));
  return [...(common[name] ?? []), ...custom, ...known];
}

/** People at a customer. */
export const contactPersonColumns: KindColumns = {
  columns: [
    ofCustomer[0] as Column,
    ofCustomer[1] as Column,
    text("zoho_id", "Contact Person ID", "ContactPerson ID", "ContactPersonID"),
    ...contactPersonFields.map(({ name, label }) =>
      text(name, label, ...(name === "email" ? ["EmailID", "Email ID"] : []), ...aliasesOf(name)),
    ),
    flag("is_primary", "Primary contact", "Is Primary Contact", "Is Primary", "Primary"),
  ],
  needs: [
    ["customer_zoho_id", "customer_name"],
    ["first_name", "last_name", "email", "phone", "mobile"],
  ],
  keys: ["zoho_id"],
  hasLines: false,
};
