import type { FieldProblem } from "#kernel/errors.ts";
import { minorOf } from "#kernel/money.ts";
import { agreedPriceProblem, type OfferedItem, priced, soldItem } from "#billing/catalog/item.ts";
import { offeredLines } from "#billing/document/offered.ts";
import { documentProblems } from "#billing/document/document-problems.ts";
import { LineInput, DiscountInput } from "#billing/document/document-schema.api.ts";
import { english } from "#billing/language/words/english.ts";
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
import { unreadNumbers } from "./unread.ts";

/** What the money of a document depends on beside what is typed. */
export type Setting = {
  currency: string;
  tax_rounding: DocumentInput["tax_rounding"];
  taxes: ReadonlyMap<string, LineTax>;
  /** The plans and addons that lines can name, by id. */
  items: ReadonlyMap<string, OfferedItem>;
};

/** What a document and each line as it is typed come to, or why that cannot be said. */
export type Reckoned =
  | { totals: Totals; amounts: bigint[]; problem?: never }
  | { totals?: never; amounts?: never; problem: string };

/**
 * What a document comes to as one types, by the rule that writes it. What may still become a number counts as nothing;
 * what is none is said.
 */
export function reckon(values: MoneyValues, setting: Setting): Reckoned {
  const { currency, tax_rounding } = setting;
  const [unread] = formProblems(unreadNumbers(values), { line_items: values.line_items, isWhole: true });
  if (unread !== undefined) return { problem: unread.problem };
  const discount = discountOf(values.discount, currency);
  const made = values.line_items.map((line) => linesOf(line, setting));
  const beyond = made.indexOf(undefined);
  if (beyond !== -1) return { problem: `The price of line ${beyond + 1} has no bracket for this quantity` };
  const typedAs = made.flatMap((lines = [], at) => lines.map(() => at));
  const input: DocumentInput = {
    currency,
    lines: made.flatMap((lines = []) => lines),
    ...(discount ? { discount } : {}),
    is_tax_inclusive: values.is_tax_inclusive,
    tax_rounding,
    shipping: minorIn(amountInput.safeParse(values.shipping_charge).data, currency),
    shipping_tax: setting.taxes.get(values.shipping_charge_tax_id) ?? null,
    adjustment: minorIn(signedAmountInput.safeParse(values.adjustment).data, currency),
  };
  const problems = documentProblems(input).map((problem) => asInBody(problem, typedAs));
  const [first] = formProblems(problems, { line_items: values.line_items, isWhole: true });
  if (first !== undefined) return { problem: first.problem };
  const totals = totalsOf(input);
  const amounts = made.map(() => 0n);
  for (const [at, { amount }] of totals.lines.entries())
    amounts[typedAs[at] ?? 0] = (amounts[typedAs[at] ?? 0] ?? 0n) + amount;
  return { totals, amounts };
}

/** The lines that a line makes; undefined where its price knows no such quantity. */
function linesOf(line: LineValues, setting: Setting): ReckonedLine[] | undefined {
  if (line.offer === undefined) return [lineOf(line, setting)];
  const item = line.offer.kept ?? setting.items.get(line.offer.id);
  if (item === undefined) return [{ quantity: "1", unit_price: "0", tax: null }];
  const { quantity, price } = LineInput.shape;
  const own_price = price.safeParse(line.price).data;
  const offered: OfferedItem = {
    ...item,
    quantity: quantity.safeParse(line.quantity).data ?? "1",
    ...(own_price === undefined || agreedPriceProblem(own_price) !== undefined ? {} : { own_price }),
  };
  if (!priced(soldItem(offered)).ok) return undefined;
  const tax = item.tax_id === null ? undefined : setting.taxes.get(item.tax_id);
  return offeredLines(offered, { description: null, tax, words: english }).map((made) => ({
    quantity: made.quantity,
    unit_price: made.unit_price,
    tax: made.tax ?? null,
  }));
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
function asInBody({ path, problem }: FieldProblem, typedAs: readonly number[]): FieldProblem {
  const placed = path.replace(/^lines\.(\d+)/, (_, at) => `line_items.${typedAs[Number(at)]}`);
  const named = placed.replace(/unit_price$/, "price");
  return { path: named.replace(/^shipping$/, "shipping_charge"), problem };
}
