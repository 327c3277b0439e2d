import { organizationJson } from "#crm/organization/organization-json.ts";
import { organizationFacts } from "#crm/organization/organization.store.ts";
import { userJson } from "#crm/user/user-json.ts";
import { countUsers, listUsers, type UserFilter } from "#crm/user/user.store.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { nothing, ok, type V8Answer } from "./answer.ts";
import { readCount } from "./query.ts";
import { refusals } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** The `type=` of /users as filters. Nobody is unconfirmed or deleted here: a seat is active or inactive. */
const userTypes: ReadonlyMap<string, UserFilter | "none"> = new Map<string, UserFilter | "none">(
  Object.entries({
    AllUsers: {},
    ActiveUsers: { status: "active" },
    DeactiveUsers: { status: "inactive" },
    ConfirmedUsers: {},
    ActiveConfirmedUsers: { status: "active" },
    AdminUsers: { isAdmin: true },
    ActiveConfirmedAdmins: { isAdmin: true, status: "active" },
    NotConfirmedUsers: "none",
    DeletedUsers: "none",
    ConfirmedReportingUsers: "none",
    CurrentUser: {},
  }),
);

/** The users that `type=` means; "none" where there can be none of them. */
function filterOf({ query, caller }: V8Call): UserFilter | "none" {
  const type = query.get("type") ?? "AllUsers";
  const filter = userTypes.get(type);
  if (filter === undefined) throw refusals.invalidParam("type");
  return type === "CurrentUser" ? { id: caller.user.id } : filter;
}

async function listed(call: V8Call): Promise<V8Answer> {
  const filter = filterOf(call);
  if (filter === "none") return nothing;
  const perPage = readCount(call.query, "per_page", 200, 200);
  const page = readCount(call.query, "page", 1);
  const users = await listUsers(call.tx, filter, (page - 1) * perPage, perPage + 1);
  const shown = users.slice(0, perPage);
  if (shown.length === 0) return nothing;
  const info = { per_page: perPage, count: shown.length, page, more_records: users.length > perPage };
  return ok({ users: shown.map((user) => userJson(user, call.caller.organization)), info });
}

async function counted(call: V8Call): Promise<V8Answer> {
  const filter = filterOf(call);
  return ok({ count: filter === "none" ? 0 : await countUsers(call.tx, filter) });
}

export const organizationRoutes: readonly V8Route[] = [
  {
    method: "GET",
    path: "/crm/v8/org",
    scope: () => "org.READ",
    handle: async ({ tx, caller }) =>
      ok({ org: [organizationJson(caller.organization, await organizationFacts(tx))] }),
  },
  { method: "GET", path: "/crm/v8/users", scope: () => "users.READ", handle: listed },
  { method: "GET", path: "/crm/v8/users/actions/count", scope: () => "users.READ", handle: counted },
  {
    method: "GET",
    path: "/crm/v8/users/:id",
    scope: () => "users.READ",
    handle: async ({ tx, params, caller }) => {
      const id = params["id"] ?? "";
      const [user] = isRecordId(id) ? await listUsers(tx, { id }, 0, 1) : [];
      return user ? ok({ users: [userJson(user, caller.organization)] }) : nothing;
    },
  },
];
