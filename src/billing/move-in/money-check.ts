import { amountText, minorOf, placesProblem } from "#kernel/money.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import {
  type Discount,
  discountOf,
  type DocumentInput,
  type LineTax,
  type Totals,
  totalsOf,
} from "#billing/document/totals.ts";
import { tooManyPlaces } from "./choice.ts";
import type { DocumentOfFile, TaxesOfFile } from "./document-record.ts";
import type { RowProblem } from "./record.ts";

/** What a document of a file comes to, and where its tax is rounded so that it does. */
export type Reckoned = {
  tax_rounding: "line" | "rate";
  totals: Totals;
  /** In minor units, with what was taken off after tax. */
  adjustment: bigint;
  /** What the export says is open; null where it says nothing. */
  balance: bigint | null;
};

/**
 * Reckons a document by the one rule of all documents, with tax rounded a line or a rate, whichever gives what the
 * export says. Where neither does, both figures are named.
 */
export function reckoned(
  document: DocumentOfFile,
  taxes: TaxesOfFile<LineTax>,
  currency: string,
): Result<Reckoned, RowProblem[]> {
  const places = placeProblems(document, currency);
  if (places.length > 0) return refuse(places);
  const minor = (text: string | null): bigint => minorOf(text ?? "0", currency) ?? 0n;
  const { stated, amounts, isDiscountBeforeTax } = document;
  const plain = minor(amounts.adjustment) + minor(amounts.round_off);
  const tries = (["line", "rate"] as const).map((tax_rounding) => {
    const before = inputOf(document, taxes, currency, tax_rounding);
    const off = isDiscountBeforeTax ? 0n : afterTax(totalsOf(before), discountIn(document, currency));
    const adjustment = plain - off;
    const totals = totalsOf({ ...before, adjustment });
    return { tax_rounding, totals, adjustment, problems: differences(document, totals, currency) };
  });
  const fits = tries.find(({ problems }) => problems.length === 0);
  if (fits === undefined) return refuse(tries[0]?.problems ?? []);
  const { problems: _none, ...found } = fits;
  return accept({ ...found, balance: stated.balance === null ? null : minor(stated.balance) });
}

function inputOf(
  document: DocumentOfFile,
  taxes: TaxesOfFile<LineTax>,
  currency: string,
  tax_rounding: "line" | "rate",
): DocumentInput {
  const discount = document.isDiscountBeforeTax ? discountIn(document, currency) : undefined;
  return {
    currency,
    lines: document.lines.map(({ quantity, price, discount: own }, at) => ({
      quantity,
      unit_price: price,
      ...(own === null ? {} : { discount: minorDiscount(own, currency) }),
      tax: taxes.ofLines[at] ?? null,
    })),
    ...(discount === undefined ? {} : { discount }),
    is_tax_inclusive: document.is_tax_inclusive,
    tax_rounding,
    shipping: minorOf(document.amounts.shipping, currency) ?? 0n,
    shipping_tax: taxes.ofShipping,
    adjustment: 0n,
  };
}

function discountIn({ discount }: DocumentOfFile, currency: string): Discount | undefined {
  return discount === null ? undefined : minorDiscount(discount, currency);
}

function minorDiscount(
  { by, value }: { by: "percentage" | "amount"; value: string },
  currency: string,
): Discount {
  return by === "percentage" ? { by, value } : { by, minor: minorOf(value, currency) ?? 0n };
}

/** What a discount after tax takes off: a percentage is of what lines and tax come to. */
function afterTax(totals: Totals, discount: Discount | undefined): bigint {
  return discountOf(totals.total - totals.shipping, discount);
}

/** Amounts with more places than their currency has. */
function placeProblems(
  { row, stated, amounts, discount, lines }: DocumentOfFile,
  currency: string,
): RowProblem[] {
  const given: [number, string, string | null][] = [
    ...Object.entries({ ...stated, ...amounts }).map(([field, text]): [number, string, string | null] => [
      row,
      field,
      text,
    ]),
    [row, "entity_discount_amount", discount?.by === "amount" ? discount.value : null],
    ...lines.map((line): [number, string, string | null] => [
      line.row,
      "item_discount_amount",
      line.discount?.by === "amount" ? line.discount.value : null,
    ]),
  ];
  return given.flatMap(([at, field, value]) => {
    const problem = value === null ? undefined : placesProblem(plainDecimal(value), currency);
    return problem === undefined ? [] : [{ row: at, field, value, problem, remedy: tooManyPlaces }];
  });
}

/** Where what the lines come to is not what the export says. */
function differences(document: DocumentOfFile, totals: Totals, currency: string): RowProblem[] {
  const { row, stated } = document;
  const lineDiscounts = totals.lines.reduce((sum, line) => sum + line.discount, 0n);
  // Some exports take the discounts of the lines off before they sum up.
  const figures: [keyof typeof stated, readonly bigint[]][] = [
    [
      "sub_total",
      [totals.sub_total, totals.sub_total - lineDiscounts, totals.sub_total - totals.discount_total],
    ],
    ["tax_total", [totals.tax_total]],
    ["total", [totals.total]],
  ];
  const unequal = figures.flatMap(([field, own]) => {
    const text = stated[field];
    const minor = text === null ? undefined : minorOf(text, currency);
    if (minor === undefined || own.includes(minor)) return [];
    return [
      {
        ...{ row, field, value: text },
        problem: `is ${amountText(minor, currency)}, and the lines come to ${amountText(own[0] ?? 0n, currency)}`,
        remedy: "Correct the figure, or the quantities, prices, discounts and taxes of the lines.",
      },
    ];
  });
  const balance = stated.balance === null ? undefined : minorOf(stated.balance, currency);
  if (balance !== undefined && (balance < 0n || balance > totals.total))
    unequal.push({
      ...{ row, field: "balance" as const, value: stated.balance },
      problem: `is ${amountText(balance, currency)}, which is not between 0 and the total of ${amountText(totals.total, currency)}`,
      remedy: "Correct it.",
    });
  return unequal;
}
