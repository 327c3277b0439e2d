import { inEnglish } from "#billing/language/language.ts";
import type { SubscriptionOutcome, SubscriptionView } from "#billing/subscription/subscription.api.ts";
import type { Answer } from "./output.ts";

export const previewHelp = "say what would happen; does nothing";

/** What an action did to a subscription, or would do, with the documents of it. */
export function told(outcome: SubscriptionOutcome, done: string): Answer {
  const { preview, subscription, invoices, credit_notes: notes } = outcome;
  const head = preview
    ? [`${subscription.number} would be ${done}:`]
    : [`${subscription.number} is ${done}: ${subscription.id}`];
  const papers = [
    ...invoices.map((one) => `  Invoice ${totalWords(one)}${settledWords(one)}`),
    ...notes.map((one) => `  Credit note ${totalWords(one)}`),
  ];
  return { json: outcome, lines: [...head, ...subscriptionLines(subscription).slice(1), ...papers] };
}

type Billed = SubscriptionOutcome["invoices"][number];

function totalWords({
  number,
  total,
  currency_code: currency,
}: Pick<Billed, "number" | "total" | "currency_code">) {
  return `${number ?? "(draft)"}, ${total} ${currency}`;
}

/** What of an invoice the customer's credits settled when it was written. */
function settledWords({ total, balance, currency_code: currency }: Billed): string {
  return balance === total ? "" : `, ${balance} ${currency} open after credits`;
}

/** A subscription as people read it at a terminal. */
export function subscriptionLines(view: SubscriptionView): string[] {
  const { term_start: start, term_end: end, next_on: next } = view;
  const term = start === null || end === null ? "" : `, term ${inEnglish.show.period(start, end)}`;
  return [
    `${view.number} (${view.id}), ${view.status}, ${view.customer_name}`,
    `  Status ${view.status}${term}${next === null ? "" : `, next on ${inEnglish.show.day(next)}`}`,
    ...view.items.map(
      (item) =>
        `  ${item.quantity} x ${item.name}${item.price === null ? "" : `, ${item.price} ${view.currency_code}`}`,
    ),
    ...Object.entries(view.custom_fields).map(([name, value]) => `  ${name} ${String(value)}`),
    ...view.contact_persons.map(
      ({ name, email }) => `  E-mails go to ${name}, ${email ?? "no e-mail address"}`,
    ),
  ];
}
