import type { PaymentView } from "#billing/payment/payment.api.ts";
import type { Meaning } from "#web/ui/theme.ts";
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

/** How a refund through the gateway stands. */
export const refundStatus: Record<
  PaymentView["refunds"][number]["status"],
  { word: string; meaning: Meaning }
> = {
  pending: { word: "Waiting", meaning: "change" },
  succeeded: { word: "Given back", meaning: "agree" },
  failed: { word: "Failed", meaning: "fail" },
};
