import { isRecordId } from "#crm/field/record-id.ts";
import type { PermissionChange } from "#crm/user/permission-details.ts";
import {
  changeProfile,
  cloneProfile,
  deleteProfile,
  maxProfiles,
  type ProfileRefusal,
} from "#crm/user/profile.commands.ts";
import { listProfiles } from "#crm/user/profile.store.ts";
import { profileDetailJson, profileJson } from "#crm/user/user-json.ts";
import { type Item, itemsAnswer, nothing, ok, refused, success, type V8Answer } from "./answer.ts";
import { isObject } from "./body.ts";
import { refusals } from "./refusal.ts";
import { invalid, itemsOf, missing, textsOf } from "./setup-input.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Lengths of a profile's texts. Source: Zoho CRM v8, "Create a profile". */
const lengths = { name: 50, description: 250 } as const;

async function clone(call: V8Call): Promise<V8Answer> {
  const input = itemsOf(call.body, "profiles", 1)[0] ?? {};
  const texts = textsOf(input, lengths);
  if ("code" in texts) return answer(texts, 201);
  const { name, description = "" } = texts;
  if (name === undefined) return answer(missing("name"), 201);
  const made = await cloneProfile(call, call.params["id"] ?? "", { name, description });
  return answer(
    made.ok ? success(made.value.id, "profile created successfully") : refusalOf(made.refusal),
    201,
  );
}

async function change(call: V8Call): Promise<V8Answer> {
  const input = itemsOf(call.body, "profiles", 1)[0] ?? {};
  const id = call.params["id"] ?? "";
  const texts = textsOf(input, lengths);
  if ("code" in texts) return answer(texts, 200);
  const permissions = switchesOf(input["permissions_details"]);
  if ("code" in permissions) return answer(permissions, 200);
  const refusal = await changeProfile(call, id, { ...texts, permissions });
  return answer(refusal ? refusalOf(refusal) : success(id, "profile updated successfully"), 200);
}

async function remove(call: V8Call): Promise<V8Answer> {
  const to = call.query.get("transfer_to");
  if (to === null) throw refusals.missingParam("transfer_to");
  const id = call.params["id"] ?? "";
  const refusal = await deleteProfile(call, id, to);
  return answer(refusal ? refusalOf(refusal) : success(id, "Profile deleted"), 200);
}

function switchesOf(given: unknown): PermissionChange[] | Item {
  if (given === undefined) return [];
  if (!Array.isArray(given))
    return invalid({ api_name: "permissions_details", expected_data_type: "jsonarray" });
  const changes: PermissionChange[] = [];
  for (const [at, one] of (given as unknown[]).entries()) {
    const { id, name, enabled } = isObject(one) ? one : {};
    const named = id ?? name;
    if (typeof named !== "string") return invalid(placeOf(at, "id"), "name the permission by its id");
    if (typeof enabled !== "boolean")
      return invalid({ ...placeOf(at, "enabled"), expected_data_type: "boolean" });
    changes.push({ id: named, enabled });
  }
  return changes;
}

function placeOf(at: number, api_name: string): { api_name: string; json_path: string } {
  return { api_name, json_path: `$.profiles[0].permissions_details[${at}].${api_name}` };
}

function refusalOf(refusal: ProfileRefusal): Item {
  return refusal.code === "permission_unknown"
    ? invalid(placeOf(refusal.at, "id"), "there is no such permission")
    : refusalItems[refusal.code];
}

const refusalItems: Record<Exclude<ProfileRefusal["code"], "permission_unknown">, Item> = {
  profile_unknown: invalid({ api_name: "id" }, "the id given seems to be invalid or already deleted"),
  transfer_unknown: invalid(
    { param_name: "transfer_to" },
    "transfer_to names no other profile; its users need one that stays",
  ),
  name_taken: refused("DUPLICATE_DATA", "another profile has this name", { api_name: "name" }),
  too_many: refused("LICENSE_LIMIT_EXCEEDED", `there are ${maxProfiles} profiles at most; delete one first`, {
    limit: maxProfiles,
  }),
  predefined: refused("NOT_ALLOWED", "a predefined profile is not changed; clone it and change the copy", {
    api_name: "id",
    reason: "predefined",
  }),
  last_administrator: refused(
    "NOT_ALLOWED",
    "no administrator would be left; give another active user a profile with set-up first",
    { api_name: "permissions_details", reason: "last_administrator" },
  ),
};

function answer(item: Item, allWell: number): V8Answer {
  return itemsAnswer("profiles", [item], allWell);
}

const path = "/crm/v8/settings/profiles";

export const profileRoutes: readonly V8Route[] = [
  {
    method: "GET",
    path,
    scope: () => "settings.profiles.READ",
    handle: async ({ tx }) => ok({ profiles: (await listProfiles(tx)).map(profileJson) }),
  },
  {
    method: "GET",
    path: `${path}/:id`,
    scope: () => "settings.profiles.READ",
    handle: async ({ tx, params }) => {
      const id = params["id"] ?? "";
      const found = isRecordId(id) ? await listProfiles(tx, id) : [];
      return found.length > 0 ? ok({ profiles: found.map(profileDetailJson) }) : nothing;
    },
  },
  {
    method: "POST",
    path: `${path}/:id/actions/clone`,
    scope: () => "settings.profiles.CREATE",
    right: "setup",
    handle: clone,
  },
  {
    method: "PUT",
    path: `${path}/:id`,
    scope: () => "settings.profiles.UPDATE",
    right: "setup",
    handle: change,
  },
  {
    method: "DELETE",
    path: `${path}/:id`,
    scope: () => "settings.profiles.DELETE",
    right: "setup",
    handle: remove,
  },
];
