import { isRecordId } from "#crm/field/record-id.ts";
import { maxChildren, type MergeWish } from "#crm/merge/merge.ts";
import { mergeRecords } from "#crm/merge/merge.commands.ts";
import { needRight } from "./admission.ts";
import { refused, success, type V8Answer } from "./answer.ts";
import { isObject, readObject } from "./body.ts";
import { CrmRefusal, ItemsRefusal } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/**
 * Merges up to two records into the one of the path. It is always done before the answer, so that no answer says
 * SCHEDULED, as Zoho CRM's does where more than 1,000 records refer to a child.
 */
async function merge(call: V8Call): Promise<V8Answer> {
  // The master changes, the others go.
  needRight(call.caller, call.module, "delete");
  const { id = "" } = call.params;
  if (!isRecordId(id))
    throw new CrmRefusal(400, "INVALID_DATA", "Master record id is not available", {
      resource_path_index: 1,
    });
  const refusal = await mergeRecords(call, readWish(id, call.body));
  if (refusal === undefined)
    return { status: 201, json: { merge: [success(id, "The records has been merged successfully")] } };
  const { code, message, details } = refusal.problem;
  throw refusal.of === "request"
    ? new CrmRefusal(400, code, message, details)
    : itemRefusal(code, message, details);
}

/** The body's one merge. Throws where it is none. */
function readWish(masterId: string, body: string): MergeWish {
  const { merge: list } = readObject(body);
  const [item] = Array.isArray(list) ? (list as unknown[]) : [];
  if (!Array.isArray(list) || list.length !== 1 || !isObject(item))
    throw new CrmRefusal(400, "INVALID_DATA", "invalid data");
  const data: unknown = item["data"];
  const place = { api_name: "data", json_path: "$.merge[0].data" };
  if (!Array.isArray(data) || data.length === 0)
    throw itemRefusal("INVALID_DATA", "At least one child record id is required to be merged.", {
      ...place,
      minimum_length: 1,
    });
  if (data.length > maxChildren)
    throw itemRefusal("INVALID_DATA", `More than ${maxChildren} child record ids cannot be merged.`, {
      ...place,
      maximum_length: maxChildren,
    });
  const children = data.map((one: unknown, at) => {
    const path = `$.merge[0].data[${at}]`;
    const child = isObject(one) ? one : {};
    const id = child["id"];
    if (typeof id !== "string" || !isRecordId(id))
      throw itemRefusal("MANDATORY_NOT_FOUND", "required id not found", {
        api_name: "id",
        json_path: `${path}.id`,
      });
    return { id, fields: readNames(child["_fields"], `${path}._fields`) };
  });
  return {
    masterId,
    kept: readNames(item["master_record_fields"], "$.merge[0].master_record_fields"),
    children,
  };
}

/** Field names, each in an object of its own. */
function readNames(list: unknown, path: string): string[] {
  if (list === undefined || list === null) return [];
  if (!Array.isArray(list)) throw itemRefusal("INVALID_DATA", "invalid data", { json_path: path });
  return list.map((one: unknown, at) => {
    const name = isObject(one) ? one["api_name"] : undefined;
    if (typeof name === "string" && name !== "") return name;
    throw itemRefusal("MANDATORY_NOT_FOUND", "API name of the field is not mentioned", {
      api_name: "api_name",
      json_path: `${path}[${at}].api_name`,
    });
  });
}

function itemRefusal(code: string, message: string, details: Record<string, unknown>): ItemsRefusal {
  return new ItemsRefusal({ status: 400, json: { merge: [refused(code, message, details)] } });
}

export const mergeRoutes: readonly V8Route[] = [
  {
    method: "POST",
    path: "/crm/v8/:module/:id/actions/merge",
    scope: ({ module }) => `modules.${module}.UPDATE`,
    right: "edit",
    handle: merge,
  },
];
