import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import { relatedListsOf } from "#crm/field/module.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import type { WriteContext } from "#crm/record/event.commands.ts";
import { changeRecords } from "#crm/record/write.commands.ts";
import { mayDo } from "#crm/user/permissions.ts";
import { findUser, relatedIds } from "./owner.store.ts";

/** Most records in one request. Source: Zoho CRM v8, "Change owner". */
export const maxOwnerChanges = 500;

/** More related records than this are not changed within one request. */
export const maxRelated = 5_000;

/** Why somebody cannot own records of a module: there is no such user, they are inactive, they would not see them. */
export type OwnerRefusal = "unknown" | "inactive" | "cannot_view";

export async function refuseOwner(
  tx: Tx,
  module: ModuleName,
  ownerId: string,
): Promise<OwnerRefusal | undefined> {
  const user = isRecordId(ownerId) ? await findUser(tx, ownerId) : undefined;
  if (!user) return "unknown";
  if (!user.isActive) return "inactive";
  return mayDo(user.permissions, module, "view") ? undefined : "cannot_view";
}

/** Gives records to an owner; the ids of those that were changed. Others there are none of, to the caller's eyes. */
export async function changeOwners(
  context: WriteContext,
  ids: readonly string[],
  ownerId: string,
): Promise<Set<string>> {
  const changed = new Set<string>();
  const wanted = [...new Set(ids)];
  for (let from = 0; from < wanted.length; from += maxOwnerChanges) {
    const part = wanted.slice(from, from + maxOwnerChanges);
    const rows = part.map((id, at) => ({ at, id, input: { Owner: { id: ownerId } } }));
    const outcomes = await changeRecords(context, rows);
    for (const [at, id] of part.entries()) if ("action" in (outcomes.get(at) ?? {})) changed.add(id);
  }
  return changed;
}

/** Modules whose records may go along with those that they belong to. */
export function relatedModules({ caller, module }: WriteContext): ModuleName[] {
  return relatedListsOf(module, caller.fields).flatMap(({ list, module: related }) =>
    list === related && related !== module ? [related] : [],
  );
}

/** Gives the records of a related module that belong to these to the owner, too. Refuses where they are too many. */
export async function changeRelatedOwners(
  context: WriteContext,
  related: ModuleName,
  { ids, ownerId }: { ids: readonly string[]; ownerId: string },
): Promise<Result<number, "too_many">> {
  const { tx, caller, module } = context;
  const list = relatedListsOf(module, caller.fields).find((one) => one.list === related);
  if (!list) return accept(0);
  const place = { caller, module: list.module, field: list.field };
  const found = await relatedIds(tx, place, { ids, ownerId, most: maxRelated + 1 });
  if (found.length > maxRelated) return refuse("too_many");
  const changed = await changeOwners({ ...context, module: list.module }, found, ownerId);
  return accept(changed.size);
}
