import { deleteRecords } from "./delete.store.ts";
import { tellEvents, type WriteContext } from "./event.commands.ts";

/** Puts live records into the recycle bin; the ids of those that were there. */
export async function deleteLive(context: WriteContext, ids: readonly string[]): Promise<Set<string>> {
  const { tx } = context;
  const deleted = await deleteRecords(tx, context, { ids, type: "recycle" });
  await tellEvents(
    context,
    "deleted",
    deleted.map(({ id, at }) => ({ id, at, changes: [] })),
  );
  return new Set(deleted.map(({ id }) => id));
}
