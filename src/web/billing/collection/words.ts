import type { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { whyNotPaid } from "#billing/invoice/why-not-paid.ts";
import { showAmount } from "#web/ui/show.ts";
import type { Meaning } from "#web/ui/theme.ts";

type Charge = InvoiceView["charges"][number];

/** How a try to collect stands. */
export const chargeStatus: Record<Charge["status"], { word: string; meaning: Meaning }> = {
  pending: { word: "Waiting", meaning: "change" },
  succeeded: { word: "Paid", meaning: "agree" },
  failed: { word: "Failed", meaning: "fail" },
};

/** Who tried it. */
export const chargeKinds: Record<Charge["kind"], string> = {
  renewal: "on its day",
  retry: "tried again",
  manual: "by hand",
};

/** What the newest try came to. */
export function chargeWords({ charges: [charge], currency_code: currency }: InvoiceView): string {
  if (charge === undefined) return "Nothing was charged.";
  const amount = showAmount(charge.amount, currency);
  if (charge.status === "succeeded") return `${amount} is paid from ${charge.method}.`;
  return `${amount} is not paid. ${whyNotPaid(charge) ?? ""}`.trim();
}

/** What to know before an invoice is settled otherwise; undefined where no charge of it waits. */
export function underWay({
  charges,
  customer_name: name,
  currency_code: currency,
}: Pick<InvoiceView, "charges" | "customer_name" | "currency_code">): string | undefined {
  const waiting = charges.find(({ status }) => status === "pending");
  if (waiting === undefined) return undefined;
  return `A charge of ${showAmount(waiting.amount, currency)} from ${waiting.method} is under way. What it brings beyond what is open then becomes credit of ${name}.`;
}

/** The month after which a card is of no use, as cards have it: `04/2030`. */
export function expiryWords(month: string): string {
  return month.split("-").toReversed().join("/");
}
