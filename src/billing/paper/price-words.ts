import type { Show } from "#kernel/show.ts";

/** A discount as the API has it: a percentage, or an amount. */
export type GivenDiscount = { by: "percentage" | "amount"; value: string } | null;

/** A discount as it was given: `10 %`, or an amount. */
export function discountWords(show: Show, discount: GivenDiscount, currency: string): string {
  if (discount === null) return "";
  return discount.by === "percentage"
    ? `${show.decimal(discount.value)} %`
    : show.amount(discount.value, currency);
}

/** Whether an amount, as the API writes it, is nothing. */
export function isNothing(amount: string): boolean {
  return !/[1-9]/.test(amount);
}

/** The same amount below nothing, or above it again. */
export function negated(amount: string): string {
  if (isNothing(amount)) return amount;
  return amount.startsWith("-") ? amount.slice(1) : `-${amount}`;
}
