import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import type { RecordEvent, TimelineAction } from "./timeline.ts";
import { addEntries } from "./timeline.store.ts";

/** Who writes records of which module, in which transaction. */
export type WriteContext = { tx: Tx; caller: CrmCaller; module: ModuleName };

/** Tells what a write did to records, in its transaction. Every way of writing records ends here. */
export async function tellEvents(
  { tx, caller }: WriteContext,
  action: TimelineAction,
  events: readonly RecordEvent[],
): Promise<void> {
  const source = caller.isPerson ? "crm_ui" : "crm_api";
  await addEntries(tx, { action, source, userId: caller.user.id }, events);
}
