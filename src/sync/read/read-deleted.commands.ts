import type { Instant } from "#kernel/time.ts";
import type { CrmModule } from "#sync/mapping/incoming.ts";
import { findSurvivors } from "#sync/merge/evidence.commands.ts";
import { takeRecords, type RunState } from "#sync/run/advance.commands.ts";
import { runExits } from "#sync/run/exit.commands.ts";
import type { DeletedRecord } from "#zoho/record.ts";
import { valueOf } from "./crm-trouble.ts";
import { fieldsOf } from "./fields-to-read.ts";
import { membersOf } from "./read-changes.commands.ts";

/** What the CRM says was deleted. Only such a tombstone counts as a deletion (B20). */
export async function readDeleted(
  state: RunState,
  module: CrmModule,
  since: Instant | undefined,
): Promise<void> {
  for await (const outcome of state.crm.deleted(module, since)) {
    const { records, scanStart } = valueOf(outcome);
    noteStart(state, module, scanStart);
    const told = new Set(state.progress.checkpoint.merged);
    await takeDeleted(
      state,
      module,
      records.filter(({ id }) => !told.has(id)),
    );
  }
}

/** Of what the CRM says was deleted, what another record took in. */
export async function readMerged(state: RunState, module: CrmModule, since: Instant): Promise<void> {
  for await (const outcome of state.crm.deleted(module, since)) {
    const { records, scanStart } = valueOf(outcome);
    noteStart(state, module, scanStart);
    const survivors = await findSurvivors(state, module, records);
    const gone = [...survivors.keys()];
    await takeGone(state, module, gone, survivors);
    noteTold(state, gone);
  }
}

/** Marks what was deleted. */
export async function takeDeleted(
  state: RunState,
  module: CrmModule,
  records: readonly DeletedRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const survivors = await findSurvivors(state, module, records);
  await takeGone(
    state,
    module,
    records.map(({ id }) => id),
    survivors,
  );
}

/** Marks records as gone. One that has a link because of that is read at once: nothing says that it is among the changes. */
async function takeGone(
  state: RunState,
  module: CrmModule,
  ids: readonly string[],
  survivors: ReadonlyMap<string, string>,
): Promise<void> {
  if (ids.length === 0) return;
  const linked = await runExits(state, module, ids, "deleted_in_crm", survivors);
  if (linked.length > 0) await takeLinked(state, module, linked);
}

/** Reads linked records by their ids, takes those that are in the view and lets the others go; gives those that are not there. */
export async function takeLinked(
  state: RunState,
  module: CrmModule,
  ids: readonly string[],
): Promise<string[]> {
  const fields = fieldsOf(state.context, module);
  const { records, missing } = valueOf(await state.crm.recordsByIds(module, ids, fields));
  const inView = await membersOf(state, module, records);
  const left = records.flatMap(({ id }) => (inView.has(id) ? [] : [id]));
  await runExits(state, module, left, "out_of_view");
  await takeRecords(
    state,
    module,
    records.filter(({ id }) => inView.has(id)),
    {},
  );
  return missing;
}

/** The reading of a module begins with the first question about it: the next run asks for what came after that. */
function noteStart(state: RunState, module: CrmModule, scanStart: Instant): void {
  const { checkpoint } = state.progress;
  const startedAt = { [module]: scanStart, ...checkpoint.startedAt };
  state.progress = { ...state.progress, checkpoint: { ...checkpoint, startedAt } };
}

/** Where the links stay, the end of the reading would find the same records again. */
function noteTold(state: RunState, ids: readonly string[]): void {
  const { context, progress } = state;
  if (ids.length === 0 || (context.kind !== "preview" && context.approvedPreview === undefined)) return;
  const merged = [...(progress.checkpoint.merged ?? []), ...ids];
  state.progress = { ...progress, checkpoint: { ...progress.checkpoint, merged } };
}
