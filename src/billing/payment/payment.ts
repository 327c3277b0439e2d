import type { Selectable } from "kysely";
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
