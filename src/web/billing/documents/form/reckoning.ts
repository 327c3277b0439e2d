import { minorOf } from "#kernel/money.ts";
import { documentProblems } from "#billing/document/document-problems.ts";
import { LineInput, DiscountInput } from "#billing/document/document-schema.api.ts";
import { amountInput, signedAmountInput } from "#billing/document/amount.api.ts";
import {
  type Discount,
  type DocumentInput,
  type LineInput as ReckonedLine,
  type LineTax,
  type Totals,
  totalsOf,
} from "#billing/document/totals.ts";
import { type DiscountValues, formProblems, type LineValues, type MoneyValues } from "./document-values.ts";

/** What the money of a document depends on beside what is typed. */
export type Setting = {
  currency: string;
  tax_rounding: DocumentInput["tax_rounding"];
  taxes: ReadonlyMap<string, LineTax>;
};

/** What a document comes to, or why that cannot be said. */
export type Reckoned = { totals: Totals; problem?: never } | { totals?: never; problem: string };

/** What a document comes to as one types, by the rule that writes it. What is not yet a number counts as nothing. */
export function reckon(values: MoneyValues, setting: Setting): Reckoned {
  const { currency, tax_rounding } = setting;
  const discount = discountOf(values.discount, currency);
  const input: DocumentInput = {
    currency,
    lines: values.line_items.map((line) => lineOf(line, setting)),
    ...(discount ? { discount } : {}),
    is_tax_inclusive: values.is_tax_inclusive,
    tax_rounding,
    shipping: minorIn(amountInput.safeParse(values.shipping_charge).data, currency),
    adjustment: minorIn(signedAmountInput.safeParse(values.adjustment).data, currency),
  };
  const [first] = formProblems(documentProblems(input).map(asInBody), {
    line_items: values.line_items,
    isWhole: true,
  });
  return first === undefined ? { totals: totalsOf(input) } : { problem: first.problem };
}

function lineOf(line: LineValues, { currency, taxes }: Setting): ReckonedLine {
  const { quantity, price } = LineInput.shape;
  const isGood = quantity.safeParse(line.quantity).success && price.safeParse(line.price).success;
  const discount = discountOf(line.discount, currency);
  return {
    quantity: isGood ? line.quantity.trim() : "1",
    unit_price: isGood ? line.price.trim() : "0",
    ...(isGood && discount ? { discount } : {}),
    tax: taxes.get(line.tax_id) ?? null,
  };
}

function discountOf(values: DiscountValues, currency: string): Discount | undefined {
  const { data } = DiscountInput.safeParse(values);
  if (data === undefined) return undefined;
  return data.by === "percentage" ? data : { by: "amount", minor: minorIn(data.value, currency) };
}

function minorIn(text: string | undefined, currency: string): bigint {
  return text === undefined ? 0n : (minorOf(text, currency) ?? 0n);
}

/** The rule's names of fields as the API has them. */
function asInBody({ path, problem }: { path: string; problem: string }) {
  const named = path.replace(/^lines\./, "line_items.").replace(/unit_price$/, "price");
  return { path: named.replace(/^shipping$/, "shipping_charge"), problem };
}
