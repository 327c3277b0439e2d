import type { InvoiceView } from "./invoice.api.ts";

/** Why what was tried to collect is not paid, in a sentence; undefined where it is. */
export function whyNotPaid({ status, failure }: InvoiceView["charges"][number]): string | undefined {
  if (status === "succeeded") return undefined;
  if (status === "failed") return failure ?? undefined;
  return "The gateway has not said yet what became of it. It is asked again by itself.";
}
