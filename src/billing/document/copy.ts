import { storedCoupon, storedDiscount } from "./discount.ts";
import { storedShippingTax } from "./shipping-tax.ts";
import type { Document, DocumentLine, DocumentValues, LineValues } from "./document.ts";

/** The values of a document, for making another one of it. */
export function valuesOf(document: Document): DocumentValues {
  return {
    date: document.date,
    due_date: document.due_date,
    payment_terms: document.payment_terms,
    payment_terms_label: document.payment_terms_label,
    reference_number: document.reference_number,
    salesperson: document.salesperson,
    notes: document.notes,
    terms: document.terms,
    exchange_rate: document.exchange_rate,
    is_tax_inclusive: document.is_tax_inclusive,
    tax_rounding: document.tax_rounding,
    shipping: document.shipping,
    shipping_tax: storedShippingTax(document),
    adjustment: document.adjustment,
    adjustment_label: document.adjustment_label,
    discount: storedDiscount(document, document.currency_code),
  };
}

/** What is written of a line, and where it stood; without the charge of a subscription that it bills: a copy bills nothing anew. */
export function lineValuesOf(line: DocumentLine, currency: string): LineValues {
  const { tax_id: id, tax_name: name, tax_percentage: percentage } = line;
  return {
    item_kind: line.item_kind,
    item_id: line.item_id,
    name: line.name,
    description: line.description,
    quantity: line.quantity,
    unit_price: line.unit_price,
    discount: storedDiscount(line, currency),
    coupon: storedCoupon(line),
    tax: id === null || name === null || percentage === null ? undefined : { id, name, percentage },
    source_line: line.position,
  };
}
