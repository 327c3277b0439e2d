import { previewUndoMerge, undoMerge } from "#billing/customer/customer-merge.commands.ts";
import type { NotReturned } from "#billing/customer/customer-merge.ts";
import { AppError } from "#kernel/errors.ts";
import type { CustomerId, RunId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { RunContext } from "#sync/run/run-context.ts";
import { findRun } from "#sync/run/run.store.ts";
import type { Deed, UndoTold } from "./plan-undo.ts";
import { findMerges, type RunMerge } from "./standing.store.ts";

/** What became of the merges of a run: those taken back, and by survivor what that could not give back. */
export type Unmerged = { done: RunMerge[]; told: Map<CustomerId, UndoTold[]> };

type Undoing = Pick<RunContext, "kind" | "organizationId" | "actor">;

/** Takes the merges back that the run made of these customers, the newest first, by billing's own rule; a preview asks only. */
export async function undoMerges(
  tx: Tx,
  { deps, context }: { deps: Pick<Deps, "clock" | "ids">; context: Undoing },
  run: RunId,
  deeds: ReadonlyMap<CustomerId, readonly Deed[]>,
): Promise<Unmerged> {
  const pairs = [...deeds].flatMap(([survivor, all]) =>
    all.flatMap(({ losers }) => losers.map((loser) => ({ survivor, loser }))),
  );
  const undone = await findRun(tx, run);
  const merges = await findMerges(tx, pairs, {
    from: undone?.queued_at ?? "",
    to: undone?.finished_at ?? deps.clock.now(),
  });
  const unmerged: Unmerged = { done: [], told: new Map() };
  const { organizationId, actor } = context;
  const act = { organizationId, actor, now: deps.clock.now(), ids: deps.ids };
  for (const merge of merges) {
    const stays =
      context.kind === "undo_preview"
        ? await previewUndoMerge(tx, merge.id)
        : await undoMerge(tx, act, merge.id).then((undo) => undo.not_returned, refused);
    if (stays !== undefined) unmerged.done.push(merge);
    const told = toldOf(merge, stays);
    if (told) unmerged.told.set(merge.survivor_id, [...(unmerged.told.get(merge.survivor_id) ?? []), told]);
  }
  return unmerged;
}

/** A refusal comes before anything is written, so the others are taken back all the same. */
function refused(error: unknown): undefined {
  if (!(error instanceof AppError)) throw error;
}

function toldOf({ id, loser_id }: RunMerge, stays: NotReturned[] | undefined): UndoTold | undefined {
  if (stays?.length === 0) return undefined;
  const facts = { merge: id, customer: loser_id, ...(stays ? { not_returned: stays } : {}) };
  return {
    outcome: "skipped",
    reason: stays ? "undo.merge_stays" : "undo.merge_refused",
    changes: [],
    facts,
  };
}
