import { allocate, roundTogether } from "#kernel/allocate.ts";
import { exponentOf } from "#kernel/money.ts";
import { over, plus, type Ratio, ratio, ratioOf, roundHalfUp, times } from "#kernel/ratio.ts";

/** Something off a price: percent as decimal text, or minor units of the document's currency. */
export type Discount = { by: "percentage"; value: string } | { by: "amount"; minor: bigint };

/** A tax as a line carries it; `percentage` is decimal text: `19`, `7.7`. */
export type LineTax = { id: string; name: string; percentage: string };

/** A line as it is entered: decimal texts, the unit price in units of the currency (`19.99`). */
export type LineInput = {
  quantity: string;
  unit_price: string;
  discount?: Discount;
  tax?: LineTax | null;
};

export type DocumentInput = {
  currency: string;
  lines: readonly LineInput[];
  /** Off the whole document: split over the lines by what they cost after their own discounts, before tax. */
  discount?: Discount;
  /** Whether unit prices hold the tax already. */
  is_tax_inclusive: boolean;
  /** Where tax is rounded: on each line, or once for all lines of one rate. Kept on the document. */
  tax_rounding: "line" | "rate";
  /** As it is entered, like the lines: with inclusive tax it holds its own. No discount is taken off it. */
  shipping: bigint;
  shipping_tax?: LineTax | null;
  adjustment: bigint;
};

/**
 * What a line comes to, in minor units. `amount` is quantity x unit price, `discount` the line's own, and
 * `document_discount` its share of the document's; what remains is `net`, or with inclusive tax `net` + `tax`.
 */
export type LineTotals = {
  amount: bigint;
  discount: bigint;
  document_discount: bigint;
  net: bigint;
  tax: bigint;
};

/** One rate of a document: what it is taken of, and what it comes to. */
export type TaxTotal = LineTax & { taxable: bigint; amount: bigint };

/**
 * What a document comes to, in minor units. `sub_total` is the sum of line amounts as entered, so that
 * `total` = `sub_total` - `discount_total` + `tax_total` (not with inclusive tax) + `shipping` + `adjustment`.
 * `shipping_tax` is what `tax_total` and `taxes` hold of shipping.
 */
export type Totals = {
  lines: LineTotals[];
  sub_total: bigint;
  discount_total: bigint;
  tax_total: bigint;
  taxes: TaxTotal[];
  shipping: bigint;
  shipping_tax: bigint;
  adjustment: bigint;
  total: bigint;
};

/**
 * The one calculation of every document, preview, report and PDF: each line is rounded once, half away from zero;
 * then its discount, its share of the document's, and tax. Sums are sums of what is printed. Expects input without
 * problems (`documentProblems`).
 */
export function totalsOf(input: DocumentInput): Totals {
  const priced = withDocumentDiscount(
    input.lines.map((line) => pricedLine(line, input.currency)),
    input.discount,
  );
  const { shipping, adjustment } = input;
  const ofLines = priced.map((line, at) => ({ amount: remaining(line), by: input.lines[at]?.tax ?? null }));
  const ofShipping = { amount: shipping, by: shipping === 0n ? null : (input.shipping_tax ?? null) };
  const taxed = withTax([...ofLines, ofShipping], input);
  const lines = priced.map((line, at): LineTotals => {
    const { net = 0n, tax = 0n } = taxed[at] ?? {};
    return { ...line, net, tax };
  });
  const sub_total = sum(lines.map(({ amount }) => amount));
  const discount_total = sum(lines.map((line) => line.discount + line.document_discount));
  const tax_total = sum(taxed.map(({ tax }) => tax));
  const added = input.is_tax_inclusive ? 0n : tax_total;
  return {
    lines,
    sub_total,
    discount_total,
    tax_total,
    taxes: taxTotals(taxed),
    shipping,
    shipping_tax: taxed.at(-1)?.tax ?? 0n,
    adjustment,
    total: sub_total - discount_total + added + shipping + adjustment,
  };
}

