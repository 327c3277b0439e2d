import type { PaymentView } from "#billing/payment/payment.api.ts";
import type { Meaning } from "#web/ui/theme.ts";
import { modeWords, type PaymentMode, paymentModes } from "#billing/payment/payment-mode.ts";

export const modeChoices: { value: PaymentMode; label: string }[] = paymentModes.map((value) => ({
  value,
  label: modeWords(value),
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
