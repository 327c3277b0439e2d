import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import type { RecordEvent, TimelineAction } from "./timeline.ts";
import { addNotice } from "#crm/watch/notice.store.ts";
import type { Operation } from "#crm/watch/watch.ts";
import { addEntries } from "./timeline.store.ts";

/** Who writes records of which module, in which transaction. */
export type WriteContext = { tx: Tx; caller: CrmCaller; module: ModuleName };

/** What watchers are told. What comes back is there as it was: a change of a record that they know. */
const operations: Record<TimelineAction, Operation> = {
  added: "insert",
  updated: "update",
  deleted: "delete",
  restored: "update",
};

/** Tells what a write did to records, in its transaction. Every way of writing records ends here. */
export async function tellEvents(
  { tx, caller, module }: WriteContext,
  action: TimelineAction,
  events: readonly RecordEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const source = caller.isPerson ? "crm_ui" : "crm_api";
  await addEntries(tx, { action, source, userId: caller.user.id }, events);
  const records = events.map(({ id, changes }) => ({ id, fields: changes.map(({ field }) => field) }));
  await addNotice(tx, { module, operation: operations[action], records });
}
