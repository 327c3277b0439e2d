import { isRecordId } from "#crm/field/record-id.ts";
import { profileJson, roleJson } from "#crm/user/user-json.ts";
import { listProfiles, listRoles } from "#crm/user/user.store.ts";
import { nothing, ok } from "./answer.ts";
import type { V8Route } from "./v8.routes.ts";

/** Profiles and roles, to be read. */
export const profileRoutes: readonly V8Route[] = [
  {
    method: "GET",
    path: "/crm/v8/settings/profiles",
    scope: () => "settings.profiles.READ",
    handle: async ({ tx }) => ok({ profiles: (await listProfiles(tx)).map(profileJson) }),
  },
  {
    method: "GET",
    path: "/crm/v8/settings/profiles/:id",
    scope: () => "settings.profiles.READ",
    handle: async ({ tx, params }) => {
      const id = params["id"] ?? "";
      const found = isRecordId(id) ? await listProfiles(tx, id) : [];
      return found.length > 0 ? ok({ profiles: found.map(profileJson) }) : nothing;
    },
  },
  {
    method: "GET",
    path: "/crm/v8/settings/roles",
    scope: () => "settings.roles.READ",
    handle: async ({ tx }) => ok({ roles: (await listRoles(tx)).map(roleJson) }),
  },
  {
    method: "GET",
    path: "/crm/v8/settings/roles/:id",
    scope: () => "settings.roles.READ",
    handle: async ({ tx, params }) => {
      const role = (await listRoles(tx)).find(({ id }) => id === params["id"]);
      return role ? ok({ roles: [roleJson(role)] }) : nothing;
    },
  },
];
