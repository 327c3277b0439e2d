/** How money came, or was given back. */
export const paymentModes = ["cash", "check", "card", "bank_transfer", "other"] as const;
export type PaymentMode = (typeof paymentModes)[number];
