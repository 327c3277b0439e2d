import type { z } from "zod";
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

/** `given` is what is checked, where that is more than the number as it is typed. */
function problemOf(typed: string, input: z.ZodType, path: string, given: unknown = typed): FieldProblem[] {
  if (unfinished.test(typed.trim())) return [];
  const problem = input.safeParse(given).error?.issues[0]?.message;
  return problem === undefined ? [] : [{ path, problem }];
}

function discountProblem({ by, value }: DiscountValues, path: string): FieldProblem[] {
  return problemOf(value, DiscountInput, path, { by, value });
}
