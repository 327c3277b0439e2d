import type { Target } from "#sync/mapping/incoming.ts";
import type { Decision } from "#sync/plan/decision.ts";
import { enterPhase, moveCheckpoint, type RunState } from "#sync/run/advance.commands.ts";
import type { Mark } from "./mark.ts";
import { findMarked } from "./marked.commands.ts";
import { type Errand, errandOf } from "./pair.ts";
import { pushNew } from "./push-new.commands.ts";
import { pushLinked } from "./push-linked.commands.ts";
import { quietMs } from "./quiet.ts";

/** As many as the CRM takes in one call. */
const marksAtOnce = 100;

const unlinkedAtOnce = 1000;

/** What somebody changes again and again just now is left to the next run. */
const mostRounds = 4;

/** Takes to the CRM what was changed in billing until now. What changes meanwhile has a newer mark, and the next run. */
export async function push(state: RunState, target: Target, phase: string): Promise<void> {
  const { deps, context } = state;
  const { connectionId } = context;
  const marked = await deps.store.transact((tx) => tx.summarizeMarks(connectionId, target));
  if (!marked) return;
  await state.check(state);
  await enterPhase(state, phase, { expected: state.progress.done + marked.count, reader: null });
  for (let after = state.progress.checkpoint.position ?? "0"; ;) {
    const page = { after, upTo: marked.newest, limit: marksAtOnce };
    const marks = await deps.store.transact((tx) => tx.listMarks(connectionId, target, page));
    const last = marks.at(-1);
    if (last === undefined) return;
    await pushMarks(state, target, marks);
    after = last.number;
    await moveCheckpoint(state, { position: after });
  }
}

/** Marks what is in billing and not in the CRM. A preview shows it instead. */
export async function takeUnlinked(state: RunState, target: Target): Promise<void> {
  const { deps, context } = state;
  const { connectionId, runId } = context;
  const isPreview = context.kind === "preview";
  if (isPreview) await state.check(state);
  for (let after = ""; ;) {
    const ids = await deps.store.transact(async (tx) => {
      const page = await tx.listUnlinked({ connectionId, runId, target, after, limit: unlinkedAtOnce });
      if (!isPreview) await tx.markRecords(connectionId, target, page);
      return page;
    });
    const last = ids.at(-1);
    if (last === undefined) return;
    if (isPreview)
      await pushMarks(
        state,
        target,
        ids.map((id) => unmarked({ id })),
      );
    after = last;
  }
}

/**
 * Shows what a run makes of records that it marks to read them by their ids, such as fields in conflict of which the
 * later change counts. What a preview would only now link, it cannot look up.
 */
export async function showReadAnew(state: RunState, decisions: readonly Decision[]): Promise<void> {
  const linked = decisions.filter((one) => one.readsAnew && one.link === undefined);
  const records = linked.flatMap((one) => one.record ?? []);
  for (const target of ["customer", "contact_person"] as const) {
    const marks = records.filter((one) => one.target === target).map(unmarked);
    for (let at = 0; at < marks.length; at += marksAtOnce)
      await pushMarks(state, target, marks.slice(at, at + marksAtOnce));
  }
}

/** A preview leaves no marks: it takes a record as if it had one. */
function unmarked({ id }: { id: string }): Mark {
  return { recordId: id, number: "0" };
}

/** Takes some marked records to the CRM; what is being changed there at this moment waits until it is quiet. */
async function pushMarks(state: RunState, target: Target, marks: readonly Mark[]): Promise<void> {
  let left = marks;
  for (let round = 1; left.length > 0 && round <= mostRounds; round += 1) {
    if (round > 1) await state.deps.sleep(quietMs, state.signal);
    const errands = await findErrands(state, target, left);
    const unmade = await pushNew(
      state,
      errands.flatMap((one) => (one.do === "create" ? [one] : [])),
    );
    const unsent = await pushLinked(
      state,
      errands.flatMap((one) => (one.do === "update" ? [one] : [])),
    );
    left = [...unmade, ...unsent];
  }
}

async function findErrands(state: RunState, target: Target, marks: readonly Mark[]): Promise<Errand[]> {
  const { deps, context } = state;
  return deps.store.transact(async (tx) => {
    const marked = await findMarked(tx, context, target, marks);
    const errands = marked.map((one) => errandOf(context.settings.module, one));
    const idle = errands.flatMap((one) => (one.do === "nothing" ? [one.mark] : []));
    if (context.kind !== "preview") await tx.dropMarks(context.connectionId, target, idle);
    return errands;
  });
}
