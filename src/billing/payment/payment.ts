import type { Selectable } from "kysely";
import type { Refusal } from "#kernel/decided.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Instant } from "#kernel/time.ts";
import type { PaymentRow } from "./payment.table.ts";

export const paymentMinors = [
  "amount",
  "applied",
  "refunded",
  "unused",
] as const satisfies (keyof PaymentRow)[];

/** A payment as rules see it. What of it settles nothing and was not given back is the customer's credit. */
export type Payment = Omit<Selectable<PaymentRow>, (typeof paymentMinors)[number]> & {
  [Column in (typeof paymentMinors)[number]]: bigint;
};

/** A payment of which so much more settles an invoice; negative, it comes back to the payment. */
export function applied(payment: Payment, amount: bigint, now: Instant): Result<Payment, Refusal> {
  if (amount > payment.unused)
    return refuse({ code: "payment.exceeds_amount", facts: { payment: payment.id } });
  return accept({
    ...next(payment, now),
    applied: payment.applied + amount,
    unused: payment.unused - amount,
  });
}

/** A payment of which so much was given back. */
export function refunded(payment: Payment, amount: bigint, now: Instant): Result<Payment, Refusal> {
  if (amount > payment.unused)
    return refuse({ code: "payment.exceeds_amount", facts: { payment: payment.id } });
  return accept({
    ...next(payment, now),
    refunded: payment.refunded + amount,
    unused: payment.unused - amount,
  });
}

function next(payment: Payment, now: Instant): Payment {
  return { ...payment, version: payment.version + 1, updated_at: now };
}
