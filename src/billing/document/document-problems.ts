import type { FieldProblem } from "#kernel/errors.ts";
import { amountText, isTooLarge, mostMinor } from "#kernel/money.ts";
import { compare, isDecimal, ratio, ratioOf } from "#kernel/ratio.ts";
import { quantityProblem } from "./quantity.ts";
import {
  type Discount,
  type DocumentInput,
  lineAmount,
  type LineInput,
  type Totals,
  totalsOf,
} from "./totals.ts";

/** Why a document cannot be reckoned, by field (`lines.0.quantity`); nothing where `totalsOf` may be asked. */
export function documentProblems(input: DocumentInput): FieldProblem[] {
  const ofLines = input.lines.flatMap((line, at) => lineProblems(line, input.currency, `lines.${at}`));
  if (ofLines.length > 0) return ofLines;
  const before = totalsOf({ ...input, discount: { by: "amount", minor: 0n } });
  const ofDiscount = discountProblems(input.discount, before.sub_total - before.discount_total, "discount");
  return ofDiscount.length > 0 ? ofDiscount : sizeProblems(totalsOf(input), input.currency);
}

/** Why a line cannot be reckoned; `path` says where it stands. */
export function lineProblems(line: LineInput, currency: string, path: string): FieldProblem[] {
  const texts = [
    ...decimalProblems(line.quantity, `${path}.quantity`),
    ...decimalProblems(line.unit_price, `${path}.unit_price`),
    ...(line.tax == null ? [] : decimalProblems(line.tax.percentage, `${path}.tax.percentage`)),
  ];
  if (texts.length > 0) return texts;
  return [
    ...quantityProblems(line.quantity, `${path}.quantity`),
    ...discountProblems(line.discount, lineAmount(line, currency), `${path}.discount`),
    ...percentageProblems(line.tax?.percentage ?? "0", `${path}.tax.percentage`),
  ];
}

function decimalProblems(text: string, path: string): FieldProblem[] {
  return isDecimal(text) ? [] : [{ path, problem: "is not a decimal number such as 19.99" }];
}

function quantityProblems(quantity: string, path: string): FieldProblem[] {
  const problem = quantityProblem(quantity);
  return problem === undefined ? [] : [{ path, problem }];
}

/** An amount below 0 (a line of credit) takes a percentage off, but nothing in money. */
function discountProblems(discount: Discount | undefined, amount: bigint, path: string): FieldProblem[] {
  if (discount === undefined) return [];
  if (discount.by === "percentage")
    return isDecimal(discount.value)
      ? percentageProblems(discount.value, path)
      : decimalProblems(discount.value, path);
  if (discount.minor < 0n) return [{ path, problem: "must not be below 0" }];
  return discount.minor === 0n || discount.minor <= amount
    ? []
    : [{ path, problem: "must not be more than the amount that it is taken off" }];
}

function percentageProblems(percentage: string, path: string): FieldProblem[] {
  const value = ratioOf(percentage);
  if (value.num < 0n) return [{ path, problem: "must not be below 0 %" }];
  return compare(value, ratio(100n)) > 0 ? [{ path, problem: "must be at most 100 %" }] : [];
}

/** Only amounts that are exact for whoever reads them. */
function sizeProblems(totals: Totals, currency: string): FieldProblem[] {
  const most = `${amountText(mostMinor, currency)} ${currency}`;
  const lines = totals.lines.flatMap(({ amount, discount, document_discount, net, tax }, at) =>
    [amount, discount, document_discount, net, tax].some(isTooLarge)
      ? [{ path: `lines.${at}`, problem: `comes to more than ${most}; check its quantity and price` }]
      : [],
  );
  if (lines.length > 0) return lines;
  const { sub_total, discount_total, tax_total, shipping, adjustment, total } = totals;
  const sums = { shipping, adjustment, sub_total, discount_total, tax_total, total };
  return Object.entries(sums).flatMap(([path, minor]) =>
    isTooLarge(minor)
      ? [{ path, problem: `is more than ${most}; write several documents, or check the digits` }]
      : [],
  );
}
