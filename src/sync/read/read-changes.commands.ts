import type { Instant } from "#kernel/time.ts";
import type { CrmModule, RawRecord } from "#sync/mapping/incoming.ts";
import { takeRecords, type RunState } from "#sync/run/advance.commands.ts";
import { runExits } from "#sync/run/exit.commands.ts";
import { fieldsOf, viewOf } from "./fields-to-read.ts";
import { valueOf } from "./crm-trouble.ts";

/**
 * Reads what changed since the watermark. The CRM says which of the changed records are in the view: we never evaluate
 * its criteria, and never take a record for gone because a list did not show it.
 */
export async function readChanges(state: RunState, module: CrmModule, since: Instant): Promise<void> {
  const { startedAt, position } = state.progress.checkpoint;
  if (position === null) return;
  const selection = {
    fields: fieldsOf(state.context, module),
    modifiedSince: since,
    sortBy: "Modified_Time" as const,
  };
  let isQuiet = true;
  for await (const outcome of state.crm.listPages(module, selection, position)) {
    const page = valueOf(outcome);
    isQuiet &&= page.records.length === 0;
    const begun = { ...startedAt, [module]: startedAt[module] ?? page.scanStart };
    const inView = await membersOf(state, module, page.records);
    const left = page.records.filter((record) => !inView.has(record.id)).map((record) => record.id);
    if (left.length > 0) await runExits(state, module, left, "out_of_view");
    await takeRecords(
      state,
      module,
      page.records.filter((record) => inView.has(record.id)),
      { position: page.nextToken, startedAt: begun },
    );
  }
  if (isQuiet) await askForView(state, module);
}

/**
 * Where nothing changed, nothing asked for the view, which may be gone. A person who started the run is told; a scheduled
 * one makes no call for it, because it misses nothing: the first change asks for the view.
 */
async function askForView(state: RunState, module: CrmModule): Promise<void> {
  const view = viewOf(state.context, module);
  if (state.context.kind !== "auto" && !view.all) valueOf(await state.crm.count(module, { cvid: view.id }));
}

/** Which of the records are in the view; asks only where the view has criteria. */
export async function membersOf(
  state: RunState,
  module: CrmModule,
  records: readonly RawRecord[],
): Promise<Set<string>> {
  const ids = records.map((record) => record.id);
  const view = viewOf(state.context, module);
  if (view.all || ids.length === 0) return new Set(ids);
  const found = valueOf(await state.crm.recordsByIds(module, ids, ["id"], view.id));
  return new Set(found.records.map((record) => record.id));
}
