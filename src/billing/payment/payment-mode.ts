/** How money came, or was given back. */
export const paymentModes = ["cash", "check", "card", "bank_transfer", "other"] as const;
export type PaymentMode = (typeof paymentModes)[number];

const words: Readonly<Record<PaymentMode, string>> = {
  cash: "Cash",
  check: "Check",
  card: "Card",
  bank_transfer: "Bank transfer",
  other: "Other",
};

/** How money came, in words. */
export function modeWords(mode: PaymentMode): string {
  return words[mode];
}
