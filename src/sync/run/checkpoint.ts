import type { RunId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Tally } from "#sync/guard/guard.ts";
import type { CrmModule, Target } from "#sync/mapping/incoming.ts";

/** One step of a run. Steps are done in order; each is safe to begin again. */
export type Step =
  /** Read the whole view of a module. */
  | { do: "read_all"; module: CrmModule }
  /** Read what changed since the watermark. */
  | { do: "read_changes"; module: CrmModule; since: Instant }
  /** Contacts of accounts that this run linked or let go: they did not change themselves. */
  | { do: "read_contacts_of_accounts" }
  /** What was deleted in the CRM. */
  | { do: "read_deleted"; module: CrmModule; since: Instant }
  /** What was merged into another record in the CRM. */
  | { do: "read_merged"; module: CrmModule; since: Instant }
  /** What is linked but was not in the complete listing: out of the view, or gone. */
  | { do: "sweep"; module: CrmModule }
  /** Mark what is in billing and not in the CRM, so that it is made there; a preview shows it. */
  | { do: "take_unlinked"; target: Target }
  /** Take what changed in billing to the CRM. */
  | { do: "push"; target: Target }
  | { do: "read_one"; module: CrmModule; crmId: string }
  /** Take back what another run did with the records of a kind. */
  | { do: "undo"; target: Target; run: RunId };

/** Where a run stands: committed with each batch, so that a killed run goes on behind its last committed batch. */
export type Checkpoint = {
  steps: Step[];
  /** The step being done. */
  at: number;
  /** Where its reading goes on: the next page's token, or the bulk job and its page. Null: it was read to its end. */
  position: string | null | undefined;
  /** How many records the step has read so far. */
  read: number;
  /** Server time at the start of each module's reading; becomes the watermark when the run is done. */
  startedAt: Partial<Record<CrmModule, Instant>>;
  /** How many linked records a complete reading met, by module; equal to the links, there is nothing to sweep. */
  seen: Partial<Record<CrmModule, number>>;
  /** Records that were found merged away and whose link stays for now, in a preview for instance: they are told of once. */
  merged?: string[];
  /** What the run has done to linked records so far, where it stops before that is unusually much (sync/guard). */
  tally?: Tally;
  /** The number of the next history row. */
  seq: number;
};
