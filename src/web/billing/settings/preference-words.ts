import { plusDays } from "#kernel/calendar.ts";
import type { BillingOrganizationView } from "#billing/organization/organization.api.ts";
import { showDay, showList } from "#web/ui/show.ts";

type Chosen = "tax_rounding" | "proration_basis" | "dunning_ends_in";

type Words<Name extends Chosen> = {
  label: string;
  choices: { value: BillingOrganizationView[Name]; word: string; help: string }[];
};

/** The preferences of which one is chosen, in words. */
export const preferenceWords: { [Name in Chosen]: Words<Name> } = {
  tax_rounding: {
    label: "Tax is rounded",
    choices: [
      {
        value: "line",
        word: "On each line",
        help: "The tax of a document is the sum of what its lines show.",
      },
      { value: "rate", word: "Once for each rate", help: "The lines of one rate are summed first." },
    ],
  },
  proration_basis: {
    label: "A change in mid-term counts",
    choices: [
      { value: "day", word: "Days", help: "The day of the change counts with what is new." },
      { value: "second", word: "Seconds", help: "To the second at which the change is made." },
    ],
  },
  dunning_ends_in: {
    label: "After the last retry, the subscription is",
    choices: [
      { value: "cancelled", word: "Cancelled", help: "It ends, and what is open on its invoice stays open." },
      { value: "unpaid", word: "Unpaid", help: "It goes on without being charged until it is paid." },
    ],
  },
};

/** That credits are used by themselves. */
export const creditWords = {
  label: "Credits settle the invoices of subscriptions by themselves",
  description:
    "The oldest credit first; only what is open then is collected. Where not, each is applied by hand.",
};

/** The e-mails that customers get without anybody asking. */
export const emailWords = [
  {
    name: "email_invoices",
    label: "Invoices of subscriptions",
    help: "Each invoice that a subscription writes, with its PDF.",
  },
  {
    name: "email_receipts",
    label: "Receipts",
    help: "That a payment was received, whether it was collected or recorded by hand.",
  },
  {
    name: "email_failed_charges",
    label: "Failed charges",
    help: "That a renewal or a retry could not be collected, and why.",
  },
] as const;

/** A renewal that failed on 1 June, as examples have it. */
const example = "2026-06-01";

/** On which days it is tried again, by the example of a renewal on 1 June. */
export function dunningWords(gaps: readonly number[]): string {
  if (gaps.some((gap) => !Number.isInteger(gap) || gap < 1 || gap > 90)) return "";
  let day: string = example;
  const days = gaps.map((gap) => {
    day = plusDays(day, gap);
    return showDay(day);
  });
  return `A renewal that fails on ${showDay(example)} is tried again on ${showList(days)}.`;
}

/** On which days a customer is reminded, by the example of an invoice that was due on 1 June. */
export function reminderWords(days: readonly number[]): string {
  if (days.length === 0) return "Nobody is reminded of an overdue invoice by itself.";
  if (days.some((one) => !Number.isInteger(one) || one < 1 || one > 365)) return "";
  const told = days.toSorted((one, other) => one - other).map((one) => showDay(plusDays(example, one)));
  return `Of an invoice that was due on ${showDay(example)} and is still open the customer is reminded on ${showList(told)}.`;
}
