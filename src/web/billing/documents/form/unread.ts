import type { FieldProblem } from "#kernel/errors.ts";
import { amountInput, signedAmountInput } from "#billing/document/amount.api.ts";
import { DiscountInput, LineInput } from "#billing/document/document-schema.api.ts";
import type { DiscountValues, MoneyValues } from "./document-values.ts";

/** What may still become a number: nothing yet, a sign, a zero, digits up to a point. */
const unfinished = /^(?:-?0?\.?|-?\d+\.)$/;

/** The numbers that are typed as none can be read, `1.234,56` for one, by their places in the body. */
export function unreadNumbers(values: MoneyValues): FieldProblem[] {
  const { quantity, price } = LineInput.shape;
  return [
    ...values.line_items.flatMap((line, at) => [
      ...problemOf(line.quantity, quantity, `line_items.${at}.quantity`),
      ...problemOf(line.price, price, `line_items.${at}.price`),
      ...discountProblem(line.discount, `line_items.${at}.discount`),
    ]),
    ...discountProblem(values.discount, "discount"),
    ...problemOf(values.shipping_charge, amountInput, "shipping_charge"),
    ...problemOf(values.adjustment, signedAmountInput, "adjustment"),
  ];
}

type Read = typeof amountInput | typeof LineInput.shape.quantity;

function problemOf(typed: string, input: Read, path: string): FieldProblem[] {
  if (unfinished.test(typed.trim())) return [];
  const problem = input.safeParse(typed).error?.issues[0]?.message;
  return problem === undefined ? [] : [{ path, problem }];
}

function discountProblem({ by, value }: DiscountValues, path: string): FieldProblem[] {
  if (unfinished.test(value.trim())) return [];
  const problem = DiscountInput.safeParse({ by, value }).error?.issues[0]?.message;
  return problem === undefined ? [] : [{ path, problem }];
}