/** Quantity x unit price in minor units, rounded half away from zero. */
export function lineAmount({ quantity, unit_price }: LineInput, currency: string): bigint {
  const price = times(ratioOf(unit_price), ratio(10n ** BigInt(exponentOf(currency))));
  return roundHalfUp(times(ratioOf(quantity), price));
}

/** What a discount takes off an amount, in minor units; never checked against it here. */
export function discountOf(amount: bigint, discount: Discount | undefined): bigint {
  if (discount === undefined) return 0n;
  return discount.by === "amount" ? discount.minor : roundHalfUp(percentOf(amount, discount.value));
}

type PricedLine = Pick<LineTotals, "amount" | "discount" | "document_discount">;

function pricedLine(line: LineInput, currency: string): PricedLine {
  const amount = lineAmount(line, currency);
  return { amount, discount: discountOf(amount, line.discount), document_discount: 0n };
}

function withDocumentDiscount(lines: PricedLine[], discount: Discount | undefined): PricedLine[] {
  const weights = lines.map(remaining);
  const shares = allocate(discountOf(sum(weights), discount), weights);
  return lines.map((line, at) => ({ ...line, document_discount: shares[at] ?? 0n }));
}

function remaining({ amount, discount, document_discount }: PricedLine): bigint {
  return amount - discount - document_discount;
}

/** What bears a tax, or none, as it is entered: what is left of a line, or shipping. */
type Taxable = { amount: bigint; by: LineTax | null };
type Taxed = Taxable & { net: bigint; tax: bigint };

function withTax(taxables: readonly Taxable[], input: DocumentInput): Taxed[] {
  const taxes = taxesOf(taxables, input);
  return taxables.map((one, at) => {
    const tax = taxes[at] ?? 0n;
    return { ...one, net: input.is_tax_inclusive ? one.amount - tax : one.amount, tax };
  });
}

/** The tax of each. Rounded by rate, all of one rate share what is rounded once for them together. */
function taxesOf(taxables: readonly Taxable[], input: DocumentInput): bigint[] {
  const exact = taxables.map(({ amount, by }) => exactTax(amount, by, input));
  if (input.tax_rounding === "line") return exact.map(roundHalfUp);
  const taxes = taxables.map(() => 0n);
  for (const positions of ratesOf(taxables).values()) {
    const shares = positions.map((at) => exact[at] ?? ratio(0n));
    const rounded = roundTogether(roundHalfUp(shares.reduce(plus, ratio(0n))), shares);
    for (const [at, tax] of rounded.entries()) taxes[positions[at] ?? 0] = tax;
  }
  return taxes;
}

/** Inclusive tax is the part of a gross amount that makes net + tax = gross: gross x rate / (100 + rate). */
function exactTax(amount: bigint, tax: LineTax | null, { is_tax_inclusive }: DocumentInput): Ratio {
  if (tax === null) return ratio(0n);
  const added = percentOf(amount, tax.percentage);
  if (!is_tax_inclusive) return added;
  return over(added, plus(ratio(1n), percentOf(1n, tax.percentage)));
}

function taxTotals(taxed: readonly Taxed[]): TaxTotal[] {
  return [...ratesOf(taxed).values()].flatMap((positions) => {
    const tax = taxed[positions[0] ?? 0]?.by;
    if (tax == null) return [];
    const of = positions.map((at) => taxed[at]);
    return [
      {
        id: tax.id,
        name: tax.name,
        percentage: tax.percentage,
        taxable: sum(of.map((one) => one?.net ?? 0n)),
        amount: sum(of.map((one) => one?.tax ?? 0n)),
      },
    ];
  });
}

/** The positions of each rate, in order of first use. */
function ratesOf(taxables: readonly Taxable[]): Map<string, number[]> {
  const taxed = [...taxables.keys()].filter((at) => taxables[at]?.by != null);
  return Map.groupBy(taxed, (at) => `${taxables[at]?.by?.id} ${taxables[at]?.by?.percentage}`);
}

function percentOf(amount: bigint, percentage: string): Ratio {
  return times(ratio(amount, 100n), ratioOf(percentage));
}

function sum(amounts: readonly bigint[]): bigint {
  return amounts.reduce((before, amount) => before + amount, 0n);
}
