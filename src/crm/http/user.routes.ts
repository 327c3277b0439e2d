import type { UserChange, UserRefusal } from "#crm/user/user.commands.ts";
import { changeUser, createUser } from "#crm/user/user.commands.ts";
import { type Item, itemsAnswer, refused, success, type V8Answer } from "./answer.ts";
import { isObject } from "./body.ts";
import { itemsOf } from "./setup-input.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Most users in one request. */
const maxUsers = 10;

const refusalsOf: Record<UserRefusal, { code: string; message: string; api_name: string }> = {
  email_taken: {
    code: "DUPLICATE_DATA",
    message: "Failed to add user since same email id is already present",
    api_name: "email",
  },
  profile_unknown: { code: "INVALID_DATA", message: "invalid data", api_name: "profile" },
  role_unknown: { code: "INVALID_DATA", message: "invalid data", api_name: "role" },
  user_unknown: { code: "INVALID_DATA", message: "the id given seems to be invalid", api_name: "id" },
  last_administrator: {
    code: "NOT_ALLOWED",
    message:
      "the last administrator must stay an active administrator; make another user administrator first",
    api_name: "profile",
  },
};

const invalid = (api_name: string, code = "INVALID_DATA"): Item =>
  refused(code, code === "INVALID_DATA" ? "invalid data" : "required field not found", { api_name });

/** What an item says of a seat, or its refusal. */
function changeOf(input: Record<string, unknown>): UserChange | Item {
  const text = (name: string): string | undefined =>
    typeof input[name] === "string" ? input[name].trim() : undefined;
  const id = (name: string): string | undefined => {
    const value = input[name];
    const given: unknown = isObject(value) ? value["id"] : value;
    if (given === undefined || given === null) return undefined;
    // Whatever is no text names nothing, and is refused as such.
    return typeof given === "string" ? given : "";
  };
  const [first_name, last_name] = [text("first_name"), text("last_name")];
  if (last_name === "") return invalid("last_name", "MANDATORY_NOT_FOUND");
  if ((first_name ?? "").length > 40) return invalid("first_name");
  if ((last_name ?? "").length > 80) return invalid("last_name");
  const { status } = input;
  if (status !== undefined && status !== null && status !== "active" && status !== "inactive")
    return invalid("status");
  return { first_name, last_name, status: status ?? undefined, profile: id("profile"), role: id("role") };
}

async function createOne(call: V8Call, input: Record<string, unknown>): Promise<Item> {
  const change = changeOf(input);
  if ("code" in change) return change;
  const { last_name } = change;
  const email = typeof input["email"] === "string" ? input["email"].trim() : "";
  if (!/^[^\s@]{1,64}@[^\s@]{1,180}\.[^\s@.]{2,}$/.test(email)) return invalid("email");
  if (last_name === undefined) return invalid("last_name", "MANDATORY_NOT_FOUND");
  const made = await createUser(call, { ...change, email, last_name });
  return typeof made === "string" ? refusedUser(made) : success(made.id, "User added");
}

async function changeOne(call: V8Call, id: unknown, input: Record<string, unknown>): Promise<Item> {
  const change = changeOf(input);
  if ("code" in change) return change;
  const wanted = typeof id === "string" ? id : "";
  const refusal = await changeUser(call, wanted, change);
  return refusal ? refusedUser(refusal) : success(wanted, "User updated");
}

function refusedUser(refusal: UserRefusal): Item {
  const { code, message, api_name } = refusalsOf[refusal];
  return refused(code, message, {
    api_name,
    ...(refusal === "last_administrator" ? { reason: refusal } : {}),
  });
}

async function create(call: V8Call): Promise<V8Answer> {
  const items: Item[] = [];
  for (const input of itemsOf(call.body, "users", maxUsers)) items.push(await createOne(call, input));
  return itemsAnswer("users", items, 201);
}

async function change(call: V8Call): Promise<V8Answer> {
  const [input = {}] = itemsOf(call.body, "users", maxUsers);
  return itemsAnswer("users", [await changeOne(call, call.params["id"], input)], 200);
}

/** The users that the items name by id. */
async function changeSome(call: V8Call): Promise<V8Answer> {
  const items: Item[] = [];
  for (const input of itemsOf(call.body, "users", maxUsers))
    items.push(await changeOne(call, input["id"], input));
  return itemsAnswer("users", items, 200);
}

export const userRoutes: readonly V8Route[] = [
  { method: "POST", path: "/crm/v8/users", scope: () => "users.CREATE", right: "setup", handle: create },
  { method: "PUT", path: "/crm/v8/users", scope: () => "users.UPDATE", right: "setup", handle: changeSome },
  { method: "PUT", path: "/crm/v8/users/:id", scope: () => "users.UPDATE", right: "setup", handle: change },
];
