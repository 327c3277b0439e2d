import type { Customer } from "#billing/customer/customer.ts";

const parts = ["attention", "street", "city", "state", "zip", "country", "phone"] as const;

export type SnapshotAddress = { [Part in (typeof parts)[number]]: string | null };

/** Whom a document is for, as it was when the document was written: what is sent does not change with the customer. */
export type CustomerSnapshot = {
  display_name: string;
  company_name: string | null;
  email: string | null;
  billing_address: SnapshotAddress;
  shipping_address: SnapshotAddress;
  /** Its number for tax, and why it bears none; not there on documents from before they were kept. */
  tax_reg_no?: string | null;
  tax_exemption_reason?: string | null;
};

/** The customer as a document keeps it. */
export function snapshotOf(customer: Customer): CustomerSnapshot {
  return {
    display_name: customer.display_name,
    company_name: customer.company_name,
    email: customer.email,
    billing_address: addressOf(customer, "billing"),
    shipping_address: addressOf(customer, "shipping"),
    tax_reg_no: customer.tax_reg_no,
    tax_exemption_reason: customer.tax_exemption_reason,
  };
}

function addressOf(customer: Customer, kind: "billing" | "shipping"): SnapshotAddress {
  return Object.fromEntries(parts.map((part) => [part, customer[`${kind}_${part}`]])) as SnapshotAddress;
}
