import type { ColumnType, GeneratedAlways } from "kysely";
import type { CustomerId, Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { OfferedItem } from "#billing/catalog/item.ts";
import type { DocumentKind, NumberedKind } from "./kind.ts";
import type { CustomerSnapshot } from "./snapshot.ts";
import type { TaxTotal } from "./totals.ts";

/** Minor units: the driver reads them as text, stores turn that into a bigint. */
type Minor = ColumnType<string, bigint, bigint>;

export type DocumentRow = {
  organization_id: OrganizationId;
  id: DocumentId;
  kind: DocumentKind;
  status: string;
  number: string | null;
  /** Null of a purchase order only. */
  customer_id: CustomerId | null;
  /** Of a purchase order only. */
  vendor_id: Id<"ven"> | null;
  customer_snapshot: ColumnType<CustomerSnapshot, string, string>;
  date: string;
  /** When an invoice is due, an estimate expires, an order is to be delivered. */
  due_date: string | null;
  payment_terms: number | null;
  payment_terms_label: string | null;
  reference_number: string | null;
  salesperson: string | null;
  notes: string | null;
  terms: string | null;
  currency_code: string;
  /** Units of the base currency for one of the document's, as decimal text. */
  exchange_rate: string;
  is_tax_inclusive: boolean;
  tax_rounding: "line" | "rate";
  discount_by: "percentage" | "amount" | null;
  /** A percentage, or an amount in major units. */
  discount_value: string | null;
  shipping: Minor;
  shipping_tax_id: Id<"tax"> | null;
  shipping_tax_name: string | null;
  shipping_tax_percentage: string | null;
  /** What of `tax_total` is the tax on shipping. */
  shipping_tax: Minor;
  adjustment: Minor;
  adjustment_label: string | null;
  sub_total: Minor;
  discount_total: Minor;
  tax_total: Minor;
  total: Minor;
  taxes: ColumnType<StoredTaxTotal[], string, string>;
  paid: Minor;
  credited: Minor;
  written_off: Minor;
  applied: Minor;
  refunded: Minor;
  balance: GeneratedAlways<string>;
  source_id: DocumentId | null;
  subscription_id: Id<"sub"> | null;
  reason: string | null;
  /** What an estimate or order that was invoiced is again once the draft of the invoice is deleted. */
  returns_to: string | null;
  issued_at: Instant | null;
  closed_at: Instant | null;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

/** An invoice, a credit note, an estimate, a sales or a purchase order. */
export type DocumentId = Id<"inv"> | Id<"crn"> | Id<"est"> | Id<"sor"> | Id<"por">;

/** A tax sum as JSON holds it: amounts as text. */
export type StoredTaxTotal = Omit<TaxTotal, "taxable" | "amount"> & { taxable: string; amount: string };

export type DocumentLineRow = {
  organization_id: OrganizationId;
  document_id: DocumentId;
  position: number;
  item_kind: "plan" | "addon" | "product" | null;
  item_id: string | null;
  name: string;
  description: string | null;
  quantity: string;
  unit_price: string;
  discount_by: "percentage" | "amount" | null;
  discount_value: string | null;
  /** The coupon that the discount is of, as it was called then. */
  coupon_code: string | null;
  coupon_name: string | null;
  tax_id: Id<"tax"> | null;
  tax_name: string | null;
  tax_percentage: string | null;
  amount: Minor;
  discount: Minor;
  document_discount: Minor;
  net: Minor;
  tax: Minor;
  subscription_id: Id<"sub"> | null;
  /** Which charge of the subscription: `plan`, `addon:adn_…`. */
  charge: string | null;
  charge_kind: "term" | "setup" | "one_time" | "proration" | null;
  /** Days as PostgreSQL writes a range: `[2026-01-31,2026-02-28)`. */
  period: string | null;
  ratio_part: ColumnType<string | null, bigint | null, bigint | null>;
  ratio_whole: ColumnType<string | null, bigint | null, bigint | null>;
  /** What both are counted in. */
  ratio_unit: "day" | "second" | null;
  /** Of a term, the days that no other line may bill; fewer than its period where the rest was given back. */
  billed_days: string | null;
  is_void: boolean;
  /** The position of the line of the source document that it was made of. */
  source_line: number | null;
  /** Of an estimate, on the first line that a plan or addon makes: what is offered. */
  sold_item: ColumnType<OfferedItem | null, string | null, string | null>;
};

export type NumberSeriesRow = {
  organization_id: OrganizationId;
  kind: NumberedKind;
  prefix: string;
  next_number: ColumnType<string, bigint, bigint>;
  digits: number;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    document: DocumentRow;
    document_line: DocumentLineRow;
    number_series: NumberSeriesRow;
  }
}
