import { z } from "zod";
import { isUsualDay, unusualDay } from "./day.ts";
import { quantityProblem } from "./quantity.ts";

const decimal = /^-?\d{1,20}(\.\d{1,10})?$/;

/** A decimal as text, given as text or as a number whose digits are taken as they are written; `what` says what it must be. */
export function decimalText(what: string, form = decimal) {
  return z.union([z.string().trim(), z.number()]).transform((given, context) => {
    const text = String(given);
    if (form.test(text)) return text;
    context.addIssue({ code: "custom", message: `must be ${what}`, input: given });
    return z.NEVER;
  });
}

/** An amount in major units of its document's currency: `"19.99"`. Never negative; its places are checked with the currency. */
export const amountInput = decimalText("an amount, such as 19.99").refine(
  (text) => !text.startsWith("-"),
  "must not be negative",
);

/** An amount that is charged: more than nothing. */
export const chargeInput = decimalText("an amount, such as 19.99").refine(
  (text) => /[1-9]/.test(text) && !text.startsWith("-"),
  "must be more than 0: what is given back is a credit note",
);

/** An amount that may be negative, such as an adjustment. */
export const signedAmountInput = decimalText("an amount, such as 19.99");

/** A price of one unit; up to eight places. */
export const priceInput = decimalText("a price, such as 19.99").refine(
  (text) => (text.split(".")[1]?.length ?? 0) <= 8,
  "can have eight decimal places",
);

/** A quantity: more than nothing, at most a thousand million, with up to eight places. */
export const quantityInput = decimalText("a quantity, such as 19.99").superRefine((text, context) => {
  const places = text.split(".")[1]?.length ?? 0;
  const message = quantityProblem(text) ?? (places > 8 ? "can have eight decimal places" : undefined);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

/** A percentage from 0 to 100. */
export const percentageInput = decimalText("a percentage, such as 19.99").refine(
  (text) => /^(100(\.0+)?|\d{1,2}(\.\d+)?)$/.test(text),
  "must be from 0 to 100",
);

/** An exchange rate: more than nothing, up to ten places. */
export const rateInput = decimalText("a rate, such as 19.99")
  .refine((text) => /[1-9]/.test(text) && !text.startsWith("-"), "must be more than 0")
  .refine((text) => (text.split(".")[0] ?? "").replace(/^0+/, "").length <= 12, "must be less than 10^12");

/** A day of the calendar on which documents, money and subscriptions may be. */
export const dayInput = z.iso
  .date({ error: "must be a day, such as 2026-03-31", abort: true })
  .refine(isUsualDay, unusualDay);
