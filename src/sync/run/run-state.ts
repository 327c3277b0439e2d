import type { Deps } from "#platform/deps.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import type { Progress } from "./progress.ts";
import type { RunContext } from "./run-context.ts";

/** A run in work: what stays the same, the CRM, and how far it is. `progress` is what the database holds. */
export type RunState = {
  deps: Deps;
  context: RunContext;
  crm: Zoho;
  progress: Progress;
  /** What the run cost before it was interrupted. */
  spentBefore: { calls: number; credits: number };
  /** Checks what must hold before anything is written; asks the CRM once a run, and only when there is something to write. */
  checkBeforeWriting: () => Promise<void>;
};

/** The user asked to stop. What is committed stays. */
export class Cancelled extends Error {}
