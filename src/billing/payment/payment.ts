import type { Selectable } from "kysely";
import type { Refusal } from "#kernel/decided.ts";
import { amountText } from "#kernel/money.ts";
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

/**
 * A payment that was recorded by mistake, once nothing is applied of it: no money came in. Refused where money moved:
 * it was charged by a gateway, or part of it was given back.
 */
export function voided(
  payment: Payment,
  { reason, now, isCharged }: { reason: string | null; now: Instant; isCharged: boolean },
): Result<Payment, Refusal> {
  const { id, number, applied, refunded, currency_code: currency } = payment;
  const told = (code: Refusal["code"], message: string) => refuse({ code, facts: { payment: id, message } });
  if (payment.voided_at !== null) return told("payment.already_void", `${number} is void already`);
  if (isCharged) return told("payment.charged", `${number} was charged by the gateway`);
  if (refunded > 0n)
    return told(
      "payment.in_use",
      `${amountText(refunded, currency)} ${currency} of ${number} was given back`,
    );
  if (applied > 0n) {
    const facts = { payment: id, remedy: "Load it again, then void it once more." };
    return refuse({
      code: "payment.in_use",
      facts: { ...facts, message: `${number} was applied to an invoice just now` },
    });
  }
  return accept({
    ...payment,
    unused: 0n,
    voided_at: now,
    void_reason: reason,
    version: payment.version + 1,
    updated_at: now,
  });
}
