import type { SubscriptionEventRow } from "./subscription.table.ts";
import type { Subscription } from "./subscription.ts";
import type { SubscriptionStatus } from "./transitions.ts";

/** Something that happened to a subscription before it moved in, as far as its days tell; `brings`: it was paid for from then on. */
export type HistoryOfMoved = {
  event: SubscriptionEventRow["event"];
  on_day: string;
  status: SubscriptionStatus;
  brings: boolean;
};

/** What led to statuses that are no beginning. */
const events: Partial<Record<SubscriptionStatus, SubscriptionEventRow["event"]>> = {
  paused: "pause",
  non_renewing: "cancel_at_term_end",
  cancelled: "cancel",
  cancelled_from_dunning: "retries_end_cancelled",
  expired: "last_term_ends",
  trial_expired: "trial_ends_unpaid",
};

/** The history of a subscription that moves in: how it began on its first day, and what it came to since. */
export function historyOfMoved(
  { status, starts_at, trial_ends_at, term_end }: Subscription,
  { ended_on, today }: { ended_on: string | null; today: string },
): HistoryOfMoved[] {
  const event = events[status];
  // Whoever left in the trial never paid.
  const end = ended_on ?? (status === "trial_expired" ? trial_ends_at : term_end) ?? today;
  const neverPaid =
    trial_ends_at !== null && term_end === null && (ended_on === null || ended_on <= trial_ends_at);
  const first = event === undefined ? status : neverPaid || status === "trial_expired" ? "trial" : "live";
  const brings = first === "live";
  const begun = { event: "created" as const, on_day: starts_at, status: first, brings };
  if (event === undefined) return [begun];
  const isOver = status !== "paused" && status !== "non_renewing";
  const on_day = isOver && end < today ? end : today;
  return [begun, { event, on_day: on_day < starts_at ? starts_at : on_day, status, brings: false }];
}
