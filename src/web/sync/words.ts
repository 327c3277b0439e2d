import type { ConnectionView } from "#sync/connection/connection.api.ts";
import type {
  ConflictPolicy,
  DuplicatePolicy,
  MatchKey,
  ModuleChoice,
} from "#sync/connection/settings.api.ts";
import type { RunView } from "#sync/run/run.api.ts";
import type { Meaning } from "#web/ui/theme.ts";

/** A state in words, with the meaning that gives it colour and shape. */
export type Told = { word: string; meaning: Meaning };

/** The state of a connection; a problem that a person must solve comes before it. */
export function connectionTold({
  state,
  problem,
  settings,
  waits_for_approval,
}: Pick<ConnectionView, "state" | "problem" | "settings" | "waits_for_approval">): Told {
  if (state === "disabled") return { word: "Disabled", meaning: "gray" };
  if (problem !== null) return { word: "Needs attention", meaning: "fail" };
  if (state === "paused") return { word: "Paused", meaning: "conflict" };
  if (settings === null) return { word: "Connected, not configured", meaning: "change" };
  if (waits_for_approval) return { word: "Waits for approval", meaning: "conflict" };
  return state === "active" ? { word: "Active", meaning: "agree" } : { word: "Connected", meaning: "agree" };
}

const runStatuses: Record<RunView["status"], Told> = {
  queued: { word: "Queued", meaning: "change" },
  running: { word: "Running", meaning: "change" },
  done: { word: "Done", meaning: "agree" },
  failed: { word: "Failed", meaning: "fail" },
  cancelled: { word: "Cancelled", meaning: "gray" },
};

export function runTold({ status }: Pick<RunView, "status">): Told {
  return runStatuses[status];
}

export const runKinds: Record<RunView["kind"], string> = {
  preview: "Preview",
  import: "Import",
  auto: "Auto-sync",
  instant: "Instant sync",
  fetch_one: "Fetch of one record",
  undo: "Undo",
  undo_preview: "Preview of an undo",
};

/** Whether a run only shows what another one would do. */
export function isShow(kind: RunView["kind"]): boolean {
  return kind === "preview" || kind === "undo_preview";
}

/** Whether a run takes another one back, or shows that. */
export function isUndo(kind: RunView["kind"]): boolean {
  return kind === "undo" || kind === "undo_preview";
}

/** A kind as the API names it in words; kinds of later versions as they are. */
export function kindWord(kind: string): string {
  return (runKinds as Record<string, string>)[kind] ?? kind;
}

/** A status as the API names it, told; statuses of later versions as they are. */
export function statusTold(status: string): Told {
  return (runStatuses as Record<string, Told>)[status] ?? { word: status, meaning: "gray" };
}

export function isActive({ status }: Pick<RunView, "status">): boolean {
  return isUnderWay(status);
}

/** Whether a status as the API names it is one of a run that has not ended. */
export function isUnderWay(status: string | undefined): boolean {
  return status === "queued" || status === "running";
}

export const crmKinds: Record<ConnectionView["kind"], string> = { embedded: "Concord CRM", zoho: "Zoho CRM" };

export const moduleWords: Record<ModuleChoice, string> = {
  accounts: "Accounts",
  contacts: "Contacts",
  "accounts-and-contacts": "Accounts and their contacts",
};

export const extentWords: Record<ConnectionView["extent_allowed"], string> = {
  "one-way": "Fetch from CRM",
  "two-way": "Sync both ways",
};

export const policyWords: Record<DuplicatePolicy, string> = {
  skip: "Skip",
  clone: "Clone",
  overwrite: "Overwrite",
};

export const conflictWords: Record<ConflictPolicy, string> = {
  crm: "The CRM wins",
  billing: "Billing wins",
  latest: "The latest change wins",
  ask: "Ask me",
};

export const keyWords: Record<MatchKey, string> = {
  name: "Company name",
  email: "E-mail",
  phone: "Phone",
  website: "Website",
};

/** `every 2 hours`, by minutes; 0 is off. */
export const intervals: readonly { minutes: 0 | 15 | 60 | 120 | 1440; words: string }[] = [
  { minutes: 15, words: "Every 15 minutes" },
  { minutes: 60, words: "Every hour" },
  { minutes: 120, words: "Every 2 hours" },
  { minutes: 1440, words: "Every day" },
  { minutes: 0, words: "Off" },
];
