import { fieldJson } from "#crm/field/field-json.ts";
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
      const fields = call.caller.fields[moduleOfQuery(call).api_name];
      return ok({
        fields: [...fields.values()].map((field) => fieldJson(field, call.caller.organization.currency)),
      });
    },
  },
  {
    method: "GET",
    path: "/crm/v8/settings/fields/:id",
    scope: () => "settings.fields.READ",
    handle: async (call) => {
      const fields = [...call.caller.fields[moduleOfQuery(call).api_name].values()];
      const field = fields.find(
        ({ id, api_name }) => id === call.params["id"] || api_name === call.params["id"],
      );
      return field ? ok({ fields: [fieldJson(field, call.caller.organization.currency)] }) : nothing;
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
