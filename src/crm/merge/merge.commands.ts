import type { ModuleName } from "#crm/field/field.ts";
import { relatedListsOf } from "#crm/field/module.ts";
import { deleteRecords, type Touched } from "#crm/record/delete.store.ts";
import { type Draft, draftRow, type Existing, uniqueValues } from "#crm/record/draft.ts";
import { tellEvents, type WriteContext } from "#crm/record/event.commands.ts";
import { lockRecords, updateRecords } from "#crm/record/record.store.ts";
import type { RowProblem } from "#crm/record/row-check.ts";
import { changesOf } from "#crm/record/timeline.ts";
import { claimValues, freeValues } from "#crm/record/unique.store.ts";
import {
  checkTogether,
  checkWish,
  type Giver,
  isClosed,
  mergedRecord,
  type MergedRecord,
  type MergeWish,
  ofChild,
  refusal,
} from "./merge.ts";
import { moveNotes } from "#crm/note/note.store.ts";
import { findMergedInto, moveReferences } from "./merge.store.ts";

/** Why nothing was merged: a record of the path or a closed deal (`request`), or something that the body says (`item`). */
export type NotMerged = { of: "request" | "item"; problem: RowProblem };

/**
 * Makes one record of up to three: the master takes the fields that children give, what refers to a child refers to the
 * master, and the children are gone for good. All of it or nothing, in the transaction of the caller. A merge that was
 * done already is done: who asks again, having lost the answer, hears the same.
 */
export async function mergeRecords(context: WriteContext, wish: MergeWish): Promise<NotMerged | undefined> {
  const { tx, caller, module } = context;
  // What is wished for is of fields that the caller sees; what becomes of the records, of all.
  const fields = caller.wholeFields[module];
  const wrong = checkWish(caller.fields[module], module, wish);
  if (wrong) return { of: "item", problem: wrong };
  const ids = wish.children.map(({ id }) => id);
  const found = await lockRecords(tx, context, [wish.masterId, ...ids]);
  const master = found.get(wish.masterId);
  if (!master)
    return {
      of: "request",
      problem: refusal("INVALID_DATA", "Master record id is not available", { resource_path_index: 1 }),
    };
  const missing = ids.findIndex((id) => !found.has(id));
  if (missing >= 0) {
    const done = await findMergedInto(tx, master.id, ids);
    return ids.every((id) => done.has(id))
      ? undefined
      : { of: "item", problem: refusal("MANDATORY_NOT_FOUND", "required id not found", ofChild(missing)) };
  }
  const givers = wish.children.flatMap(({ id, fields: given }): Giver[] => {
    const record = found.get(id);
    return record ? [{ record, fields: given }] : [];
  });
  const closed = closedDeal(module, master, givers);
  if (closed) return { of: "request", problem: closed };
  const merged = mergedRecord(fields, module, { master, givers });
  const parted = checkTogether(fields, { master, givers }, merged);
  if (parted) return { of: "item", problem: parted };
  await writeMerge(context, { master, givers, merged });
  return undefined;
}

function closedDeal(module: ModuleName, master: Existing, givers: readonly Giver[]): RowProblem | undefined {
  const message = "Only Open Deals can be merged";
  if (isClosed(module, master))
    return refusal("NOT_ALLOWED", message, { api_name: "record", resource_path_index: 1 });
  const at = givers.findIndex(({ record }) => isClosed(module, record));
  return at < 0 ? undefined : refusal("NOT_ALLOWED", message, { ...ofChild(at), api_name: "record" });
}

type Merge = { master: Existing; givers: readonly Giver[]; merged: MergedRecord };

async function writeMerge(context: WriteContext, { master, givers, merged }: Merge): Promise<void> {
  const { tx, caller, module } = context;
  const fields = caller.wholeFields[module];
  const ids = givers.map(({ record }) => record.id);
  const gone = await deleteRecords(tx, context, { ids, type: "permanent" });
  await freeValues(tx, [master.id]);
  const held = [...uniqueValues(fields, merged.values)];
  const taken = await claimValues(
    tx,
    module,
    held.map(([field, value]) => ({ field, value, record_id: master.id })),
  );
  if (taken.length > 0) throw new Error(`record ${master.id} lost a unique value in its merge`);
  const draft: Draft = { ...merged, at: 0, id: master.id, before: master, problem: undefined };
  const [stamps] = await updateRecords(tx, caller.user.id, [draftRow(module, draft)]);
  if (!stamps) throw new Error(`record ${master.id} was not written`);
  await moveNotes(tx, ids, master.id);
  for (const { id } of gone) await moveAll(context, id, master.id);
  const changes = changesOf(fields, draft);
  const sources = new Map(
    givers.flatMap(({ record, fields: given }) => given.map((name) => [name, record.id])),
  );
  await tellEvents(
    context,
    "merged",
    ids.map((id, index) => ({
      id: master.id,
      at: stamps.modified_time,
      // What no child gives (a reference to itself that was dropped) is told with the first.
      changes: changes.filter(({ field }) => (sources.get(field) ?? (index === 0 ? id : "")) === id),
      related: id,
    })),
  );
  await tellEvents(
    context,
    "merged_away",
    gone.map((one) => leaving(one, master.id)),
  );
}

function leaving({ id, at }: Touched, into: string): Parameters<typeof tellEvents>[2][number] {
  return { id, at, changes: [], related: into };
}

/** What refers to one record refers to the other: contacts and deals of an account, and whatever looks it up. */
async function moveAll(context: WriteContext, from: string, to: string): Promise<void> {
  const { tx, caller } = context;
  for (const list of relatedListsOf(context.module, caller.wholeFields)) {
    const moved = await moveReferences(tx, caller.user.id, list, { from, to });
    const changes = [{ field: list.field, old: from, new: to }];
    await tellEvents(
      { ...context, module: list.module },
      "updated",
      moved.map(({ id, at }) => ({ id, at, changes })),
    );
  }
}
