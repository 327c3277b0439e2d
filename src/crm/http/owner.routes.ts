import { isRecordId } from "#crm/field/record-id.ts";
import {
  changeOwners,
  changeRelatedOwners,
  maxOwnerChanges,
  maxRelated,
  type OwnerRefusal,
  refuseOwner,
  relatedModules,
} from "#crm/owner/owner.commands.ts";
import type { ModuleName } from "#crm/field/field.ts";
import { permissionName } from "#crm/user/permissions.ts";
import { needRight, needScope } from "./admission.ts";
import { type Item, ok, refused, success, type V8Answer } from "./answer.ts";
import { isObject, readObject } from "./body.ts";
import { addressedId } from "./record-read.routes.ts";
import { writeCredits } from "./record-write.routes.ts";
import { CrmRefusal } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

const ofOwner = { api_name: "id", json_path: "$.owner.id" };

/** Related modules that Zoho CRM knows and this CRM has none of: nothing of theirs is left behind. */
const unknownHere = new Set(["Tasks", "Events", "Calls"]);

/** Gives one record to another user. */
async function changeOne(call: V8Call): Promise<V8Answer> {
  const body = readObject(call.body);
  const ownerId = await readOwner(call, body);
  const related = await readRelated(call, body, ownerId);
  const id = await addressedId(call);
  const changed = id === undefined ? new Set<string>() : await changeOwners(call, [id], ownerId);
  if (id === undefined || !changed.has(id))
    throw new CrmRefusal(400, "INVALID_DATA", "the id given seems to be invalid", { resource_path_index: 1 });
  await takeAlong(call, related, { ids: [id], ownerId });
  return ok({ data: [done(id)] });
}

/** Gives up to 500 records to another user. A record that there is not keeps none of the others from it. */
async function changeMany(call: V8Call): Promise<V8Answer> {
  const body = readObject(call.body);
  const ids = readIds(body["ids"]);
  // As for changes of fields: a person has ticked them in a list.
  if (call.caller.isPerson && ids.length > 1) needRight(call.caller, call.module, "mass_update");
  const ownerId = await readOwner(call, body);
  const related = await readRelated(call, body, ownerId);
  const changed = await changeOwners(call, ids, ownerId);
  await takeAlong(call, related, { ids: [...changed], ownerId });
  const items = ids.map((id, index) =>
    changed.has(id)
      ? done(id)
      : refused("INVALID_DATA", "the id given seems to be invalid", { id, index, api_name: "ids" }),
  );
  // Zoho CRM tells its own clients of some that failed by 207, and everybody else by 202.
  const partly = call.headers.has("x-zoho-sdk") ? 207 : 202;
  const status = changed.size === 0 ? 400 : items.every((item) => item.status === "success") ? 200 : partly;
  return { status, json: { data: items } };
}

function done(id: string): Item {
  return success(id, "owner is successfully updated");
}

/** The new owner's id. Throws where there is none, or where they cannot have records of the module. */
export async function readOwner(
  { tx, module }: V8Call,
  { owner }: Record<string, unknown>,
  unknown: { message: string; details: Record<string, unknown> } = {
    message: "the owner id given is invalid",
    details: ofOwner,
  },
): Promise<string> {
  if (owner === undefined || owner === null) throw missing("owner", "$.owner");
  const id = isObject(owner) ? owner["id"] : undefined;
  if (id === undefined || id === null) throw missing("id", "$.owner.id");
  const text = typeof id === "string" ? id : "";
  const refusal = await refuseOwner(tx, module, text);
  if (refusal === "unknown") throw new CrmRefusal(400, "INVALID_DATA", unknown.message, unknown.details);
  if (refusal) throw ownerRefusal(refusal, module);
  return text;
}

