import type { SubscriptionListItem, SubscriptionView } from "#billing/subscription/subscription.api.ts";
import type { SubscriptionStatus } from "#billing/subscription/transitions.ts";
import { intervalWords } from "#web/billing/catalog/words.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";
import { show, showCount, showDay, showDecimal, showPrice } from "#web/ui/show.ts";
import type { Meaning } from "#web/ui/theme.ts";

type Item = SubscriptionView["items"][number];

const statuses: Record<SubscriptionStatus, { word: string; meaning: Meaning }> = {
  future: { word: "Future", meaning: "change" },
  trial: { word: "Trial", meaning: "change" },
  trial_expired: { word: "Trial expired", meaning: "conflict" },
  live: { word: "Live", meaning: "agree" },
  paused: { word: "Paused", meaning: "gray" },
  dunning: { word: "Dunning", meaning: "fail" },
  unpaid: { word: "Unpaid", meaning: "fail" },
  non_renewing: { word: "Non-renewing", meaning: "conflict" },
  cancelled: { word: "Cancelled", meaning: "gray" },
  cancelled_from_dunning: { word: "Cancelled from dunning", meaning: "fail" },
  expired: { word: "Expired", meaning: "gray" },
  creation_failed: { word: "Creation failed", meaning: "fail" },
};

/** A status in a word and a meaning. */
export function statusOf(status: SubscriptionStatus): { word: string; meaning: Meaning } {
  return statuses[status];
}

/** The present term, or the trial before the first one. */
export function termWords(
  subscription: Pick<SubscriptionListItem, "term_start" | "term_end">,
): string | null {
  const { term_start: start, term_end: end } = subscription;
  return start === null || end === null ? null : show.period(start, end);
}

/** How many invoices, more than one, are written and of which days. */
export function atOnceWords(invoices: readonly { date: string }[]): string {
  const days = invoices.map(({ date }) => date).toSorted();
  const many = showCount(invoices.length, "invoice");
  return `${many} are written at once, from ${showDay(days[0])} to ${showDay(days.at(-1))}.`;
}

/** How often it is billed: `every month`. */
export function everyWords({
  interval,
  interval_unit: unit,
}: Pick<SubscriptionView, "interval" | "interval_unit">): string {
  return `every ${intervalWords({ interval, interval_unit: unit as "weeks" | "months" | "years" })}`;
}

/** What is sold of an item, and for how much: `3 × €5.00`. */
export function itemWords({ quantity, price, pricing_scheme: scheme }: Item, currency: string): string {
  if (scheme === "flat" && price !== null) return showPrice(price, currency);
  const many = showDecimal(quantity);
  return price === null ? `${many} by brackets` : `${many} × ${showPrice(price, currency)}`;
}

const nothingNext: Partial<Record<SubscriptionStatus, string>> = {
  trial_expired: "The trial ended without a means of payment. It can be taken up again.",
  unpaid: "Nothing is billed until what is owed is paid.",
  cancelled: "It has ended. It can be taken up again.",
  cancelled_from_dunning: "It was cancelled because it could not be collected. It can be taken up again.",
  expired: "The last of its terms has ended. It can be taken up again.",
  creation_failed: "It was not sold.",
  paused: "Nothing is billed until somebody resumes it.",
};

/** What happens next by itself, the day being said beside it. */
export function nextWords(subscription: SubscriptionView): string {
  const { status, next_on: day, trial_ends_at: trial, starts_at: start } = subscription;
  if (day === null) return nothingNext[status] ?? "Nothing happens by itself.";
  switch (status) {
    case "future":
      return trial !== null && trial > start
        ? "The trial starts."
        : "It starts, and the first term is billed.";
    case "trial":
      return "The trial ends, and the first term is billed.";
    case "non_renewing":
      return "It ends. Nothing more is billed.";
    case "paused":
      return "It resumes, and is billed again.";
    case "dunning":
      return `The payment is tried again (${showCount(subscription.dunning_attempts, "attempt")} so far).`;
    default:
      return isLastTerm(subscription)
        ? "Its last term ends, and it expires."
        : subscription.scheduled_items === null
          ? "It renews: the next term is billed."
          : "It renews with the change below, and the next term is billed.";
  }
}

