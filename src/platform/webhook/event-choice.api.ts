/** What a message is about: the thing whose present state it carries. */
export type SubjectKind =
  | "customer"
  | "subscription"
  | "invoice"
  | "credit_note"
  | "estimate"
  | "payment"
  | "run"
  | "conflict";

/** Every kind of event, with what it is about and when it happens. The triggers of migrations/0023_webhook.sql write them. */
export const eventTypes = {
  "customer.created": ["customer", "A customer was made, by hand, by an import or by a sync."],
  "customer.updated": ["customer", "A customer was changed, made inactive, linked or merged."],
  "subscription.created": ["subscription", "A subscription was sold."],
  "subscription.trial_started": ["subscription", "Its first day came, with a trial."],
  "subscription.activated": ["subscription", "Its first day came, or its trial ended and it is billed."],
  "subscription.trial_expired": ["subscription", "Its trial ended without a means of payment."],
  "subscription.renewed": ["subscription", "A term ended and the next was billed."],
  "subscription.changed": ["subscription", "Plan, quantities, addons or the end of its term changed."],
  "subscription.change_scheduled": ["subscription", "A change waits for the end of its term."],
  "subscription.cancellation_scheduled": ["subscription", "It was cancelled for the end of its term."],
  "subscription.cancelled": ["subscription", "It ended because somebody, or the retries, cancelled it."],
  "subscription.reactivated": ["subscription", "It was taken up again."],
  "subscription.paused": ["subscription", "It was paused."],
  "subscription.resumed": ["subscription", "It was resumed, or its day came."],
  "subscription.dunning": ["subscription", "A renewal could not be collected, and is retried."],
  "subscription.recovered": ["subscription", "What was owed was paid."],
  "subscription.unpaid": ["subscription", "The last retry failed, and it was left unpaid."],
  "subscription.expired": ["subscription", "The last of its terms ended."],
  "invoice.created": ["invoice", "A draft was written."],
  "invoice.sent": ["invoice", "It was sent and has its number."],
  "invoice.paid": ["invoice", "Nothing is open on it any more."],
  "invoice.overdue": ["invoice", "The day on which it was due is over, and something is open."],
  "invoice.voided": ["invoice", "It was taken out of force."],
  "invoice.written_off": ["invoice", "What was open on it was given up."],
  "payment.recorded": ["payment", "Money came in."],
  "payment.voided": ["payment", "It was recorded by mistake, and is void."],
  "credit_note.created": ["credit_note", "A draft was written."],
  "credit_note.opened": ["credit_note", "It was opened and has its number."],
  "credit_note.closed": ["credit_note", "All of it is used."],
  "credit_note.voided": ["credit_note", "It was taken out of force."],
  "estimate.created": ["estimate", "A draft was written."],
  "estimate.sent": ["estimate", "It was sent and has its number."],
  "estimate.accepted": ["estimate", "The customer accepted it."],
  "estimate.declined": ["estimate", "The customer declined it."],
  "estimate.invoiced": ["estimate", "Its invoice was made."],
  "sync.run_finished": ["run", "A run of the sync ended, however it ended; previews are not told of."],
  "conflict.opened": ["conflict", "Both sides changed a field, and a person is asked."],
  "conflict.decided": ["conflict", "Somebody decided on a conflict."],
} as const satisfies Record<string, readonly [SubjectKind, string]>;

export type EventType = keyof typeof eventTypes;

export const eventNames = Object.keys(eventTypes) as [EventType, ...EventType[]];

/** What a webhook sends on demand, so that its receiver can be tried. */
export const testEvent = "webhook.test";
