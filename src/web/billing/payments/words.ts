import { type PaymentMode, paymentModes } from "#billing/payment/payment-mode.ts";

const modes: Record<PaymentMode, string> = {
  bank_transfer: "Bank transfer",
  card: "Card",
  cash: "Cash",
  check: "Check",
  other: "Other",
};

/** How money came, in words. */
export function modeWords(mode: PaymentMode): string {
  return modes[mode];
}

export const modeChoices: { value: PaymentMode; label: string }[] = paymentModes.map((value) => ({
  value,
  label: modes[value],
}));
