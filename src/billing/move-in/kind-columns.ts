import type { BillingField } from "#billing/customer/customer-fields.ts";
import type { KindColumns } from "./column.ts";
import { addonColumns, couponColumns, planColumns, productColumns } from "./columns/catalog.ts";
import { creditNoteColumns, invoiceColumns, paymentColumns } from "./columns/documents.ts";
import { contactPersonColumns, customerColumns } from "./columns/people.ts";
import { subscriptionColumns } from "./columns/subscriptions.ts";
import type { MoveInKind } from "./move-in-kind.ts";

const fixed: Readonly<Record<Exclude<MoveInKind, "customers" | "subscriptions">, KindColumns>> = {
  contact_persons: contactPersonColumns,
  products: productColumns,
  plans: planColumns,
  addons: addonColumns,
  coupons: couponColumns,
  invoices: invoiceColumns,
  payments: paymentColumns,
  credit_notes: creditNoteColumns,
};

/** The columns of a kind of file; customers and subscriptions have those that the organization added as well. */
export function columnsFor(kind: MoveInKind, ownFields: readonly BillingField[]): KindColumns {
  if (kind === "customers") return customerColumns(ownFields);
  return kind === "subscriptions" ? subscriptionColumns(ownFields) : fixed[kind];
}
