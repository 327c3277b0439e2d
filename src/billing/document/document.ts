import type { Selectable } from "kysely";
import type { CustomerId, Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { OfferedItem } from "#billing/catalog/item.ts";
import { couponColumns, discountColumns, type NamedCoupon } from "./discount.ts";
import type { DocumentId, DocumentLineRow, DocumentRow } from "./document.table.ts";
import type { DocumentKind } from "./kind.ts";
import { type ShippingTax, type ShippingTaxColumns, shippingTaxColumns } from "./shipping-tax.ts";
import type { CustomerSnapshot } from "./snapshot.ts";
import { type Discount, type DocumentInput, type Totals, totalsOf } from "./totals.ts";

/** Columns of a document that hold minor units. */
export const documentMinors = [
  "shipping",
  "shipping_tax",
  "adjustment",
  "sub_total",
  "discount_total",
  "tax_total",
  "total",
  "paid",
  "credited",
  "written_off",
  "applied",
  "refunded",
  "balance",
] as const satisfies (keyof DocumentRow)[];

/** Columns of a line that hold minor units. */
export const lineMinors = [
  "amount",
  "discount",
  "document_discount",
  "net",
  "tax",
] as const satisfies (keyof DocumentLineRow)[];

type StoredDocument = Selectable<DocumentRow>;
type StoredLine = Selectable<DocumentLineRow>;

/** A document as rules see it: money as bigints. */
export type Document = Omit<StoredDocument, (typeof documentMinors)[number] | "taxes"> & {
  [Column in (typeof documentMinors)[number]]: bigint;
} & { taxes: Totals["taxes"] };

/** A document for a customer: all but purchase orders. */
export type CustomerDocument = Document & { customer_id: CustomerId };

/** A document of a kind; for a customer unless it is a purchase order. */
export type OfKind<Kind extends DocumentKind> = Kind extends "purchase_order" ? Document : CustomerDocument;

/** A line as rules see it. */
export type DocumentLine = Omit<StoredLine, (typeof lineMinors)[number] | "ratio_part" | "ratio_whole"> & {
  [Column in (typeof lineMinors)[number]]: bigint;
} & { ratio_part: bigint | null; ratio_whole: bigint | null };

/** What is written of a line: what is sold, and which charge of a subscription it bills. */
export type LineValues = Pick<
  DocumentLine,
  "item_kind" | "item_id" | "name" | "description" | "quantity" | "unit_price"
> & {
  discount?: Discount | undefined;
  /** Whose discount it is. */
  coupon?: NamedCoupon | undefined;
  tax?: { id: Id<"tax">; name: string; percentage: string } | undefined;
  source_line?: number | undefined;
  sold_item?: OfferedItem | undefined;
  charge?:
    | Pick<
        DocumentLine,
        "subscription_id" | "charge" | "charge_kind" | "period" | "ratio_part" | "ratio_whole" | "ratio_unit"
      >
    | undefined;
};

/** What is written of a document beside its lines. */
export type DocumentValues = Pick<
  Document,
  | "date"
  | "due_date"
  | "payment_terms"
  | "payment_terms_label"
  | "reference_number"
  | "salesperson"
  | "notes"
  | "terms"
  | "exchange_rate"
  | "is_tax_inclusive"
  | "tax_rounding"
  | "shipping"
  | "adjustment"
  | "adjustment_label"
> & { discount?: Discount | undefined; shipping_tax?: ShippingTax | undefined };

type Origin = {
  organizationId: OrganizationId;
  id: DocumentId;
  kind: DocumentKind;
  customer: { id: CustomerId; currency_code: string; snapshot: CustomerSnapshot };
  source_id?: DocumentId;
  subscription_id?: Id<"sub">;
  now: Instant;
};

export type Draft = { document: CustomerDocument; lines: DocumentLine[] };

/** A new draft with its money reckoned. */
export function newDraft(values: DocumentValues, lines: readonly LineValues[], origin: Origin): Draft {
  const { customer } = origin;
  const party = { customer_id: customer.id, vendor_id: null };
  return newDraftFor({ ...customer, ...party }, values, lines, origin) as Draft;
}

/** Who is on the other side of a document. */
export type Party = Pick<Document, "customer_id" | "vendor_id" | "currency_code"> & {
  snapshot: CustomerSnapshot;
};

/** A new draft for a customer or a vendor. */
export function newDraftFor(
  party: Party,
  values: DocumentValues,
  lines: readonly LineValues[],
  origin: Omit<Origin, "customer">,
): { document: Document; lines: DocumentLine[] } {
  const { organizationId, id, kind, now } = origin;
  const blank = { paid: 0n, credited: 0n, written_off: 0n, applied: 0n, refunded: 0n };
  const document = {
    organization_id: organizationId,
    id,
    kind,
    status: "draft",
    number: null,
    customer_id: party.customer_id,
    vendor_id: party.vendor_id,
    customer_snapshot: party.snapshot,
    currency_code: party.currency_code,
    source_id: origin.source_id ?? null,
    subscription_id: origin.subscription_id ?? null,
    reason: null,
    returns_to: null,
    issued_at: null,
    closed_at: null,
    version: 1,
    created_at: now,
    updated_at: now,
    ...blank,
  };
  return reckoned(document, values, lines);
}

/** A draft with other values and lines: all of its money is reckoned anew. */
export function changedDraft<Of extends Document>(
  document: Of,
  values: DocumentValues,
  lines: readonly LineValues[],
  now: Instant,
): { document: Of; lines: DocumentLine[] } {
  const changed: Document = { ...document, version: document.version + 1, updated_at: now };
  return reckoned(changed, values, lines) as { document: Of; lines: DocumentLine[] };
}

type Unreckoned = Omit<
  Document,
  keyof DocumentValues | keyof Totals | keyof ShippingTaxColumns | "balance" | `discount_${string}`
>;

function reckoned(
  document: Unreckoned,
  values: DocumentValues,
  lines: readonly LineValues[],
): { document: Document; lines: DocumentLine[] } {
  const totals = totalsOf(documentInput(document.currency_code, values, lines));
  const { discount, shipping_tax, ...kept } = values;
  const { lines: sums, ...sum } = totals;
  const whole: Document = {
    ...document,
    ...kept,
    ...discountColumns(discount, document.currency_code),
    ...shippingTaxColumns(shipping_tax),
    ...sum,
    balance: sum.total,
  };
  const made = lines.map((line, position) => {
    const money = sums[position];
    if (money === undefined) throw new Error("a line without its sum");
    return lineOf(whole, position, line, money);
  });
  return { document: whole, lines: made };
}

/** What the totals of a document are reckoned from. */
export function documentInput(
  currency: string,
  values: DocumentValues,
  lines: readonly LineValues[],
): DocumentInput {
  return {
    currency,
    lines: lines.map(({ quantity, unit_price, discount, tax }) => ({
      quantity,
      unit_price,
      ...(discount ? { discount } : {}),
      tax: tax ?? null,
    })),
    ...(values.discount ? { discount: values.discount } : {}),
    is_tax_inclusive: values.is_tax_inclusive,
    tax_rounding: values.tax_rounding,
    shipping: values.shipping,
    shipping_tax: values.shipping_tax ?? null,
    adjustment: values.adjustment,
  };
}

const noCharge = {
  subscription_id: null,
  charge: null,
  charge_kind: null,
  period: null,
  ratio_part: null,
  ratio_whole: null,
  ratio_unit: null,
};

function lineOf(
  { organization_id, id, currency_code }: Document,
  position: number,
  { discount, coupon, tax, charge, source_line, sold_item, ...line }: LineValues,
  money: Totals["lines"][number],
): DocumentLine {
  return {
    organization_id,
    document_id: id,
    position,
    ...line,
    ...discountColumns(discount, currency_code),
    ...couponColumns(discount, coupon),
    tax_id: tax?.id ?? null,
    tax_name: tax?.name ?? null,
    tax_percentage: tax?.percentage ?? null,
    ...money,
    ...noCharge,
    ...charge,
    billed_days: charge?.charge_kind === "term" ? charge.period : null,
    is_void: false,
    source_line: source_line ?? null,
    sold_item: sold_item ?? null,
  };
}