/** That a change of the plan ends its coupon: at once, of what it was before, or with the change that waits. */
export function couponEndWords(after: SubscriptionView, before?: SubscriptionView): string | null {
  const { coupon_ends_on: day, scheduled_items: scheduled } = after;
  if (day !== null) return `The coupon ends on ${showDay(day)}: it is not for ${scheduled?.[0]?.name}.`;
  const had = before !== undefined && before.coupon_id !== null && before.coupon_invoices_left !== 0;
  if (!had || after.coupon_id !== null || after.plan_id === before.plan_id) return null;
  return `The coupon ends with this change: it is not for ${after.plan_name}.`;
}

/** That what waits for the end of the term will not happen: a change or a cancellation takes its place. */
export function droppedWords(after: SubscriptionView, before?: SubscriptionView): string | null {
  const [dropped] = before?.scheduled_items ?? [];
  if (
    dropped === undefined ||
    JSON.stringify(after.scheduled_items) === JSON.stringify(before?.scheduled_items)
  )
    return null;
  return `The change to ${dropped.name} at the end of the term is dropped.`;
}

function isLastTerm({ billing_cycles: most, cycles }: SubscriptionView): boolean {
  return most !== -1 && cycles >= most;
}

/** How many terms it has had, of how many. */
export function cyclesWords({ billing_cycles: most, cycles }: SubscriptionView): string {
  return most === -1
    ? `${showCount(cycles, "term")} billed, until cancelled`
    : `${cycles} of ${showCount(most, "term")} billed`;
}

/** Why an invoice that is collected on its own is not, or until when it may be paid. */
export function collectWords({ auto_collect: isAuto, payment_terms: days }: SubscriptionView): string {
  if (isAuto) return "Collected automatically";
  if (days === null) return "Invoiced, with the customer's payment terms";
  return days === 0 ? "Invoiced, due on receipt" : `Invoiced, due within ${showCount(days, "day")}`;
}

const happenings: Record<string, string> = {
  created: "sold the subscription",
  start_trial: "The trial started",
  start: "It started",
  trial_ends_paid: "The trial ended, and it was billed",
  trial_ends_unpaid: "The trial ended without a means of payment",
  renew: "It renewed",
  last_term_ends: "Its last term ended",
  cancel_at_term_end: "cancelled it for the end of the term",
  term_ends: "It ended",
  cancel: "cancelled it",
  reactivate: "took it up again",
  reactivate_in_trial: "took it up again, in its trial",
  payment_fails: "The payment failed",
  retry_fails: "The payment failed again",
  payment_succeeds: "What was owed was paid",
  retries_end_cancelled: "The last retry failed, and it was cancelled",
  retries_end_unpaid: "The last retry failed, and it was left unpaid",
  pause: "paused it",
  resume: "resumed it",
  change: "changed it",
  scheduled: "scheduled a change for the end of the term",
  unscheduled: "took back the scheduled change",
  postponed: "postponed the renewal",
  charged: "charged",
  edited: "changed",
  readdressed: "chose who gets its e-mails",
};

/** What happened; a sentence of its own where it happened by itself, else what follows on who did it. */
export function happeningWords(event: string): { words: string; isByItself: boolean } {
  const words = happenings[event] ?? event.replaceAll("_", " ");
  return { words, isByItself: /^[A-Z]/.test(words) };
}

/** What somebody noted of a happening: days as people write them. */
export function noteWords(note: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(note) ? showDay(note) : note;
}

/** Tags whose answers are others once a subscription was sold or changed. */
export const touchedBySale: string[] = [...touchedByMoney, "Coupons", "Audit log"];
