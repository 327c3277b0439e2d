import { amountText } from "#kernel/money.ts";
import { isMostlyCredit } from "#billing/payment/mostly-credit.ts";
import type { Picked } from "#web/billing/customers/CustomerPicker.tsx";
import { ask } from "#web/ui/ask.tsx";
import { showAmount } from "#web/ui/show.ts";
import { type Applied, leftOf } from "./application.ts";

/**
 * Asks where more of a payment is left than settles invoices: a digit too many is found out now rather than when the
 * customer is billed next.
 */
export async function meansCredit(amount: string, applied: Applied, customer: Picked): Promise<boolean> {
  const { currency_code: currency, display_name: name } = customer;
  const whole = leftOf(amount, {}, currency);
  const left = leftOf(amount, applied, currency);
  if (!isMostlyCredit(whole, whole - left)) return true;
  const [paid, rest] = [whole, left].map((minor) => showAmount(amountText(minor, currency), currency));
  return ask({
    title: `Record ${paid}?`,
    text: `${rest} of it settles nothing and becomes credit of ${name}.`,
    yes: "Record payment",
  });
}
