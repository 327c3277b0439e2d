import { changeRole, createRole, deleteRole, maxRoles, type RoleRefusal } from "#crm/user/role.commands.ts";
import { listRoles } from "#crm/user/role.store.ts";
import type { RoleTexts } from "#crm/user/role.ts";
import { roleJson } from "#crm/user/user-json.ts";
import { type Item, itemsAnswer, nothing, ok, refused, success, type V8Answer } from "./answer.ts";
import { isObject } from "./body.ts";
import { refusals } from "./refusal.ts";
import { invalid, itemsOf, missing, textsOf } from "./setup-input.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Most roles in one request. */
const maxItems = 10;
const lengths = { name: 100, description: 250 } as const;

async function create(call: V8Call): Promise<V8Answer> {
  const items: Item[] = [];
  for (const [at, input] of itemsOf(call.body, "roles", maxItems).entries())
    items.push(await createOne(call, input, at));
  return itemsAnswer("roles", items, 201);
}

async function createOne(call: V8Call, input: Record<string, unknown>, at: number): Promise<Item> {
  const role = roleOf(input, at);
  if ("code" in role) return role;
  const { name, reports_to } = role;
  if (name === undefined) return missing("name");
  if (reports_to === undefined) return missing("reporting_to");
  const made = await createRole(call, { ...role, name, reports_to });
  return made.ok ? success(made.value.id, "Role added") : refusalOf(made.refusal, at);
}

async function change(call: V8Call): Promise<V8Answer> {
  const [input = {}] = itemsOf(call.body, "roles", maxItems);
  return itemsAnswer("roles", [await changeOne(call, call.params["id"], input, 0)], 200);
}

/** The roles that the items name by id. */
async function changeSome(call: V8Call): Promise<V8Answer> {
  const items: Item[] = [];
  for (const [at, input] of itemsOf(call.body, "roles", maxItems).entries())
    items.push(await changeOne(call, input["id"], input, at));
  return itemsAnswer("roles", items, 200);
}

async function changeOne(
  call: V8Call,
  id: unknown,
  input: Record<string, unknown>,
  at: number,
): Promise<Item> {
  const role = roleOf(input, at);
  if ("code" in role) return role;
  const wanted = typeof id === "string" ? id : "";
  const refusal = await changeRole(call, wanted, role);
  return refusal ? refusalOf(refusal, at) : success(wanted, "Role updated");
}

async function remove(call: V8Call): Promise<V8Answer> {
  const to = call.query.get("transfer_to_id");
  if (to === null) throw refusals.missingParam("transfer_to_id");
  const id = call.params["id"] ?? "";
  const refusal = await deleteRole(call, id, to);
  return itemsAnswer("roles", [refusal ? refusalOf(refusal, 0) : success(id, "Role Deleted")], 200);
}

/** What an item says of a role, or its refusal. */
function roleOf(input: Record<string, unknown>, at: number): RoleTexts | Item {
  const texts = textsOf(input, lengths);
  if ("code" in texts) return texts;
  const { reporting_to: above, share_with_peers } = input;
  if (share_with_peers !== undefined && typeof share_with_peers !== "boolean")
    return invalid({ ...placeOf("share_with_peers", at), expected_data_type: "boolean" });
  if (above === undefined) return { ...texts, share_with_peers };
  const id = isObject(above) ? above["id"] : above;
  if (typeof id !== "string")
    return invalid(
      placeOf("reporting_to", at),
      "reporting_to names a role by its id; only the topmost one has none",
    );
  return { ...texts, share_with_peers, reports_to: id };
}

function refusalOf(refusal: RoleRefusal, at: number): Item {
  if (refusal.code === "circular")
    return invalid(
      { ...placeOf("reporting_to", at), reason: "circular" },
      `reporting_to would close a circle: ${refusal.names.join(" reports to ")}`,
    );
  const items: Record<typeof refusal.code, Item> = {
    role_unknown: invalid({ api_name: "id" }, "the id given seems to be invalid"),
    superior_unknown: invalid(placeOf("reporting_to", at), "reporting_to names no role"),
    transfer_unknown: invalid(
      { param_name: "transfer_to_id" },
      "transfer_to_id names no other role; the users need one that stays",
    ),
    name_taken: refused("DUPLICATE_DATA", "another role has this name", placeOf("name", at)),
    too_many: refused("LIMIT_REACHED", `there are ${maxRoles} roles at most`, { limit: maxRoles }),
    topmost: refused("NOT_ALLOWED", "the topmost role stays; rename it instead", {
      api_name: "id",
      reason: "topmost",
    }),
  };
  return items[refusal.code];
}

function placeOf(api_name: string, at: number): { api_name: string; json_path: string } {
  return { api_name, json_path: `$.roles[${at}].${api_name}` };
}

const path = "/crm/v8/settings/roles";

export const roleRoutes: readonly V8Route[] = [
  {
    method: "GET",
    path,
    scope: () => "settings.roles.READ",
    handle: async ({ tx }) => ok({ roles: (await listRoles(tx)).map(roleJson) }),
  },
  {
    method: "GET",
    path: `${path}/:id`,
    scope: () => "settings.roles.READ",
    handle: async ({ tx, params }) => {
      const role = (await listRoles(tx)).find(({ id }) => id === params["id"]);
      return role ? ok({ roles: [roleJson(role)] }) : nothing;
    },
  },
  { method: "POST", path, scope: () => "settings.roles.CREATE", right: "setup", handle: create },
  { method: "PUT", path, scope: () => "settings.roles.UPDATE", right: "setup", handle: changeSome },
  {
    method: "PUT",
    path: `${path}/:id`,
    scope: () => "settings.roles.UPDATE",
    right: "setup",
    handle: change,
  },
  {
    method: "DELETE",
    path: `${path}/:id`,
    scope: () => "settings.roles.DELETE",
    right: "setup",
    handle: remove,
  },
];
