/** What can be imported, in the order in which it builds on each other. */
export const moveInKinds = [
  "customers",
  "contact_persons",
  "products",
  "plans",
  "addons",
  "coupons",
  "subscriptions",
  "invoices",
  "payments",
  "credit_notes",
] as const;
export type MoveInKind = (typeof moveInKinds)[number];

/** What becomes of a record, and at last of one that was taken back: `kept` says that it could not be. */
export const recordOutcomes = [
  "created",
  "updated",
  "unchanged",
  "skipped",
  "failed",
  "undone",
  "kept",
] as const;
export type RecordOutcome = (typeof recordOutcomes)[number];

/** Where an import stands. */
export const moveInStatuses = [
  "new",
  "previewing",
  "previewed",
  "running",
  "done",
  "undoing",
  "undone",
] as const;
export type MoveInStatus = (typeof moveInStatuses)[number];

/** Whether what it brought is there, and no worker is at it. */
export function isImported({ status }: { status: MoveInStatus }): boolean {
  return status === "done" || status === "undone";
}

/** Whether a worker is at it, or will be. */
export function isAtWork(status: MoveInStatus): boolean {
  return status === "previewing" || status === "running" || status === "undoing";
}