function ownerRefusal(refusal: Exclude<OwnerRefusal, "unknown">, module: ModuleName): CrmRefusal {
  return refusal === "inactive"
    ? new CrmRefusal(
        400,
        "INVALID_DATA",
        "The user to whom you are trying to transfer the records is not active.",
        { ...ofOwner, owner_status: "inactive" },
      )
    : new CrmRefusal(
        403,
        "CANNOT_ASSIGN",
        "The user you are trying to assign does not have permission for this module.",
        { permissions: [permissionName(module, "view")] },
      );
}

export function missing(api_name: string, json_path: string): CrmRefusal {
  return new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name, json_path });
}

function readIds(ids: unknown): string[] {
  const place = { api_name: "ids", json_path: "$.ids" };
  if (ids === undefined || ids === null) throw missing("ids", "$.ids");
  if (!Array.isArray(ids) || ids.length === 0)
    throw new CrmRefusal(400, "INVALID_DATA", "invalid data", { expected_data_type: "jsonarray", ...place });
  if (ids.length > maxOwnerChanges)
    throw new CrmRefusal(400, "LIMIT_EXCEEDED", "count of records in your request exceeds the limit", {
      maximum_length: maxOwnerChanges,
      ...place,
    });
  return ids.map((id: unknown, at) => {
    if (typeof id === "string" && isRecordId(id)) return id;
    throw new CrmRefusal(400, "INVALID_DATA", "invalid data", {
      expected_data_type: "long",
      api_name: "ids",
      json_path: `$.ids[${at}]`,
    });
  });
}

/** Which related modules go along, as far as this CRM has them; their rights are asked as the module's own. */
async function readRelated(
  call: V8Call,
  { related_modules: list }: Record<string, unknown>,
  ownerId: string,
): Promise<ModuleName[]> {
  if (list === undefined || list === null) return [];
  const place = { api_name: "related_modules", json_path: "$.related_modules" };
  if (!Array.isArray(list))
    throw new CrmRefusal(400, "INVALID_DATA", "invalid data", { expected_data_type: "jsonarray", ...place });
  const known = relatedModules(call);
  const wanted = new Set<ModuleName>();
  for (const [at, one] of (list as unknown[]).entries()) {
    const json_path = `$.related_modules[${at}].api_name`;
    const name = isObject(one) ? one["api_name"] : undefined;
    if (name === undefined)
      throw new CrmRefusal(400, "EXPECTED_FIELD_MISSING", "Specify atleast one field", {
        expected_fields: [{ api_name: "api_name", json_path }],
      });
    if (typeof name === "string" && unknownHere.has(name)) continue;
    const module = known.find((each) => each === name);
    if (!module)
      throw new CrmRefusal(400, "INVALID_DATA", "invalid data", { api_name: "api_name", json_path });
    needScope(call.caller, `change_owner.${module}.CREATE`);
    needRight(call.caller, module, "edit");
    if ((await refuseOwner(call.tx, module, ownerId)) === "cannot_view")
      throw ownerRefusal("cannot_view", module);
    wanted.add(module);
  }
  return [...wanted];
}

async function takeAlong(
  call: V8Call,
  modules: readonly ModuleName[],
  change: { ids: readonly string[]; ownerId: string },
): Promise<void> {
  for (const module of modules) {
    const taken = await changeRelatedOwners(call, module, change);
    if (!taken.ok)
      throw new CrmRefusal(
        400,
        "LIMIT_EXCEEDED",
        `more than ${maxRelated} records of ${module} belong to these`,
        {
          limit: maxRelated,
          api_name: "related_modules",
        },
      );
  }
}

export const ownerRoutes: readonly V8Route[] = [
  {
    method: "POST",
    path: "/crm/v8/:module/actions/change_owner",
    scope: ({ module }) => `change_owner.${module}.CREATE`,
    right: "edit",
    credits: writeCredits,
    handle: changeMany,
  },
  {
    method: "POST",
    path: "/crm/v8/:module/:id/actions/change_owner",
    scope: ({ module }) => `change_owner.${module}.CREATE`,
    right: "edit",
    handle: changeOne,
  },
];
