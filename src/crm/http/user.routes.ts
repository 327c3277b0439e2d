import type { UserChange, UserRefusal } from "#crm/user/user.commands.ts";
import { changeUser, createUser } from "#crm/user/user.commands.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { readObject } from "./body.ts";
import { CrmRefusal } from "./refusal.ts";
import { ok, type V8Answer, type V8Call, type V8Route } from "./v8.routes.ts";

const refusalsOf: Record<UserRefusal, () => CrmRefusal> = {
  email_taken: () =>
    new CrmRefusal(400, "DUPLICATE_DATA", "Failed to add user since same email id is already present", {
      api_name: "email",
    }),
  profile_unknown: () => new CrmRefusal(400, "INVALID_DATA", "invalid data", { api_name: "profile" }),
  role_unknown: () => new CrmRefusal(400, "INVALID_DATA", "invalid data", { api_name: "role" }),
  user_unknown: () =>
    new CrmRefusal(400, "INVALID_DATA", "the id given seems to be invalid", { api_name: "id" }),
  last_administrator: () =>
    new CrmRefusal(400, "NOT_ALLOWED", "the last administrator must stay an active administrator"),
};

function inputOf({ body }: V8Call): Record<string, unknown> {
  const { users } = readObject(body);
  const one: unknown = Array.isArray(users) ? users[0] : undefined;
  if (typeof one === "object" && one !== null) return one as Record<string, unknown>;
  throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: "users" });
}

function changeOf(input: Record<string, unknown>): UserChange {
  const text = (name: string): string | undefined =>
    typeof input[name] === "string" ? input[name].trim().slice(0, 100) : undefined;
  const id = (name: string): string | undefined => {
    const value = input[name];
    const given: unknown = typeof value === "object" && value !== null && "id" in value ? value.id : value;
    return typeof given === "string" ? given : undefined;
  };
  const { status } = input;
  if (status !== undefined && status !== "active" && status !== "inactive")
    throw new CrmRefusal(400, "INVALID_DATA", "invalid data", { api_name: "status" });
  const last_name = text("last_name");
  if (last_name === "")
    throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: "last_name" });
  return { first_name: text("first_name"), last_name, status, profile: id("profile"), role: id("role") };
}

const done = (id: string, message: string): Record<string, unknown> => ({
  users: [{ code: "SUCCESS", details: { id }, message, status: "success" }],
});

async function create(call: V8Call): Promise<V8Answer> {
  const input = inputOf(call);
  const change = changeOf(input);
  const email = typeof input["email"] === "string" ? input["email"].trim() : "";
  if (!/^[^\s@]{1,64}@[^\s@]{1,180}\.[^\s@.]{2,}$/.test(email))
    throw new CrmRefusal(400, "INVALID_DATA", "invalid data", {
      expected_data_type: "email",
      api_name: "email",
    });
  if (change.last_name === undefined)
    throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: "last_name" });
  const made = await createUser(call.tx, call.caller, { ...change, email, last_name: change.last_name });
  if (typeof made === "string") throw refusalsOf[made]();
  return { status: 201, json: done(made.id, "User added") };
}

async function change(call: V8Call): Promise<V8Answer> {
  const id = call.params["id"] ?? "";
  const refused = isRecordId(id) ? await changeUser(call.tx, id, changeOf(inputOf(call))) : "user_unknown";
  if (refused) throw refusalsOf[refused]();
  return ok(done(id, "User updated"));
}

async function profiles({ tx }: V8Call): Promise<V8Answer> {
  const rows = await tx
    .selectFrom("crm_profile")
    .select(["id", "name", "permissions", "predefined"])
    .orderBy("id")
    .execute();
  return ok({
    profiles: rows.map(({ id, name, predefined }) => ({
      id,
      name,
      display_label: name,
      type: "normal_profile",
      custom: !predefined,
      category: !predefined,
      description: null,
      created_by: null,
      modified_by: null,
      created_time: null,
      modified_time: null,
    })),
  });
}

async function roles({ tx }: V8Call): Promise<V8Answer> {
  const rows = await tx.selectFrom("crm_role").select(["id", "name", "reports_to"]).orderBy("id").execute();
  const names = new Map(rows.map((row) => [row.id, row.name]));
  return ok({
    roles: rows.map(({ id, name, reports_to }) => ({
      id,
      name,
      display_label: name,
      admin_user: reports_to === null,
      reporting_to: reports_to === null ? null : { id: reports_to, name: names.get(reports_to) },
      share_with_peers: false,
      description: null,
      forecast_manager: null,
      created_by__s: null,
      modified_by__s: null,
      created_time__s: null,
      modified_time__s: null,
    })),
  });
}

export const userRoutes: readonly V8Route[] = [
  { method: "POST", path: "/crm/v8/users", scope: () => "users.CREATE", right: "setup", handle: create },
  { method: "PUT", path: "/crm/v8/users/:id", scope: () => "users.UPDATE", right: "setup", handle: change },
  {
    method: "GET",
    path: "/crm/v8/settings/profiles",
    scope: () => "settings.profiles.READ",
    handle: profiles,
  },
  { method: "GET", path: "/crm/v8/settings/roles", scope: () => "settings.roles.READ", handle: roles },
];
