import { AppError } from "#kernel/errors.ts";
import type { Decision, KnownLink } from "#sync/plan/decision.ts";
import { modulesOf } from "#sync/run/run-plan.ts";
import type { Checkpoint } from "#sync/run/checkpoint.ts";
import type { RunContext } from "#sync/run/run-context.ts";
import type { RunTx } from "#sync/run/statements.store.ts";
import { readsChanges } from "#sync/live/live.ts";
import { addToTally, enoughFor, excessOf, isMany, noTally, wordsOf } from "./guard.ts";

/**
 * Counts what a batch is about to do to linked records, before it does that. A run that nobody has approved stops here
 * where that would be unusually many (B11): its transaction is taken back, and what was committed before stays.
 * Answers what goes into the checkpoint, so that a run that goes on elsewhere goes on counting.
 */
export async function guardBatch(
  tx: RunTx,
  context: RunContext,
  { tally: before }: Pick<Checkpoint, "tally">,
  decisions: readonly Decision[],
  links: ReadonlyMap<string, Pick<KnownLink, "intent">> = new Map(),
): Promise<Pick<Checkpoint, "tally">> {
  if (!isGuarded(context)) return {};
  const tally = addToTally(before ?? noTally(), decisions, {
    sends: context.rules.isExact ?? false,
    underWay: (crmId) => links.get(crmId)?.intent,
  });
  if (!isMany(tally)) return { tally };
  // What this run has marked as gone is not linked any more, and was when it began.
  let linked = before?.gone ?? 0;
  for (const module of modulesOf(context.settings.module))
    linked += await tx.countLinked(context.connectionId, module, enoughFor(tally));
  const excess = excessOf(tally, linked);
  if (excess) throw new AppError("run.mass_change", { message: wordsOf(excess), ...excess });
  return { tally };
}

/** What was approved from a preview was seen; one record that somebody fetches and an undo were asked for. */
function isGuarded({ kind, approvedPreview }: RunContext): boolean {
  return readsChanges(kind) && approvedPreview === undefined;
}
