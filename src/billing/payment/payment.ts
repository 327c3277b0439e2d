import type { Selectable } from "kysely";
import type { PaymentRow } from "./payment.table.ts";

/** How money came, or was given back. */
export const paymentModes = ["cash", "check", "card", "bank_transfer", "other"] as const;
export type PaymentMode = (typeof paymentModes)[number];

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
