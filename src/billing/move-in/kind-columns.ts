import type { BillingField } from "#billing/customer/customer-fields.ts";
import type { KindColumns } from "./column.ts";
import { addonColumns, couponColumns, planColumns, productColumns } from "./columns/catalog.ts";
import { creditNoteColumns, invoiceColumns, paymentColumns } from "./columns/documents.ts";
import { contactPersonColumns, customerColumns } from "./columns/people.ts";
import { subscriptionColumns } from "./columns/subscriptions.ts";
import type { MoveInKind } from "./move-in-kind.ts";

const fixed: Readonly<Record<Exclude<MoveInKind, "customers">, KindColumns>> = {
  contact_persons: contactPersonColumns,
  products: productColumns,
  plans: planColumns,
  addons: addonColumns,
  coupons: couponColumns,
  subscriptions: subscriptionColumns,
  invoices: invoiceColumns,
  payments: paymentColumns,
  credit_notes: creditNoteColumns,
};

/** The columns of a kind of file; customers have those that the organization added as well. */
export function columnsFor(kind: MoveInKind, customerFields: readonly BillingField[]): KindColumns {
  return kind === "customers" ? customerColumns(customerFields) : fixed[kind];
}
