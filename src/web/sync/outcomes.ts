import { type CountName, countNames, type Counts, type RunView } from "#sync/run/run.api.ts";
import { showCount, showNumber } from "#web/ui/show.ts";
import { isShow } from "./words.ts";
import type { Meaning } from "#web/ui/theme.ts";

/** How a record can end. */
export type Outcome = Exclude<CountName, "fetched">;

type OutcomeWords = {
  /** What happened: `Created`. */
  done: string;
  /** What a preview says would happen: `Create`. */
  planned: string;
  meaning: Meaning;
};

const words: Record<Outcome, OutcomeWords> = {
  created: { done: "Created", planned: "Create", meaning: "change" },
  updated: { done: "Updated", planned: "Update", meaning: "change" },
  overwritten: { done: "Overwritten", planned: "Overwrite", meaning: "change" },
  merged: { done: "Merged", planned: "Merge", meaning: "change" },
  cloned: { done: "Cloned", planned: "Clone", meaning: "change" },
  duplicate: { done: "Remembered as duplicate", planned: "Remember as duplicate", meaning: "gray" },
  skipped: { done: "Skipped", planned: "Skip", meaning: "gray" },
  unchanged: { done: "Unchanged", planned: "Unchanged", meaning: "agree" },
  failed: { done: "Failed", planned: "Fail", meaning: "fail" },
  conflicts: { done: "Conflict", planned: "Conflict", meaning: "conflict" },
  out_of_view: { done: "Out of view", planned: "Out of view", meaning: "gray" },
  deleted_in_crm: { done: "Deleted in CRM", planned: "Deleted in CRM", meaning: "conflict" },
  held: { done: "Held back", planned: "Held back", meaning: "conflict" },
  deleted: { done: "Deleted", planned: "Delete", meaning: "change" },
  unlinked: { done: "Unlinked", planned: "Unlink", meaning: "change" },
};

/** All outcomes, in the order in which they are counted. */
export const outcomes: readonly Outcome[] = countNames.filter((name): name is Outcome => name !== "fetched");

/** Outcomes that a preview and its run always show, be they 0; the others appear when they happen. */
const always = new Set<Outcome>(["created", "updated", "skipped", "failed"]);

/** The word and meaning of an outcome; outcomes of later versions as they are. */
export function outcomeTold(outcome: string, isPreview: boolean): { word: string; meaning: Meaning } {
  const known = (words as Record<string, OutcomeWords>)[outcome];
  if (known === undefined) return { word: outcome, meaning: "gray" };
  return { word: isPreview ? known.planned : known.done, meaning: known.meaning };
}

/** The outcomes worth a tile for these counts. */
export function tilesOf(counts: Counts): { outcome: Outcome; count: number }[] {
  return outcomes
    .map((outcome) => ({ outcome, count: counts[outcome] ?? 0 }))
    .filter(({ outcome, count }) => count > 0 || always.has(outcome));
}

/** Outcomes that are counted but not listed one by one: nothing happened, and nothing was expected to. */
export function isListed(outcome: string): boolean {
  return outcome !== "unchanged";
}

/** Whether a record of a preview can still be left out: only where something would be written. */
export function canBeLeftOut(outcome: string): boolean {
  return ["created", "updated", "overwritten", "merged", "cloned"].includes(outcome);
}

/** The four parts of a run's bar. */
export const barParts = ["created", "updated", "skipped", "failed"] as const;
export type BarPart = (typeof barParts)[number];

const partOf: Partial<Record<Outcome, BarPart>> = {
  created: "created",
  cloned: "created",
  updated: "updated",
  overwritten: "updated",
  merged: "updated",
  out_of_view: "updated",
  deleted_in_crm: "updated",
  deleted: "updated",
  unlinked: "updated",
  duplicate: "skipped",
  skipped: "skipped",
  held: "skipped",
  failed: "failed",
  conflicts: "failed",
};

/** Counts as the four parts of a bar: cloned counts as created, overwritten and merged as updated, duplicates and what is held back as skipped. */
export function partsOf(counts: Counts): Record<BarPart, number> {
  const parts = { created: 0, updated: 0, skipped: 0, failed: 0 };
  for (const outcome of outcomes) {
    const part = partOf[outcome];
    if (part !== undefined) parts[part] += counts[outcome] ?? 0;
  }
  return parts;
}

export const partWords: Record<BarPart, string> = {
  created: "Created or cloned",
  updated: "Updated, overwritten, merged, or taken back",
  skipped: "Skipped, held back or remembered as duplicate",
  failed: "Failed or in conflict",
};

/** A run's counts in the words of its own page: `20 overwritten, 1 failed`. Of what stayed as it was only where there is nothing else. */
export function countsInWords({ counts, kind, status }: Pick<RunView, "counts" | "kind" | "status">): string {
  const told = outcomes
    .filter((outcome) => outcome !== "unchanged" && (counts[outcome] ?? 0) > 0)
    .map((outcome) =>
      outcome === "conflicts"
        ? showCount(counts.conflicts ?? 0, "conflict")
        : `${showNumber(counts[outcome] ?? 0)} ${outcomeTold(outcome, isShow(kind)).word.toLowerCase()}`,
    );
  if (told.length > 0) return told.join(", ");
  const unchanged = counts.unchanged ?? 0;
  // A run that ended early found nothing out about the records it did not come to.
  return status === "done" || unchanged > 0 ? `${showNumber(unchanged)} unchanged` : "–";
}
