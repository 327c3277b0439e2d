import { fieldJson } from "#crm/field/field-json.ts";
import { isRestrictable, rightOn } from "#crm/field/field-rights.ts";
import type { Field, ModuleName } from "#crm/field/field.ts";
import { listProfiles } from "#crm/user/profile.store.ts";
import { findModule, type Module, modules, relatedListsOf } from "#crm/field/module.ts";
import { moduleJson, relatedListsJson } from "#crm/field/module-json.ts";
import { nothing, ok } from "./answer.ts";
import { refusals } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** The module that `module=` names, which settings need. */
export function moduleOfQuery({ query }: Pick<V8Call, "query">): Module {
  const name = query.get("module");
  if (name === null || name === "") throw refusals.missingParam("module");
  const module = findModule(name);
  if (!module) throw refusals.module({});
  return module;
}

/** Fields as they are shown; who does the set-up sees what each profile may do with those in which profiles may differ. */
async function fieldsJson(
  { tx, caller }: V8Call,
  module: ModuleName,
  fields: readonly Field[],
): Promise<Record<string, unknown>[]> {
  const profiles = caller.permissions.setup ? await listProfiles(tx) : [];
  return fields.map((field) => ({
    ...fieldJson(field, caller.organization.currency),
    profiles: (isRestrictable(field) ? profiles : []).map(({ id, name, permissions }) => ({
      id,
      name,
      permission_type: rightOn(field, permissions.setup ? undefined : permissions.fields?.[module]),
    })),
  }));
}

export const settingsRoutes: readonly V8Route[] = [
  {
    method: "GET",
    path: "/crm/v8/settings/modules",
    scope: () => "settings.modules.READ",
    handle: async ({ caller }) =>
      ok({ modules: modules.map((module) => moduleJson(module, caller.permissions)) }),
  },
  {
    method: "GET",
    path: "/crm/v8/settings/modules/:name",
    scope: () => "settings.modules.READ",
    handle: async ({ caller, params }) => {
      const module = findModule(params["name"] ?? "");
      if (!module) throw refusals.module({});
      return ok({ modules: [moduleJson(module, caller.permissions)] });
    },
  },
  {
    method: "GET",
    path: "/crm/v8/settings/fields",
    scope: () => "settings.fields.READ",
    handle: async (call) => {
      const module = moduleOfQuery(call).api_name;
      return ok({ fields: await fieldsJson(call, module, [...call.caller.fields[module].values()]) });
    },
  },
  {
    method: "GET",
    path: "/crm/v8/settings/fields/:id",
    scope: () => "settings.fields.READ",
    handle: async (call) => {
      const module = moduleOfQuery(call).api_name;
      const fields = [...call.caller.fields[module].values()].filter(
        ({ id, api_name }) => id === call.params["id"] || api_name === call.params["id"],
      );
      return fields.length > 0 ? ok({ fields: await fieldsJson(call, module, fields) }) : nothing;
    },
  },
  {
    method: "GET",
    path: "/crm/v8/settings/related_lists",
    scope: () => "settings.related_lists.READ",
    handle: async (call) => {
      const module = moduleOfQuery(call);
      const lists = relatedListsJson(module, relatedListsOf(module.api_name, call.caller.fields));
      return lists.length > 0 ? ok({ related_lists: lists }) : nothing;
    },
  },
  {
    method: "GET",
    path: "/crm/v8/settings/related_lists/:id",
    scope: () => "settings.related_lists.READ",
    handle: async (call) => {
      const module = moduleOfQuery(call);
      const lists = relatedListsJson(module, relatedListsOf(module.api_name, call.caller.fields));
      const found = lists.filter(({ id }) => id === call.params["id"]);
      return found.length > 0 ? ok({ related_lists: found }) : nothing;
    },
  },
];
