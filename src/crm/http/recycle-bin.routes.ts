import { modules } from "#crm/field/module.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { findDeletedModules } from "#crm/record/delete.store.ts";
import { type NotRestored, restoreDeleted } from "#crm/record/restore.commands.ts";
import { unknownId } from "#crm/record/row-check.ts";
import { needRight } from "./admission.ts";
import { itemsAnswer, refused, success, type V8Answer } from "./answer.ts";
import { readObject } from "./body.ts";
import { CrmRefusal } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Most records that one call brings back. */
const maxIds = 200;

/** Brings records back, whatever module they are of. One that is refused keeps none of the others in the bin. */
async function restore(call: V8Call, ids: readonly string[]): Promise<V8Answer> {
  const moduleOf = await findDeletedModules(call.tx, call.caller, ids);
  const refusals = new Map<string, NotRestored>();
  for (const { api_name } of modules) {
    const ours = ids.filter((id) => moduleOf.get(id) === api_name);
    if (ours.length === 0) continue;
    needRight(call.caller, api_name, "delete");
    const { refused: kept } = await restoreDeleted({ ...call, module: api_name }, ours);
    for (const one of kept) refusals.set(one.id, one);
  }
  const items = ids.map((id) => {
    if (!moduleOf.has(id)) return unknownId(undefined, id);
    const kept = refusals.get(id);
    if (kept === undefined) return success(id, "record restored");
    return kept.field === null
      ? unknownId(undefined, id)
      : refused("DUPLICATE_DATA", "duplicate data", {
          api_name: kept.field,
          id,
          duplicate_record: { id: kept.holder },
        });
  });
  return itemsAnswer("recycle_bin", items, 200);
}

async function restoreSome(call: V8Call): Promise<V8Answer> {
  const { ids } = readObject(call.body);
  if (ids === undefined)
    throw new CrmRefusal(400, "EXPECTED_FIELD_MISSING", "name the records to restore", {
      expected_fields: [{ api_name: "ids", json_path: "$.ids" }],
    });
  const isList = Array.isArray(ids) && ids.every((id) => typeof id === "string" && isRecordId(id));
  if (!isList || ids.length === 0 || ids.length > maxIds)
    throw new CrmRefusal(400, "INVALID_DATA", `ids are 1 to ${maxIds} ids of records, as texts`, {
      api_name: "ids",
      json_path: "$.ids",
      expected_data_type: "jsonarray",
    });
  return restore(call, [...new Set(ids as string[])]);
}

async function restoreOne(call: V8Call): Promise<V8Answer> {
  const { id = "" } = call.params;
  if (!isRecordId(id))
    throw new CrmRefusal(400, "INVALID_DATA", "the id given seems to be invalid", { resource_path_index: 2 });
  return restore(call, [id]);
}

const scope: V8Route["scope"] = () => "settings.recycle_bin.UPDATE";

export const recycleBinRoutes: readonly V8Route[] = [
  { method: "POST", path: "/crm/v8/settings/recycle_bin/actions/restore", scope, handle: restoreSome },
  { method: "POST", path: "/crm/v8/settings/recycle_bin/:id/actions/restore", scope, handle: restoreOne },
];
