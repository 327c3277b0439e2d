import type { RunId } from "#kernel/id.ts";
import { type Instant, msOf, plusMs } from "#kernel/time.ts";
import type { Watermarks } from "#sync/connection/connection.table.ts";
import type { ModuleChoice } from "#sync/connection/settings.api.ts";
import type { CrmModule, Target } from "#sync/mapping/incoming.ts";
import type { Step } from "./checkpoint.ts";
import type { RunView } from "./run.api.ts";

/** Visibility is not always stamped on a record (sharing, time-based views), so everything is read once a day (docs/adr/0009-absence-proves-nothing.md). */
const fullEveryMs = 24 * 3_600_000;

/** The CRM modules of a choice, parents first. */
export function modulesOf(choice: ModuleChoice): CrmModule[] {
  if (choice === "accounts") return ["Accounts"];
  return choice === "contacts" ? ["Contacts"] : ["Accounts", "Contacts"];
}

type Situation = {
  module: ModuleChoice;
  watermarks: Watermarks;
  lastFullAt: Instant | null;
  askedForFull: boolean;
  now: Instant;
};

/**
 * Whether a run reads everything or only changes: everything at first, after a change of configuration (which takes
 * the time of the last full reading away), and daily.
 */
export function modeOf(situation: Situation): "full" | "incremental" {
  const { watermarks, lastFullAt } = situation;
  const isKnown = modulesOf(situation.module).every((module) => watermarks[module] !== undefined);
  if (!isKnown || lastFullAt === null || situation.askedForFull) return "full";
  return msOf(situation.now) - msOf(lastFullAt) >= fullEveryMs ? "full" : "incremental";
}

/** The steps of a run, in order: the CRM's changes first, so that billing's are sent on the newest state. */
export function stepsOf(situation: {
  mode: "full" | "incremental";
  module: ModuleChoice;
  watermarks: Watermarks;
  pushes: boolean;
  isPreview: boolean;
}): Step[] {
  const { mode, module, watermarks, pushes } = situation;
  return [...inwardSteps(mode, module, watermarks), ...(pushes ? outwardSteps(situation) : [])];
}

/**
 * Customers before their contact persons. A full run looks for what was never made in the CRM; it marks nothing in a
 * preview, which therefore shows that at once: what linked records lack it has seen when it read them.
 */
function outwardSteps({ mode, module, isPreview }: Parameters<typeof stepsOf>[0]): Step[] {
  const targets: Target[] =
    module === "accounts-and-contacts" ? ["customer", "contact_person"] : ["customer"];
  const isFull = mode === "full";
  return targets.flatMap((target): Step[] => [
    ...(isFull ? [{ do: "take_unlinked", target } as const] : []),
    ...(isFull && isPreview ? [] : [{ do: "push", target } as const]),
  ]);
}

/** Whether a run takes another one back, or shows what that would do. */
export function isUndo(kind: RunView["kind"]): boolean {
  return kind === "undo" || kind === "undo_preview";
}

/** The steps of an undo: contact persons before the customers they hang on; then what returned goes to the CRM. */
export function undoSteps(run: RunId, module: ModuleChoice, sends: boolean): Step[] {
  const back = (["contact_person", "customer"] as const).map((target): Step => ({ do: "undo", target, run }));
  const situation = { mode: "incremental", module, watermarks: {}, pushes: true, isPreview: false } as const;
  return [...back, ...(sends ? outwardSteps(situation) : [])];
}

/**
 * What was merged in the CRM comes before what is new: the record that took another one in has its link by the time it
 * is read, and nobody is made twice. A change's reading asks for all deletions there; a full one, which finds out for
 * itself what is gone, only for merges.
 */
function inwardSteps(mode: "full" | "incremental", choice: ModuleChoice, watermarks: Watermarks): Step[] {
  const modules = modulesOf(choice);
  const since = (module: CrmModule): Instant => watermarks[module] ?? "1970-01-01T00:00:00.000Z";
  if (mode === "full") {
    const known = modules.filter((module) => watermarks[module] !== undefined);
    return [
      ...known.map((module): Step => ({ do: "read_merged", module, since: since(module) })),
      ...modules.map((module): Step => ({ do: "read_all", module })),
      ...modules.map((module): Step => ({ do: "sweep", module })),
    ];
  }
  return [
    ...modules.map((module): Step => ({ do: "read_deleted", module, since: since(module) })),
    ...modules.map((module): Step => ({ do: "read_changes", module, since: since(module) })),
    ...(modules.length > 1 ? [{ do: "read_contacts_of_accounts" } as const] : []),
  ];
}

/**
 * The new watermark: the CRM's time at the start of the reading, less the longest time a change may take to show in
 * its lists (zoho.com: two minutes; the embedded CRM: a transaction's length). It never goes back.
 */
export function watermarkAfter(
  kind: "embedded" | "zoho",
  scanStart: Instant,
  before: Instant | undefined,
): Instant {
  const overlapMs = kind === "zoho" ? 120_000 : 3000;
  const next = plusMs(scanStart, -overlapMs);
  return before !== undefined && before > next ? before : next;
}

/** What a step is called while it runs. */
export function phaseOf(step: Step): string {
  if ("target" in step) return phases[step.do](step.target === "customer" ? "customers" : "contact persons");
  return phases[step.do]("module" in step ? step.module.toLowerCase() : "records");
}

const phases: Record<Step["do"], (records: string) => string> = {
  read_all: (records) => `Reading ${records}`,
  read_changes: (records) => `Reading changed ${records}`,
  read_contacts_of_accounts: () => "Reading contacts of new and leaving accounts",
  read_deleted: (records) => `Reading deleted ${records}`,
  read_merged: (records) => `Looking for merged ${records}`,
  sweep: (records) => `Checking which ${records} left the view`,
  take_unlinked: (records) => `Looking for ${records} that the CRM lacks`,
  push: (records) => `Sending ${records} to the CRM`,
  read_one: () => "Reading the record",
  undo: (records) => `Taking back ${records}`,
};
