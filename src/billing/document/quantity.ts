import { compare, ratio, ratioOf } from "#kernel/ratio.ts";

/**
 * A thousand million of anything: what is metered by calls or bytes is below it, in a unit that one can read; what has
 * ten digits is a phone or an account number in the field of quantities.
 */
const mostQuantity = ratio(10n ** 9n);

/** Why a decimal text is no quantity of a line or of what a subscription sells; said of its field. */
export function quantityProblem(text: string): string | undefined {
  const value = ratioOf(text);
  if (value.num <= 0n) return "must be more than 0";
  return compare(value, mostQuantity) > 0 ? "must be at most 1,000,000,000; check the digits" : undefined;
}
