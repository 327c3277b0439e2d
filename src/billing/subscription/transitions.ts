import type { Refusal } from "#kernel/decided.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";

export const subscriptionStatuses = [
  "future",
  "trial",
  "trial_expired",
  "live",
  "paused",
  "dunning",
  "unpaid",
  "non_renewing",
  "cancelled",
  "cancelled_from_dunning",
  "expired",
  "creation_failed",
] as const;
export type SubscriptionStatus = (typeof subscriptionStatuses)[number];

/** Those in which a subscription is over: nothing happens to it by itself, and its customer need not be there for it. */
export const endedStatuses = [
  "trial_expired",
  "cancelled",
  "cancelled_from_dunning",
  "expired",
  "creation_failed",
] as const satisfies readonly SubscriptionStatus[];

export type SubscriptionEvent =
  | "start_trial"
  | "start"
  | "trial_ends_paid"
  | "trial_ends_unpaid"
  | "renew"
  | "last_term_ends"
  | "cancel_at_term_end"
  | "term_ends"
  | "cancel"
  | "reactivate"
  | "reactivate_in_trial"
  | "payment_fails"
  | "payment_succeeds"
  | "retries_end_cancelled"
  | "retries_end_unpaid"
  | "pause"
  | "resume"
  | "change";

/** One row: from which statuses an event leads to which; `same` leaves the status as it is. */
export type Transition = {
  event: SubscriptionEvent;
  from: readonly SubscriptionStatus[];
  to: SubscriptionStatus | "same";
  /** What it is, for the printed table. */
  meaning: string;
};

/** The whole life of a subscription. What no row says is refused. Printed in docs/spec/subscription.md. */
export const transitions: readonly Transition[] = [
  { event: "start_trial", from: ["future"], to: "trial", meaning: "its first day comes, with a trial" },
  { event: "start", from: ["future"], to: "live", meaning: "its first day comes" },
  { event: "trial_ends_paid", from: ["trial"], to: "live", meaning: "the trial ends, and it can be billed" },
  {
    event: "trial_ends_unpaid",
    from: ["trial"],
    to: "trial_expired",
    meaning: "the trial ends without a means of payment",
  },
  { event: "renew", from: ["live"], to: "live", meaning: "a term ends and the next is billed" },
  { event: "last_term_ends", from: ["live"], to: "expired", meaning: "the last of its billing cycles ends" },
  {
    event: "cancel_at_term_end",
    from: ["trial", "live"],
    to: "non_renewing",
    meaning: "somebody cancels it for the end of its term",
  },
  { event: "term_ends", from: ["non_renewing"], to: "cancelled", meaning: "that term ends" },
  {
    event: "cancel",
    from: ["future", "trial", "live", "non_renewing", "paused", "dunning", "unpaid"],
    to: "cancelled",
    meaning: "somebody cancels it at once",
  },
  {
    event: "reactivate_in_trial",
    from: ["non_renewing"],
    to: "trial",
    meaning: "somebody takes it up again before its trial ends",
  },
  {
    event: "reactivate",
    from: ["non_renewing", "trial_expired", "cancelled", "cancelled_from_dunning", "expired"],
    to: "live",
    meaning: "somebody takes it up again",
  },
  { event: "payment_fails", from: ["live"], to: "dunning", meaning: "a renewal cannot be collected" },
  {
    event: "payment_succeeds",
    from: ["dunning", "unpaid"],
    to: "live",
    meaning: "what was owed is paid",
  },
  {
    event: "retries_end_cancelled",
    from: ["dunning"],
    to: "cancelled_from_dunning",
    meaning: "the last retry fails, and the organization cancels then",
  },
  {
    event: "retries_end_unpaid",
    from: ["dunning"],
    to: "unpaid",
    meaning: "the last retry fails, and the organization leaves it unpaid",
  },
  { event: "pause", from: ["live"], to: "paused", meaning: "somebody pauses it" },
  { event: "resume", from: ["paused"], to: "live", meaning: "somebody resumes it, or its day comes" },
  {
    event: "change",
    from: ["future", "trial", "live", "non_renewing"],
    to: "same",
    meaning: "somebody changes what it sells",
  },
];

/** The status that an event leads to, or why it may not happen. */
export function move(
  status: SubscriptionStatus,
  event: SubscriptionEvent,
): Result<SubscriptionStatus, Refusal> {
  const row = transitions.find((one) => one.event === event);
  if (row?.from.includes(status)) return accept(row.to === "same" ? status : row.to);
  return refuse({
    code: "subscription.not_in_this_status",
    facts: {
      status,
      event,
      allowed_in: row?.from ?? [],
      message: `A subscription that is ${words(status)} cannot ${words(event)}`,
    },
  });
}

function words(name: string): string {
  return name.replaceAll("_", " ");
}
