import type { z } from "zod";
import { amountText, unitPriceText } from "#kernel/money.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import { inBase } from "#billing/ledger/posting.ts";
import { type DiscountColumns, storedCoupon, storedDiscount } from "./discount.ts";
import type { documentListItem, documentView, LineView } from "./document-schema.api.ts";
import type { Document, DocumentLine } from "./document.ts";
import { storedShippingTax } from "./shipping-tax.ts";

type View<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape>>;

/** A document as lists show it, with the status that its kind gives it today. */
export function listItemOf<Status extends string>(
  document: Document,
  status: Status,
): View<typeof documentListItem> & { status: Status } {
  const money = (minor: bigint) => amountText(minor, document.currency_code);
  return {
    id: document.id,
    number: document.number,
    status,
    customer_id: document.customer_id ?? "",
    customer_name: document.customer_snapshot.display_name,
    date: document.date,
    currency_code: document.currency_code,
    total: money(document.total),
    balance: money(shownBalance(document)),
    reference_number: document.reference_number,
    subscription_id: document.subscription_id,
    created_at: document.created_at,
    updated_at: document.updated_at,
  };
}

/**
 * What is open of a document: nobody owes or may use what is void. The row keeps what its total less all settlements is,
 * as the database checks.
 */
export function shownBalance({ status, balance }: Document): bigint {
  return status === "void" ? 0n : balance;
}

/** A document as it is shown by itself. */
export function documentViewOf<Status extends string>(
  document: Document,
  lines: readonly DocumentLine[],
  { status, base }: { status: Status; base: string },
): View<typeof documentView> & { status: Status } {
  const { currency_code: currency } = document;
  const money = (minor: bigint) => amountText(minor, currency);
  const { email, billing_address, shipping_address, ...snapshot } = document.customer_snapshot;
  return {
    ...listItemOf(document, status),
    email,
    billing_address,
    shipping_address,
    tax_reg_no: snapshot.tax_reg_no ?? null,
    tax_exemption_reason: snapshot.tax_exemption_reason ?? null,
    salesperson: document.salesperson,
    notes: document.notes,
    terms: document.terms,
    payment_terms: document.payment_terms,
    payment_terms_label: document.payment_terms_label,
    exchange_rate: plainDecimal(document.exchange_rate),
    base_currency: base,
    base_total: amountText(inBase(document.total, { currency, base, rate: document.exchange_rate }), base),
    is_tax_inclusive: document.is_tax_inclusive,
    discount: discountView(document, currency),
    sub_total: money(document.sub_total),
    discount_total: money(document.discount_total),
    shipping_charge: money(document.shipping),
    shipping_charge_tax: shippingTaxView(document),
    adjustment: money(document.adjustment),
    adjustment_description: document.adjustment_label,
    tax_total: money(document.tax_total),
    taxes: document.taxes.map(({ taxable, amount, percentage, ...tax }) => ({
      ...tax,
      percentage: plainDecimal(percentage),
      taxable: money(taxable),
      amount: money(amount),
    })),
    source_id: document.source_id,
    reason: document.reason,
    line_items: lines.map((line) => lineView(line, currency)),
    version: document.version,
  };
}

function shippingTaxView(document: Document): View<typeof documentView>["shipping_charge_tax"] {
  const tax = storedShippingTax(document);
  if (tax === undefined) return null;
  const amount = amountText(document.shipping_tax, document.currency_code);
  return { ...tax, percentage: plainDecimal(tax.percentage), amount };
}

function lineView(line: DocumentLine, currency: string): LineView {
  const money = (minor: bigint) => amountText(minor, currency);
  const { tax_id: id, tax_name: name, tax_percentage: percentage } = line;
  return {
    name: line.name,
    description: line.description,
    item:
      line.item_kind === null || line.item_id === null ? null : { kind: line.item_kind, id: line.item_id },
    quantity: plainDecimal(line.quantity),
    price: unitPriceText(line.unit_price, currency),
    discount: discountView(line, currency),
    coupon: storedCoupon(line) ?? null,
    own_discount_amount: money(line.discount),
    tax:
      id === null || name === null || percentage === null
        ? null
        : { id, name, percentage: plainDecimal(percentage) },
    amount: money(line.amount),
    discount_amount: money(line.discount + line.document_discount),
    net: money(line.net),
    tax_amount: money(line.tax),
    period: periodOf(line.period),
  };
}

function discountView(columns: DiscountColumns, currency: string) {
  const discount = storedDiscount(columns, currency);
  if (discount === undefined) return null;
  const { by } = discount;
  return { by, value: by === "percentage" ? discount.value : amountText(discount.minor, currency) };
}

/** The days of a range as PostgreSQL writes it, `[2026-01-31,2026-02-28)`. */
export function periodOf(range: string | null): { start: string; end: string } | null {
  const found = range === null ? null : /^\[(\d{4}-\d{2}-\d{2}),(\d{4}-\d{2}-\d{2})\)$/.exec(range);
  if (!found) return null;
  const [, start = "", end = ""] = found;
  return { start, end };
}
