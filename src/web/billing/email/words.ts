import type { EmailListItem } from "#billing/email/email.api.ts";
import type { Meaning } from "#web/ui/theme.ts";

type Told = { word: string; meaning: Meaning };

const states: Record<EmailListItem["status"], Told> = {
  queued: { word: "On its way", meaning: "change" },
  sent: { word: "Sent", meaning: "agree" },
  caught: { word: "Caught", meaning: "gray" },
  failed: { word: "Failed", meaning: "fail" },
};

/** What became of an e-mail; one that was tried and waits is tried again, and one may have missed a receiver. */
export function emailTold(email: EmailListItem): Told {
  const { status, problem } = email;
  if (status === "queued" && !isOnItsWay(email)) return { word: "Is tried again", meaning: "conflict" };
  if (status === "sent" && problem !== null) return { word: "Sent in part", meaning: "conflict" };
  return states[status];
}

/** Whether nothing is known yet of an attempt to send it. */
export function isOnItsWay({ status, attempts, tried_at }: EmailListItem): boolean {
  return status === "queued" && (attempts === 0 || tried_at === null);
}

/** How often it is looked what became of one that is on its way. */
export const underWayMs = 2000;

/** The states that a list can be narrowed to. */
export const emailStatuses = [
  { value: "queued", label: "On their way" },
  { value: "sent", label: "Sent" },
  { value: "caught", label: "Caught" },
  { value: "failed", label: "Failed" },
] as const;

/** What caught means, wherever it is shown. */
export const caughtWords =
  "No mail server is set up, so nothing left this machine: the e-mail is only kept here.";

/** Whom it goes to. */
export function receiverWords({ to, cc }: Pick<EmailListItem, "to" | "cc">): string {
  return [...to, ...cc].join(", ");
}
