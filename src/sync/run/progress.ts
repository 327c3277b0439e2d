import { type Decision, linkingOutcomes } from "#sync/plan/decision.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { type CountName, countNames, type Counts } from "./run.api.ts";

/** Where a run stands: how far, with which counts, and where it would go on. */
export type Progress = { done: number; counts: Counts; checkpoint: Checkpoint };

/** No record yet. */
export function noCounts(): Counts {
  return Object.fromEntries(countNames.map((name) => [name, 0])) as Counts;
}

/**
 * The progress after a batch: each record counted once by its outcome, and linked records noted as seen. What a preview
 * would link is not linked, so there only records that were linked before are seen.
 */
export function addCounts(before: Progress, decisions: readonly Decision[], isPreview: boolean): Progress {
  const counts = { ...before.counts, fetched: before.counts.fetched + decisions.length };
  const seen = { ...before.checkpoint.seen };
  for (const { incoming, outcome, reason, link } of decisions) {
    counts[outcome] += 1;
    const isLinked = link ? link.state === "linked" : staying.has(reason);
    const isNew = reason === "reentered" || linkingOutcomes.includes(outcome);
    if (isLinked && !(isPreview && isNew)) seen[incoming.module] = (seen[incoming.module] ?? 0) + 1;
  }
  return { done: before.done + decisions.length, counts, checkpoint: { ...before.checkpoint, seen } };
}

/**
 * The progress after records were read to send them what they lack: they were counted when they were listed, so only
 * what was done counts.
 */
export function addDone(before: Progress, outcomes: readonly CountName[]): Progress {
  const done = outcomes.filter((outcome) => outcome !== "unchanged");
  const counts = { ...before.counts };
  for (const outcome of done) counts[outcome] += 1;
  return { ...before, done: before.done + done.length, counts };
}

/** Reasons of linked records whose link is not written. */
const staying: ReadonlySet<string> = new Set([
  "linked.equal",
  "linked.kept_local",
  "linked.not_held",
  "linked.on_its_way",
  "linked.read_anew",
  "conflict.compared",
  "conflict.asked",
  "conflict.waits",
]);
