import type { CrmModule } from "#sync/mapping/incoming.ts";
import type { RunState } from "#sync/run/advance.commands.ts";
import { valueOf } from "./crm-trouble.ts";
import { viewOf } from "./fields-to-read.ts";
import { readDeleted, takeLinked } from "./read-deleted.commands.ts";

/**
 * After a complete reading: what is linked and was not met has left the view or was deleted. Mostly all were met, and
 * a count says so. Otherwise the ids are listed again, and each missing record is asked for by its id, and whether the
 * view shows it: absence from a list alone proves nothing. What is in the view after all is taken.
 */
export async function sweep(state: RunState, module: CrmModule): Promise<void> {
  const { context, deps } = state;
  const linked = await deps.store.transact((tx) => tx.countLinked(context.connectionId, module));
  if (linked === (state.progress.checkpoint.seen[module] ?? 0)) return;
  await listIds(state, module);
  await noteBegun(state, module);
  for (let after = ""; ;) {
    const unseen = await deps.store.transact((tx) => tx.listUnseen(context, module, after, 100));
    const last = unseen.at(-1);
    if (last === undefined) break;
    await takeLinked(state, module, unseen);
    after = last;
  }
  await readDeleted(state, module, undefined);
}

/**
 * From here on the count says nothing: what the sweep lets go is not linked any more, and what is left could be as many as
 * were met. Whoever goes on with a sweep that was cut short does all of it.
 */
async function noteBegun(state: RunState, module: CrmModule): Promise<void> {
  const { [module]: _met, ...seen } = state.progress.checkpoint.seen;
  state.progress = { ...state.progress, checkpoint: { ...state.progress.checkpoint, seen } };
  await state.deps.store.transact(async (tx) => {
    await tx.holdRun(state.context);
    await tx.saveProgress(state.context.runId, state.progress);
    await tx.gatherStatistics();
  });
}

async function listIds(state: RunState, module: CrmModule): Promise<void> {
  const { context, deps } = state;
  const cvid = viewOf(context, module).id;
  for await (const outcome of state.crm.listPages(module, { fields: ["Modified_Time"], cvid })) {
    if (!outcome.ok && outcome.failure.kind === "scan_limit") return listAllIds(state, module, cvid);
    const page = valueOf(outcome);
    await deps.store.transact((tx) =>
      tx.noteSeen(
        context,
        page.records.map((record) => record.id),
      ),
    );
  }
}

async function listAllIds(state: RunState, module: CrmModule, cvid: string): Promise<void> {
  const { context, deps } = state;
  const fields = valueOf(await state.crm.fields(module)).filter(
    (field) => field.api_name === "Modified_Time",
  );
  for await (const outcome of state.crm.bulkRead(module, { fields, cvid })) {
    const { records } = valueOf(outcome);
    await deps.store.transact((tx) =>
      tx.noteSeen(
        context,
        records.map((record) => record.id),
      ),
    );
  }
}
