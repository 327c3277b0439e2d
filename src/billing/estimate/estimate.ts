import { type Moves, not, to } from "#billing/document/move.ts";

/** What is shown of an estimate. */
export const estimateStatuses = ["draft", "sent", "accepted", "declined", "expired", "invoiced"] as const;
export type EstimateStatus = (typeof estimateStatuses)[number];

/** The status of an estimate on a day: one that was sent and waits for an answer expires after its last day. */
export function estimateStatus(
  { status, due_date }: { status: string; due_date: string | null },
  today: string,
): EstimateStatus {
  if (status === "sent" && due_date !== null && due_date < today) return "expired";
  return status as EstimateStatus;
}

export type EstimateAction = "send" | "accept" | "decline" | "redraft" | "invoice" | "subscribe";

const declined = not("It was declined: mark it as a draft again, change it and send it anew");
const expired = not("It is expired: mark it as a draft again and give it a later day");
const invoiced = not("It became an invoice or a subscription already");
const unsent = not("It is a draft: send it first");

/** The life of an estimate. */
export const estimateMoves: Moves<EstimateAction, EstimateStatus, Exclude<EstimateStatus, "expired">> = {
  send: {
    draft: to("sent"),
    sent: not("It was sent already"),
    accepted: not("It was accepted already"),
    declined,
    expired,
    invoiced,
  },
  accept: {
    draft: unsent,
    sent: to("accepted"),
    accepted: not("It was accepted already"),
    // A customer may think again.
    declined: to("accepted"),
    expired,
    invoiced,
  },
  decline: {
    draft: unsent,
    sent: to("declined"),
    accepted: to("declined"),
    declined: not("It was declined already"),
    expired,
    invoiced,
  },
  redraft: {
    draft: not("It is a draft already"),
    sent: to("draft"),
    accepted: to("draft"),
    declined: to("draft"),
    expired: to("draft"),
    invoiced,
  },
  invoice: {
    draft: unsent,
    sent: to("invoiced"),
    accepted: to("invoiced"),
    declined,
    expired,
    invoiced,
  },
  // A subscription goes on charging: the customer has to have said yes.
  subscribe: {
    draft: unsent,
    sent: not("It waits for the customer's answer: mark it as accepted first"),
    accepted: to("invoiced"),
    declined,
    expired,
    invoiced,
  },
};
