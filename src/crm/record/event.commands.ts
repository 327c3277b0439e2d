import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import type { RecordEvent, TimelineAction } from "./timeline.ts";
import { addNotice } from "#crm/watch/notice.store.ts";
import type { NoticeRecord, Operation } from "#crm/watch/watch.ts";
import { addEntries } from "./timeline.store.ts";

/** Who writes records of which module, in which transaction. */
export type WriteContext = { tx: Tx; caller: CrmCaller; module: ModuleName };

/** What a write does to a record: what its timeline says of it, and also which side of a merge it is on. */
export type EventKind = TimelineAction | "merged_away";

/** What watchers are told. What comes back is there as it was: a change of a record that they know. */
const operations: Record<EventKind, Operation> = {
  added: "insert",
  updated: "update",
  deleted: "delete",
  restored: "update",
  merged: "update",
  merged_away: "delete",
};

/** Tells what a write did to records, in its transaction. Every way of writing records ends here. */
export async function tellEvents(
  { tx, caller, module }: WriteContext,
  kind: EventKind,
  events: readonly RecordEvent[],
): Promise<void> {
  if (events.length === 0) return;
  const source = caller.isPerson ? "crm_ui" : "crm_api";
  const action = kind === "merged_away" ? "merged" : kind;
  await addEntries(tx, { action, source, userId: caller.user.id }, events);
  await addNotice(tx, { module, operation: operations[kind], records: noticeRecords(events) });
}

/** Each record once, with all its changes: a master that takes in two records has two entries. */
function noticeRecords(events: readonly RecordEvent[]): NoticeRecord[] {
  const fields = new Map<string, string[]>();
  for (const { id, changes } of events)
    fields.set(id, [...(fields.get(id) ?? []), ...changes.map(({ field }) => field)]);
  return [...fields].map(([id, names]) => ({ id, fields: names }));
}
